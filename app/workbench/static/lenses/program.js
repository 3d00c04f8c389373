/** The lens "program": the learner's lines, each with its known mistakes, and what the program gives with them. */
import { block } from "../dom/blocks.js"
import { el, fill, math } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"
import { withFill } from "../store/link.js"
import { curveOf, drawChecks } from "./check.js"
import { Listing } from "./listing.js"
import { Own } from "./own.js"
import { pinnedFor, shownFor } from "./shown.js"

/** The gradients that are shown side by side, and the powers of ten of a difference. */
const BESIDE = ["dW_h", "dW_x", "dB"]
const STEPS = Array.from({ length: 13 }, (_, i) => i + 1)
/** A W_h with which small errors grow: numbers of size 1, always the same. */
const LARGE = { fill: "gaussian", amount: 1, seed: 7 }

export class Program extends Panel {
  /**
   * @param {object} options
   * @param {(settings: Record<string, string | null>) => void} options.onSet called with settings of the lens
   * @param {(own: {array: string, source: string}) => void} options.onOwn called with an array of one's own
   * @param {Pick<import("../types").Editing, "text" | "onEdit">} options.editing
   */
  constructor({ onSet, onOwn, editing }) {
    super(el("div", { class: "program" }))
    this.onSet = onSet
    this.listing = new Listing((name, made) => this.make(name, made))
    this.again = el("button", { type: "button", click: () => onSet({ wrong: null }) })
    this.beside = el("select", { change: () => onSet({ beside: this.beside.value || null }) })
    this.title = el("h3")
    this.by = el("span", { class: "by" })
    this.eps = el("select", { change: () => onSet({ eps: this.eps.value || null }) })
    this.checks = el("div", { class: "checks" })
    this.curve = el("div")
    this.pair = el("div", { class: "pair" })
    this.said = el("p", { class: "diagnosis", role: "status" })
    this.after = el("p", { class: "after-update" })
    this.larger = el("button", { type: "button", click: () => editing.onEdit(withFill(editing.text(), "W_h", LARGE)) })
    this.own = new Own(onOwn)
    this.tools = [this.again, ...this.listing.tools]
    this.element.append(
      this.listing.element,
      el("div", { class: "lens-more" },
        el("div", { class: "check-head" }, this.title, this.beside, this.eps), this.checks, this.curve, this.pair,
        el("div", { class: "lens-said", tabindex: "0" }, this.said, this.after, this.larger), this.own.element))
    /** Projected too it stands below the diagram, since lines of code need its width. */
    this.wide = true
    /** The mistakes that are made. @type {string[]} */
    this.made = []
  }

  /** Makes a mistake, or takes it back. */
  make(name, made) {
    this.made = made ? [...this.made, name] : this.made.filter((other) => other !== name)
    this.onSet({ wrong: this.made.join(".") || null })
  }

  speak(words) {
    this.words = words
    this.listing.speak(words)
    this.own.speak(words)
    say(this.again, words["lens.program.again"])
    say(this.title, words["lens.program.check"])
    this.title.title = words["lens.program.check.about"]
    say(this.larger, words["lens.program.larger"])
    this.eps.setAttribute("aria-label", words["lens.program.eps"])
    this.beside.setAttribute("aria-label", words["lens.program.beside"])
    this.eps.replaceChildren(el("option", { value: "" }, words["lens.program.eps.usual"]), ...STEPS.map((power) => el("option", { value: power }, `1e-${power}`)))
    this.beside.replaceChildren(el("option", { value: "" }, words["lens.program.beside.none"]),
      ...BESIDE.map((name) => el("option", { value: name }, fill(words["lens.program.beside.of"], { name: `∂L/∂${name.slice(1)}` }))))
  }

  take(data) {
    const shows = shownFor(data, "program")
    this.element.classList.toggle("waits", !shows)
    this.listing.take(data)
    if (!shows) return
    this.made = shows.made
    this.listing.offer(shows.menus, shows.wrong)
    this.again.hidden = !shows.made.length
    this.larger.hidden = !shows.small
    this.eps.title = shows.by
    drawChecks(this.checks, shows.checks, pinnedFor(data, "program")?.shows.checks ?? [], this.words)
    morph(this.said, math(shows.said))
    this.said.classList.toggle("wrong", shows.made.length > 0)
    morph(this.after, ...(shows.after ? [math(shows.after)] : []))
    this.own.show(shows.own)
  }

  draw(scene) {
    const { data, position, look } = scene
    this.listing.draw(scene)
    const shows = shownFor(data, "program")
    if (!shows) return
    this.eps.value = position.setting("eps") ?? ""
    this.beside.value = shows.beside ?? ""
    const { "program.steps": steps, "program.errors": errors } = data.arrays
    morph(this.curve, ...(steps ? [curveOf(steps.data, errors.data, Number(this.eps.value), this.words["lens.program.curve"])] : []))
    this.checks.hidden = Boolean(shows.beside)
    morph(this.pair, ...(shows.beside ? this.both(shows, data.arrays, look) : []))
  }

  /** The right gradient and that of the program; entries that differ are marked. */
  both({ named, same }, arrays, look) {
    const [right, given] = ["program.right", "program.given"].map((name) => arrays[name])
    const largest = right.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    const shown = (values, name) => el("div", { class: "term" }, block(values, "gradient", look, { name: named, widest: 4 }), el("span", { class: "term-label" }, name))
    const other = shown(given, this.words["lens.program.given"])
    const cells = other.querySelectorAll(".cell")
    if (cells.length === given.data.length) {
      given.data.forEach((value, i) => cells[i].classList.toggle("differs", !(Math.abs(value - right.data[i]) <= same * (largest || 1))))
    }
    return [shown(right, this.words["lens.program.right"]), other]
  }
}
