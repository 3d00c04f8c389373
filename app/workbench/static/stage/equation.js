/** The worked equation of a position of the clock: rows of terms and signs, each term a block of cells. */
import { block, repaint, shapeText } from "../dom/blocks.js"
import { el, fill, math, withTime } from "../dom/markup.js"
import { morph } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"

export class Equation extends Panel {
  constructor() {
    super(el("div", { class: "equation" }))
    /** What stands there, while it is nothing but rows: {rows, look, values}. */
    this.drawn = null
  }

  /**
   * Projected there is no scrolling and all has to fit: wide blocks become strips of colours, and rows that do not fit
   * are folded.
   */
  draw({ player, at, look, position, tween }) {
    const rows = player.rows(at)
    const folding = position.projected
    const now = { rows, look, values: rows.map(({ terms, t }) => terms.map((term) => term.view && player.evaluate(term.view, t))) }
    const drawAll = (widest) => morph(this.element, ...rows.map((row, i) => this.line(row, now.values[i], look, widest)))
    this.element.classList.remove("tight")
    if (!this.repainted(now)) drawAll()
    if (folding && this.tooHigh) drawAll(look.widest)
    this.drawn = folding && this.fold(rows, look) ? null : now
    if (tween) [...this.element.children].forEach((row, order) => tween.appear(row, order))
  }

  get tooHigh() {
    return this.element.scrollHeight > this.element.clientHeight + 2
  }

  /** Where only numbers differ from what stands, it writes them and gives true. */
  repainted({ rows, look, values }) {
    const before = this.drawn
    const { children } = this.element
    const same = before && look.words === before.look.words && look.digits === before.look.digits &&
      rows.length === before.rows.length &&
      rows.every(({ terms, t }, i) => terms === before.rows[i].terms && t === before.rows[i].t &&
        values[i].every((value, k) => sameShape(value, before.values[i][k])))
    if (!same) return false
    rows.forEach(({ terms, t }, i) => {
      const standing = [...children[i].children]
      terms.forEach((term, k) => {
        if (term.view) repaint(standing[k].firstElementChild, values[i][k], term.kind, look, sourceOf(term, t))
      })
    })
    return true
  }

  line({ terms, t }, values, look, widest) {
    const line = el("div", { class: "equation-row" })
    terms.forEach((term, i) => {
      if (typeof term === "string") line.append(el("span", { class: "sign" }, math(withTime(term, t, true))))
      else line.append(termBlock(term, t, values[i], look, widest))
    })
    return line
  }

  /** Rows that do not fit are folded, and a line says so if there is room for it; whether there were any. The first ones say most. */
  fold(rows, { words }) {
    const { element } = this
    if (!this.tooHigh) return false
    const folded = el("p", { class: "folded" })
    element.append(folded)
    for (let count = 1; count < rows.length && this.tooHigh; count++) {
      folded.textContent = fill(words["page.folded"], { count })
      folded.previousElementSibling.remove()
    }
    if (this.tooHigh) folded.remove() // not even one row and the line have room
    if (this.tooHigh) element.classList.add("tight") // not even one row: its names stand beside the blocks
    return true
  }
}

function termBlock({ view, work, kind, label, note }, t, values, look, widest) {
  const caption = el("span", { class: "term-label" }, math(withTime(label, t, true)))
  if (values) caption.append(" ", el("span", { class: "shape" }, shapeText(values.shape)))
  if (note) caption.append(" ", el("span", { class: "term-note" }, math(withTime(note, t))))
  const worked = block(values, kind, look, { source: sourceOf({ view, work }, t), widest })
  worked.setAttribute("role", "group")
  worked.setAttribute("aria-label", withTime(label, t))
  return el("div", { class: "term" }, worked, caption)
}

const sourceOf = ({ view, work }, t) => ({ view, work, t })

/** Whether two Values, or what stands for none, take the same cells. */
function sameShape(one, other) {
  return one && other ? String(one.shape) === String(other.shape) : one === other
}
