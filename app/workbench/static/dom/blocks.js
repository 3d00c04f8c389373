/** Blocks of coloured cells: the terms of the worked equation, and the ledger. */
import { el } from "./markup.js"
import { say } from "./morph.js"
import { precise, short } from "./numerals.js"
import { cellUnder, paintStrip } from "./strip.js"

/** From this many columns on, a block is a strip of colours whose numbers open on pointing. */
const STRIP = 9
/** Characters that a cell has room for at every size of text. */
const ROOM = 6

/** What every drawing needs to know. @typedef {{scale, dark: boolean, words: object, digits: number, chartText: number}} Look */

/** Colours an HTML or SVG cell and says its number on hover. Only what differs from what stands is written. */
export function paint(cell, number, kind, value, look, name = "") {
  const before = cell.painted
  const now = contentOf(kind, value, look, name)
  cell.painted = now
  if (number) say(number, now.number)
  if (before?.state !== now.state) cell.setAttribute("data-state", now.state)
  if (before?.value !== now.value) cell.setAttribute("data-value", now.value)
  tint(cell, before, now)
}

/** All that a cell shows: its state, its number, what it says when it is pointed at, its entry, and its colours. */
function contentOf(kind, value, look, name) {
  if (value === null) return { state: "none", number: "–", value: look.words["state.no_road"] }
  if (value === undefined) return { state: "hatched", number: "", value: look.words["state.hatched"] }
  return {
    state: "shown",
    number: short(value, kind === "loss" ? 4 : look.digits),
    value: (name ? name + " = " : "") + precise(value),
    entry: value,
    ...look.scale.colours(kind, value, look.dark),
  }
}

/** Gives an element its colours, {background, text}; none are taken away. */
export function tint(element, before, { background, text }) {
  for (const [name, was, is] of [["--cell", before?.background, background], ["--ink", before?.text, text]]) {
    if (is === undefined && was !== undefined) element.style.removeProperty(name)
    else if (is !== was) element.style.setProperty(name, is)
  }
}

/**
 * A block of cells for Values of any shape; undefined is hatched, null a dash. `shape` stands for those.
 * More than `widest` columns are a strip. `source` ({view, work, t}) says where its entries come from, so that one can be worked out on pointing.
 */
export function block(values, kind, look, { shape = [1], name = "", source = null, widest = STRIP - 1 } = {}) {
  const actual = values ? values.shape : shape
  const columns = actual.length ? actual.at(-1) : 1
  const rows = actual.length > 1 ? actual.at(-2) : 1
  if (columns > widest || rows >= STRIP) return strip(values, rows, columns, kind, look, source)
  const grid = el("div", { class: "block", style: `--columns:${columns}` })
  if (values) look = { ...look, digits: digitsThatTell(values.data, look.digits) }
  for (let i = 0; i < rows * columns; i++) {
    const cell = el("span", { class: "cell" })
    paint(cell, cell, kind, values ? values.data[i] : values, look, name)
    if (values && source) {
      cell.source = { ...source, index: i }
      cell.tabIndex = i === 0 ? 0 : -1 // one Tab stop a block
    }
    grid.append(cell)
  }
  return grid
}

/** Writes other Values of the same shape into a block that stands. */
export function repaint(standing, values, kind, look, source) {
  if (!values) return
  if (standing.nodeName === "CANVAS") {
    paintStrip(standing, values, kind, look)
    standing.cellAt = cellUnder(standing, values, standing.height, standing.width, { source })
    return
  }
  const finer = { ...look, digits: digitsThatTell(values.data, look.digits) }
  ;[...standing.children].forEach((cell, i) => paint(cell, cell, kind, values.data[i], finer))
}

/** As many digits as it takes to tell entries that differ, where cells have room for them. */
function digitsThatTell(data, least) {
  const different = new Set(data).size
  for (let digits = least; digits <= least + 2; digits++) {
    const texts = new Set(Array.from(data, (value) => short(value, digits)))
    if (texts.size === different && (digits === least || [...texts].every((text) => text.length <= ROOM))) return digits
  }
  return least
}

function strip(values, rows, columns, kind, look, source) {
  const canvas = el("canvas", { class: "strip", width: columns, height: rows, style: `--columns:${columns}; --rows:${rows}` })
  canvas.dataset.state = values ? "shown" : values === null ? "none" : "hatched"
  if (!values) return canvas
  paintStrip(canvas, values, kind, look)
  canvas.cellAt = cellUnder(canvas, values, rows, columns, { source })
  return canvas
}

/** The shape as NumPy writes it; a vector is shown as the row that it is. */
export function shapeText(shape) {
  if (shape.length === 0) return ""
  return shape.length === 1 ? `(1, ${shape[0]})` : `(${shape.join(", ")})`
}
