/** The learner's own program beside the clock: the lines of the current operation lit, their variables open. */
import { shapeText } from "../dom/blocks.js"
import { copy } from "../dom/clipboard.js"
import { el } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"
import { formatOf, written } from "../dom/numerals.js"
import { Panel } from "../dom/panel.js"
import { preamble, program } from "./program.js"

export class Listing extends Panel {
  constructor() {
    super(el("details", { class: "listing", open: true }))
    this.code = el("code")
    this.summary = el("summary")
    this.note = el("p", { class: "hint" })
    this.numbers = el("code")
    this.numbersSummary = el("summary")
    this.given = el("details", { class: "given", toggle: () => this.writeNumbers() }, this.numbersSummary,
      el("pre", {}, this.numbers))
    this.copyButton = el("button", { type: "button", class: "copy", click: () => this.copy() })
    this.said = el("span", { class: "hint", role: "status" })
    this.whole = el("textarea", { class: "heard", tabindex: "-1", "aria-hidden": "true" }) // what is copied from it
    this.element.append(this.summary, el("p", { class: "row" }, this.copyButton, this.said), this.given,
      el("pre", {}, this.code), this.note, this.whole)
    /** @type {import("../types").Data | null} */
    this.data = null
    /** @type {import("../types").Words} */
    this.words = {}
    /** @type {import("../types").Line[]} */
    this.lines = []
  }

  speak(words) {
    say(this.summary, words["page.code"])
    say(this.note, words["page.code.link"])
    say(this.numbersSummary, words["page.code.numbers"])
    say(this.copyButton, words["page.code.copy"])
    this.words = words
  }

  take(data) {
    const { timeline } = data
    this.data = data
    this.writeNumbers()
    say(this.said, "")
    if (this.lines === timeline.listing) return
    this.lines = timeline.listing
    morph(this.code, ...this.lines.map(({ pieces }) =>
      el("span", { class: "line" }, ...pieces.map((piece) =>
        piece.view || piece.slot ? el("var", {}, piece.text) : piece.text), "\n")))
  }

  /** The numbers of the case, where they are looked at: of a large one they are many. */
  writeNumbers() {
    if (this.given.open && this.data) say(this.numbers, preamble(this.data))
  }

  /** Copies the whole program. */
  async copy() {
    this.whole.value = program(this.data)
    say(this.said, this.words[(await copy(this.whole)) ? "tool.copied" : "tool.copy_failed"])
  }

  /** A variable opens only where its line is lit: before, it has no value yet. */
  draw(scene) {
    const { player, at } = scene
    const { code } = player.effects(at)
    const { t } = player.operationsAt(at)[0]
    ;[...this.code.children].forEach((line, i) => {
      const { name, pieces } = this.lines[i]
      const lit = code.has(name)
      line.classList.toggle("lit", lit)
      const open = pieces.filter((piece) => piece.view || piece.slot)
      const variables = /** @type {HTMLElement[]} */ ([...line.children])
      variables.forEach((variable, k) => {
        if (!lit) delete variable.dataset.value
        else variable.dataset.value = said(open[k], scene, t)
        variable.tabIndex = lit ? 0 : -1
      })
    })
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
