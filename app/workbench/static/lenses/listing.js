/** The learner's own program beside the clock: the lines of the current operation lit, their variables open. */
import { shapeText } from "../dom/blocks.js"
import { copy } from "../dom/clipboard.js"
import { el, fill } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"
import { formatOf, written } from "../dom/numerals.js"
import { Panel } from "../dom/panel.js"
import { preamble, program } from "./code.js"

export class Listing extends Panel {
  /** @param {(name: string, made: boolean) => void} onMistake called with a mistake that is to be made, or taken back */
  constructor(onMistake) {
    super(el("div", { class: "listing" }))
    this.onMistake = onMistake
    this.code = el("code")
    this.numbers = el("code")
    this.numbersSummary = el("summary")
    this.given = el("details", { class: "given", toggle: () => this.writeNumbers() }, this.numbersSummary,
      el("pre", {}, this.numbers))
    this.copyButton = el("button", { type: "button", class: "copy", click: () => this.copy() })
    this.copied = el("span", { class: "hint", role: "status" })
    this.whole = el("textarea", { class: "heard", tabindex: "-1", "aria-hidden": "true" }) // what is copied from it
    this.element.append(el("pre", {}, this.code), this.given, this.whole)
    /** The first line that is lit. @type {HTMLElement | null} */
    this.lit = null
    /** @type {import("../types").Data | null} */
    this.data = null
    /** @type {import("../types").Words} */
    this.words = {}
    /** The wrong lines, by their number. @type {Record<number, string>} */
    this.wrong = {}
    /** A line each: what it holds, and where its menu stands. @type {{line: HTMLElement, code: HTMLElement, menu: HTMLElement}[]} */
    this.rows = []
    /** What the menus offer, as text. */
    this.offered = ""
  }

  /** What stands in the row of tabs. */
  get tools() {
    return [this.copied, this.copyButton]
  }

  speak(words) {
    say(this.numbersSummary, words["page.code.numbers"])
    say(this.copyButton, words["page.code.copy"])
    this.words = words
    this.offered = ""
  }

  take(data) {
    const { timeline } = data
    this.data = data
    this.writeNumbers()
    say(this.copied, "")
    if (this.lines === timeline.listing) return
    this.lines = timeline.listing
    this.rows = this.lines.map(({ pieces }) => {
      const code = el("span", { class: "right-code" }, ...pieces.map((piece) => (piece.view || piece.slot ? el("var", {}, piece.text) : piece.text)))
      const menu = el("span", { class: "menu" })
      return { line: el("span", { class: "line" }, code, menu, "\n"), code, menu }
    })
    this.code.replaceChildren(...this.rows.map(({ line }) => line))
    this.offered = ""
  }

  /** The mistakes that each line can have, and the lines as they are with those that are made. */
  offer(menus, wrong) {
    const offered = JSON.stringify([menus, wrong])
    if (offered === this.offered) return
    this.offered = offered
    this.wrong = wrong
    this.rows.forEach(({ line, menu }, i) => {
      menu.replaceChildren(...(menus[i] ? [this.menu(menus[i], i)] : []))
      line.classList.toggle("wrong", i in wrong)
      line.querySelector(".wrong-code")?.remove()
      if (i in wrong) line.append(el("span", { class: "wrong-code" }, `${wrong[i]}\n`))
    })
  }

  menu(mistakes, i) {
    const made = mistakes.find((one) => one.made)
    const select = el("select", { class: "mistakes", "aria-label": fill(this.words["lens.program.menu"], { n: i + 1 }), title: fill(this.words["lens.program.menu"], { n: i + 1 }), change: () => {
      if (made) this.onMistake(made.name, false)
      if (select.value) this.onMistake(select.value, true)
    } }, el("option", { value: "" }, this.words["lens.program.as_it_should"]), ...mistakes.map(({ name, said }) => el("option", { value: name }, said.replaceAll(/[{}]/g, ""))))
    select.value = made?.name ?? ""
    select.classList.toggle("made", Boolean(made))
    return select
  }

  /** The numbers of the case, where they are looked at: of a large one they are many. */
  writeNumbers() {
    if (this.given.open && this.data) say(this.numbers, preamble(this.data))
  }

  /** Copies the whole program, with the mistakes that are made in it. */
  async copy() {
    this.whole.value = program(this.data, this.wrong)
    say(this.copied, this.words[(await copy(this.whole)) ? "tool.copied" : "tool.copy_failed"])
  }

  /** A variable opens only where its line is lit: before, it has no value yet. */
  draw(scene) {
    const { player, at } = scene
    const { code } = player.effects(at)
    const { t } = player.operationsAt(at)[0]
    let first = null
    this.rows.forEach(({ line, code: right }, i) => {
      const { name, pieces } = this.lines[i]
      const lit = code.has(name)
      line.classList.toggle("lit", lit)
      if (lit) first ??= line
      const open = pieces.filter((piece) => piece.view || piece.slot)
      const variables = /** @type {HTMLElement[]} */ ([...right.children])
      variables.forEach((variable, k) => {
        if (!lit) delete variable.dataset.value
        else variable.dataset.value = said(open[k], scene, t)
        variable.tabIndex = lit ? 0 : -1
      })
    })
    if (first !== this.lit) this.show(first)
    this.lit = first
  }

  /** Brings a line into view, with some before it, after all that is drawn. @param {HTMLElement | null} line */
  show(line) {
    if (line) requestAnimationFrame(() => (this.element.scrollTop = line.offsetTop - this.element.clientHeight / 4))
  }
}

/** @param {import("../types").Piece} piece @param {import("../types").Scene} scene @param {number} t */
function said({ text, view, slot }, { player, at, look }, t) {
  const values = slot ? player.values(slot, at) : player.evaluate(view, t)
  if (!values) return text
  const format = formatOf(values.data, look)
  const shown = Array.from(values.data.slice(0, 12), (value) => written(value, format)).join("  ")
  return `${text} ${shapeText(values.shape)}: ${shown}${values.data.length > 12 ? " …" : ""}`
}
