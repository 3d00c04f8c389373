/** The worked equation of a position of the clock: rows of terms and signs, each term a block of cells. */
import { block, repaint, shapeText } from "../dom/blocks.js"
import { el, fill, math, withTime } from "../dom/markup.js"
import { morph } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"
import { symbolOf } from "../dom/symbols.js"
import { runTogether } from "./flight.js"
import { equationLatex } from "./latex.js"
import { printed } from "./printed.js"

export class Equation extends Panel {
  constructor() {
    super(el("div", { class: "equation" }))
    /** What stands there, while it is nothing but rows: {rows, look, values, room, printed}. */
    this.drawn = null
    /** The same, of whatever stands there. */
    this.last = null
  }

  /**
   * Projected there is no scrolling and all has to fit: numbers get no more digits than elsewhere and stand closer, wide
   * blocks become strips of colours, and rows that do not fit are folded.
   */
  draw({ player, at, look, position, tween }) {
    const rows = player.rows(at)
    const folding = position.projected
    const values = rows.map(({ terms, t }) => terms.map((term) => term.view && player.evaluate(term.view, t)))
    const drawing = (room) => ({ rows, look, values, room, printed: printed(rows, values, look, player, room) })
    const drawAll = (now) => {
      morph(this.element, ...rows.map((row, i) => this.line(row, i, now)))
      return now
    }
    this.element.classList.remove("tight", "close")
    let now = drawing({})
    if (!this.repainted(now)) drawAll(now)
    if (folding && this.tooHigh) now = drawAll(drawing({ finest: 0 }))
    if (folding && this.tooHigh) this.element.classList.add("close")
    if (folding && this.tooHigh) now = drawAll(drawing({ finest: 0, widest: look.widest }))
    this.last = now
    this.drawn = folding && this.fold(rows, look) ? null : now
    if (tween) this.move(rows, at, tween)
  }

  /** By operation what a result is made of runs together into it; else the rows appear one after the other. */
  move(rows, at, tween) {
    const lines = [...this.element.children]
    const groups = []
    lines.forEach((line, i) => (rows[i]?.terms[0] === "=" && groups.length ? groups.at(-1).push(line) : groups.push([line])))
    groups.forEach((group, order) => {
      if (at.operation !== null && runTogether(group, this.element, tween)) return
      group.forEach((line) => tween.appear(line, order))
    })
  }

  /** The terms that stand there, by their labels, with their values. */
  get terms() {
    return (this.last?.rows ?? []).flatMap(({ terms, t }, row) => terms.flatMap((term, i) =>
      (term.view && this.last.values[row][i] ? [{ label: withTime(term.label, t), values: this.last.values[row][i] }] : [])))
  }

  get latex() {
    return equationLatex(this.last, this.last.look)
  }

  /** The block that stands under a label at a time step; undefined where none does. */
  labelled(label, t) {
    const row = this.drawn?.rows.findLastIndex((one) => one.t === t && one.terms.some((term) => term.label === label)) ?? -1
    if (row < 0) return undefined
    return this.element.children[row].children[this.drawn.rows[row].terms.findIndex((term) => term.label === label)].firstElementChild
  }

  get tooHigh() {
    return this.element.scrollHeight > this.element.clientHeight + 2
  }

  /** Where only numbers and signs differ from what stands, it writes them and gives true. */
  repainted({ rows, look, values, room, printed: prints }) {
    const before = this.drawn
    const { children } = this.element
    const same = before && look.words === before.look.words && look.digits === before.look.digits &&
      room.widest === before.room.widest && rows.length === before.rows.length &&
      rows.every(({ terms, t }, i) => terms === before.rows[i].terms && t === before.rows[i].t &&
        values[i].every((value, k) => sameShape(value, before.values[i][k])))
    if (!same) return false
    rows.forEach(({ terms, t }, i) => {
      const standing = [...children[i].children]
      const { finer, signs } = prints[i]
      terms.forEach((term, k) => {
        if (term.view) repaint(standing[k].firstElementChild, values[i][k], term.kind, look, sourceOf(term, t), finer[k])
        else if (signs[k] !== before.printed[i].signs[k]) standing[k].replaceChildren(math(withTime(signs[k], t, true)))
      })
    })
    return true
  }

  line({ terms, t }, row, { values, look, room, printed: prints }) {
    const line = el("div", { class: "equation-row" })
    const { finer, signs } = prints[row]
    terms.forEach((term, i) => {
      if (!term.view) line.append(el("span", { class: "sign" }, math(withTime(signs[i], t, true))))
      else line.append(termBlock(term, t, values[row][i], look, { widest: room.widest, finer: finer[i] }))
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

function termBlock({ view, work, kind, label, note }, t, values, look, room) {
  const caption = el("span", { class: "term-label", "data-symbol": symbolOf(withTime(label, t)) }, math(withTime(label, t, true)))
  if (values) caption.append(" ", el("span", { class: "shape" }, shapeText(values.shape)))
  if (note) caption.append(" ", el("span", { class: "term-note" }, math(withTime(note, t))))
  const worked = block(values, kind, look, { source: sourceOf({ view, work }, t), name: withTime(label, t, true), ...room })
  worked.setAttribute("role", "group")
  worked.setAttribute("aria-label", withTime(label, t))
  return el("div", { class: "term" }, worked, caption)
}

const sourceOf = ({ view, work }, t) => ({ view, work, t })

/** Whether two Values, or what stands for none, take the same cells. */
function sameShape(one, other) {
  return one && other ? String(one.shape) === String(other.shape) : one === other
}
