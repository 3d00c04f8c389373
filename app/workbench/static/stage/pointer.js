/** Pointing at a number, or focusing it, opens its digits and its sum and lights up the entries it is made of. */
import { el, fill, math } from "../dom/markup.js"
import { written } from "../dom/numerals.js"
import { formatFor } from "../dom/blocks.js"
import { Panel } from "../dom/panel.js"
import { meaningOf } from "../dom/symbols.js"
import { comparison } from "../clock/other.js"
import { origin } from "../clock/view.js"
import { explain } from "./explain.js"
import { summands } from "./summands.js"

/** What a number stands in with its name: a term of an equation, a sum of the ledger, a place of the diagram. */
const WHOLE = ".term, .sum, [data-slot], .editor, .line"
/** In the diagram the name stands above, so high. */
const NAME = 20

export class Pointer extends Panel {
  /** @param {HTMLElement} root where cells are; a cell is an element with `data-value` and perhaps a `source` */
  constructor(root) {
    super(el("div", { class: "tip", role: "tooltip", hidden: true }))
    this.root = root
    /** @type {import("../clock/player.js").Player | null} */
    this.player = null
    /** @type {import("../types").Data | null} */
    this.data = null
    /** @type {import("../types").Look | null} */
    this.look = null
    /** What is pointed at. @type {import("../types").Cell | Element | null} */
    this.cell = null
    for (const arrives of ["pointerover", "focusin"]) {
      root.addEventListener(arrives, ({ target }) => {
        if (!(target instanceof Element)) return
        const symbol = /** @type {HTMLElement | null} */ (target.closest("[data-symbol]"))
        if (symbol) this.explain(symbol)
        else this.point(target.closest("[data-value]"), target)
      })
    }
    root.addEventListener("pointermove", (event) => {
      const { target } = event
      if (target instanceof Element && target.cellAt) this.point(target.cellAt(event), target)
    })
    root.addEventListener("pointerleave", () => this.close())
    root.addEventListener("focusout", () => this.close())
    root.addEventListener("keydown", (event) => this.onKey(event))
  }

  take(data) {
    this.data = data
  }

  draw({ player, look }) {
    this.player = player
    this.look = look
    this.close()
  }

  /** @param cell what is pointed at, if anything; @param place the element beside which the tip opens */
  point(cell, place) {
    if (cell === this.cell || (!cell && place?.cellAt)) return
    this.close()
    if (!cell || !this.player) return
    this.cell = cell
    const worked = cell.source && this.work(cell)
    const said = place.closest("code") ? cell.dataset.value : math(cell.dataset.value) // names of code stay as they are
    this.element.replaceChildren(el("span", {}, said))
    if (worked) {
      this.element.append(el("span", { class: "worked" }, worked.text))
      const names = this.summandsOf(cell.source)
      if (names) this.element.append(el("span", { class: "summands" }, fill(this.data.words["batch.order"], { names })))
    }
    const beside = cell.source && this.beside(cell)
    if (beside) this.element.append(el("span", { class: "beside" }, beside))
    this.element.hidden = false
    if (worked) this.light(new Set(worked.origins.map((place) => this.player.placeOf(place))))
    this.place(place.cellAt ? place : cell)
  }

  /** Says what a symbol is. @param {HTMLElement} symbol */
  explain(symbol) {
    if (symbol === this.cell || !this.data) return
    this.close()
    this.cell = symbol
    this.element.replaceChildren(el("span", {}, math(meaningOf(symbol.dataset.symbol, this.data.words, this.data.sizes))))
    this.element.hidden = false
    this.place(symbol)
  }

  /** Arrow keys move between the cells of a block; in the diagram, sideways to the next time step. */
  onKey(event) {
    const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key]
    const cell = event.target.closest?.(".cell")
    if (!by || !cell || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    const next = neighbour(cell, by)
    if (!next) return
    cell.tabIndex = -1
    next.tabIndex = 0
    next.focus()
  }

