/** Blocks of coloured cells: the terms of the worked equation, and the ledger. */
import { el, math, withTime } from "./markup.js"
import { precise, short } from "./numbers.js"

/** From this many columns on, a block is a strip of colours whose numbers open on pointing. */
const STRIP = 9

/** What every drawing needs to know. @typedef {{scale, dark: boolean, words: object}} Look */

/** Colours an HTML or SVG cell and says its number on hover. */
export function paint(cell, number, kind, value, look, name = "") {
  if (value === undefined || value === null) {
    cell.dataset.state = value === null ? "none" : "hatched"
    cell.style.removeProperty("--cell")
    cell.style.removeProperty("--ink")
    if (number) number.textContent = value === null ? "–" : ""
    cell.dataset.value = look.words[value === null ? "state.no_road" : "state.hatched"]
    return
  }
  const { background, text } = look.scale.colours(kind, value, look.dark)
  cell.dataset.state = "shown"
  cell.style.setProperty("--cell", background)
  cell.style.setProperty("--ink", text)
  if (number) number.textContent = short(value)
  cell.dataset.value = (name ? name + " = " : "") + precise(value)
}

/** A block of cells for Values of any shape; undefined is hatched, null a dash. `shape` stands for those. */
export function block(values, kind, look, { shape = [1], name = "" } = {}) {
  const actual = values ? values.shape : shape
  const columns = actual.length ? actual.at(-1) : 1
  const rows = actual.length > 1 ? actual.at(-2) : 1
  const strip = columns >= STRIP || rows >= STRIP
  const grid = el("div", { class: strip ? "block strip" : "block", style: `--columns:${columns}` })
  for (let i = 0; i < rows * columns; i++) {
    const cell = el("span", { class: "cell" })
    const value = values ? values.data[i] : values
    paint(cell, strip ? null : cell, kind, value, look, name)
    grid.append(cell)
  }
  return grid
}

/** The shape as NumPy writes it; a vector is shown as the row that it is. */
export function shapeText(shape) {
  if (shape.length === 0) return ""
  return shape.length === 1 ? `(1, ${shape[0]})` : `(${shape.join(", ")})`
}

/** The worked equation of a step: rows of terms and signs. */
export function equation(rows, player, t, look) {
  return rows.map((row) => {
    const line = el("div", { class: "equation-row" })
    for (const term of row) {
      if (typeof term === "string") {
        line.append(el("span", { class: "sign" }, math(term)))
        continue
      }
      const values = player.evaluate(term.view, t)
      const label = el("span", { class: "term-label" }, math(withTime(term.label, t, true)))
      if (values) label.append(" ", el("span", { class: "shape" }, shapeText(values.shape)))
      if (term.note) label.append(" ", el("span", { class: "term-note" }, math(withTime(term.note, t))))
      line.append(el("div", { class: "term" }, block(values, term.kind, look), label))
    }
    return line
  })
}
