/** The learner's own program beside the clock: the lines of the current operation lit, their variables open. */
import { shapeText } from "../dom/blocks.js"
import { el } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"
import { short } from "../dom/numerals.js"
import { Panel } from "../dom/panel.js"

export class Listing extends Panel {
  constructor() {
    super(el("details", { class: "listing", open: true }))
    this.code = el("code")
    this.summary = el("summary")
    this.note = el("p", { class: "hint" })
    this.element.append(this.summary, el("pre", {}, this.code), this.note)
    /** @type {import("../types").Line[]} */
    this.lines = []
  }

  speak(words) {
    say(this.summary, words["page.code"])
    say(this.note, words["page.code.link"])
  }

  take({ timeline }) {
    if (this.lines === timeline.listing) return
    this.lines = timeline.listing
    morph(this.code, ...this.lines.map(({ pieces }) =>
      el("span", { class: "line" }, ...pieces.map((piece) =>
        piece.view || piece.slot ? el("var", {}, piece.text) : piece.text), "\n")))
  }

  /** A variable opens only where its line is lit: before, it has no value yet. */
  draw({ player, at }) {
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
        else variable.dataset.value = said(open[k], player, at, t)
        variable.tabIndex = lit ? 0 : -1
      })
    })
  }
}

/** @param {import("../types").Piece} piece */
function said({ text, view, slot }, player, at, t) {
  const values = slot ? player.values(slot, at) : player.evaluate(view, t)
  if (!values) return text
  const shown = Array.from(values.data.slice(0, 12), (value) => short(value)).join("  ")
  return `${text} ${shapeText(values.shape)}: ${shown}${values.data.length > 12 ? " …" : ""}`
}