  /** What the pinned run has in its place. @param {import("../types").Cell} cell */
  beside({ source: { view, t, index }, painted: { entry } }) {
    const one = this.look.other?.beside(view, t, this.player.evaluate(view, t).shape)?.[index]
    return one === undefined || one === entry ? "" : comparison(one, entry, this.data.words)
  }

  /** The sum behind a cell. @param {import("../types").Cell} cell */
  work({ source, painted: { entry, format } }) {
    const shown = format ?? formatFor([entry], "", this.look) // a strip has written nothing
    const result = { text: written(entry, shown), format: shown }
    return explain(this.how(source), source.index, this.player.arrays, this.player.variables(source.t), this.look, result)
  }

  /**
   * The view that works a cell out; what is computed elsewhere is worked out as it was there.
   * @param {import("../types").Source} source
   */
  how({ view, work, entry }) {
    return (entry ? this.player.workOf(entry) : work) ?? view
  }

  /** The samples and steps that a sum adds up. @param {import("../types").Source} source */
  summandsOf(source) {
    const { arrays } = this.player
    const { properties, words } = this.data
    return summands(this.how(source), source.index, { arrays, variables: this.player.variables(source.t), properties, words })
  }

  light(used) {
    for (const cell of this.root.querySelectorAll(".cell, .fields input")) {
      const from = cell.origin ?? (cell.source && this.originOf(cell.source))
      cell.classList.toggle("used", from !== undefined && from !== null && used.has(from))
    }
  }

  /** @param {import("../types").Source} source */
  originOf({ view, t, index }) {
    return origin(view, index, this.player.arrays, this.player.variables(t))
  }

  /** Puts the tip beside what it explains: where it covers least of its row, of what names it, and of what it is made of. */
  place(cell) {
    const box = cell.getBoundingClientRect()
    const around = cell.closest(WHOLE)?.getBoundingClientRect() ?? box
    const name = cell.closest("svg") ? NAME : 0
    const { width, height } = this.element.getBoundingClientRect()
    const within = (at, size, room) => Math.max(4, Math.min(at, room - size - 4))
    const [left, top] = [within(box.left, width, innerWidth), within(box.top, height, innerHeight)]
    const places = [
      [left, around.top - name - height - 5], [left, around.bottom + 5],
      [around.right + 6, top], [around.left - width - 6, top],
    ].map(([x, y]) => [within(x, width, innerWidth), within(y, height, innerHeight)])
    const kept = [
      { left: around.left, right: around.right, top: around.top - name, bottom: around.bottom },
      ...[...this.root.querySelectorAll(".used")].map((used) => used.getBoundingClientRect()),
    ]
    /** @param {number[]} place */
    const covered = ([x, y]) => kept.reduce((sum, { left: l, right: r, top: t, bottom: b }) =>
      sum + Math.max(0, Math.min(r, x + width) - Math.max(l, x)) * Math.max(0, Math.min(b, y + height) - Math.max(t, y)), 0)
    const [x, y] = places.reduce((best, one) => (covered(one) < covered(best) ? one : best))
    this.element.style.left = `${x}px`
    this.element.style.top = `${y}px`
  }

  close() {
    if (!this.cell) return
    this.cell = null
    this.element.hidden = true
    for (const cell of this.root.querySelectorAll(".used")) cell.classList.remove("used")
  }
}

function neighbour(cell, [down, right]) {
  const cells = [...cell.parentElement.children]
  const at = cells.indexOf(cell)
  const slot = cell.closest("[data-slot]")
  if (!slot) {
    const columns = Number(cell.parentElement.style.getPropertyValue("--columns"))
    const column = (at % columns) + right
    return column < 0 || column >= columns ? null : cells[at + down * columns + right]
  }
  if (down) return cells[at + down]
  const column = Number(slot.closest("[data-column]").dataset.column) + right
  const there = slot.ownerSVGElement.querySelector(`[data-column="${column}"] [data-slot="${slot.dataset.slot}"]`)
  return there?.children[at]
}
