/** Blocks of coloured cells: the terms of the worked equation, and the ledger. */
import { el } from "./markup.js"
import { say } from "./morph.js"
import { formatOf, precise, written } from "./numerals.js"
import { cellUnder, paintStrip } from "./strip.js"

/** From this many columns on, a block is a strip of colours whose numbers open on pointing. */
const STRIP = 9
/** Losses are plain text, and stand in longer rows. */
const LOSS_STRIP = 13
/** Losses have this many significant digits, and room for these characters, everywhere; none is noise beside another. */
const LOSS = { digits: 4, room: 8, smallestDigits: 2, noise: 0 }

/**
 * How numbers that stand in one block are written; losses all alike, wherever they stand.
 * @param {Iterable<number>} values @param {string} kind @param {import("../types").Look} look @param {number} finer
 */
export function formatFor(values, kind, look, finer = 0) {
  if (kind !== "loss") return formatOf(values, look, finer)
  if (!ofLosses.has(look)) ofLosses.set(look, [])
  return (ofLosses.get(look)[finer] ??= formatOf(look.losses, LOSS, finer))
}
const ofLosses = new WeakMap()

/**
 * Colours an HTML or SVG cell and says its number on hover. Only what differs from what stands is written.
 * @param {number} [beside] the same number of the pinned run
 */
export function paint(cell, number, kind, value, look, format, name = "", beside = undefined) {
  const before = cell.painted
  const now = contentOf(kind, value, look, format, name)
  now.differs = beside !== undefined && now.state === "shown" && beside !== value
  cell.painted = now
  if (number) say(number, now.number)
  if (before?.state !== now.state) cell.setAttribute("data-state", now.state)
  if (before?.value !== now.value) cell.setAttribute("data-value", now.value)
  if (Boolean(before?.differs) !== now.differs) cell.toggleAttribute("data-differs", now.differs)
  tint(cell, before, now)
}

/** All that a cell shows: its state, its number, what it says when it is pointed at, its entry, and its colours. */
function contentOf(kind, value, look, format, name) {
  if (value === null) return { state: "none", number: "–", value: look.words["state.no_road"] }
  if (value === undefined) return { state: "hatched", number: "", value: look.words["state.hatched"] }
  if (Number.isNaN(value) && look.keeps) return { state: "asked", number: "?", value: (name ? name + " = " : "") + "?" }
  return {
    state: "shown",
    number: written(value, format),
    value: (name ? name + " = " : "") + precise(value),
    entry: value,
    format,
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
 * More than `widest` columns are a strip. `source` ({view, work, t}) says where its entries come from, so that one can
 * be worked out on pointing; `finer` asks for more digits.
 * @param {import("../types").Values | null | undefined} values @param {string} kind @param {import("../types").Look} look
 * @param {{shape?: number[], name?: string, source?: any, widest?: number, finer?: number}} options
 */
export function block(values, kind, look, { shape = [1], name = "", source = null, widest, finer = 0 } = {}) {
  const { rows, columns } = extent(values ? values.shape : shape)
  if (!hasNumbers(rows, columns, kind, widest)) return strip(values, rows, columns, kind, look, source, name)
  const grid = el("div", { class: "block", style: `--columns:${columns}` })
  grid.called = name
  const format = values && formatFor(values.data, kind, look, finer)
  const beside = besideOf(source, values, look)
  for (let i = 0; i < rows * columns; i++) {
    const cell = el("span", { class: "cell" })
    paint(cell, cell, kind, values ? values.data[i] : values, look, format, entryName(name, i, rows, columns), beside?.[i])
    if (values && source) {
      cell.source = { ...source, index: i }
      cell.tabIndex = i === 0 ? 0 : -1 // one Tab stop a block
    }
    grid.append(cell)
  }
  measure(grid)
  return grid
}

/** Writes other Values of the same shape into a block that stands. */
export function repaint(standing, values, kind, look, source, finer = 0) {
  if (!values) return
  if (standing.nodeName === "CANVAS") {
    paintStrip(standing, values, kind, look)
    standing.cellAt = cellUnder(standing, values, standing.height, standing.width, { source, name: standing.called })
    return
  }
  const format = formatFor(values.data, kind, look, finer)
  const { rows, columns } = extent(values.shape)
  const beside = besideOf(source, values, look)
  ;[...standing.children].forEach((cell, i) =>
    paint(cell, cell, kind, values.data[i], look, format, entryName(standing.called, i, rows, columns), beside?.[i]))
  measure(standing)
}

/** The same numbers of the pinned run, where there is one. */
function besideOf(source, values, { other }) {
  return other && source && values ? other.beside(source.view, source.t, values.shape) : null
}

/** What an entry of a block is called: with its row and column, or the one of them that there is. */
function entryName(name, i, rows, columns) {
  if (!name || rows * columns === 1) return name
  const row = Math.floor(i / columns) + 1
  const column = (i % columns) + 1
  return `${name}[${rows === 1 ? column : columns === 1 ? row : `${row}, ${column}`}]`
}

/** Tells the style how long the longest number of a block is. */
function measure(grid) {
  const letters = [...grid.children].reduce((most, { painted }) => Math.max(most, painted.number.length), 0)
  if (grid.letters === letters) return
  grid.letters = letters
  grid.style.setProperty("--letters", String(letters))
}

/** Rows and columns of a block for Values of a shape. */
export function extent(shape) {
  return { rows: shape.length > 1 ? shape.at(-2) : 1, columns: shape.length ? shape.at(-1) : 1 }
}

/** Whether a block of that size shows numbers; else colours alone. */
export function hasNumbers(rows, columns, kind, widest = (kind === "loss" ? LOSS_STRIP : STRIP) - 1) {
  return columns <= widest && rows < STRIP
}

function strip(values, rows, columns, kind, look, source, name) {
  const canvas = el("canvas", { class: "strip", width: columns, height: rows, style: `--columns:${columns}; --rows:${rows}` })
  canvas.dataset.state = values ? "shown" : values === null ? "none" : "hatched"
  if (!values) return canvas
  paintStrip(canvas, values, kind, look)
  canvas.called = name
  canvas.cellAt = cellUnder(canvas, values, rows, columns, { source, name })
  return canvas
}

/** The shape as NumPy writes it; a vector is shown as the row that it is. */
export function shapeText(shape) {
  if (shape.length === 0) return ""
  return shape.length === 1 ? `(1, ${shape[0]})` : `(${shape.join(", ")})`
}
