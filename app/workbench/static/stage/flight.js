/**
 * Motion over the page that shows what an operation does: a row and a column run together into their cell of a product,
 * and a part flies to its sum in the gradient ledger. It shows nothing that does not stand in the equation as well.
 */
import { el } from "../dom/markup.js"

/** A result of more cells than this appears at once. */
const MOST_CELLS = 16
/** Of the time of one operation: how long a cell takes, and when the last one starts. */
const [EACH, SPREAD] = [1.1, 0.9]

/**
 * Lets what stands left of the first "=" of a row run together into each cell that stands right of it; false where the
 * row has no such result.
 * @param {HTMLElement[]} lines of an equation that belong together: their terms and signs in order
 * @param {HTMLElement} over what they stand in
 * @param {import("./tween.js").Tween} tween
 */
export function runTogether(lines, over, tween) {
  const parts = lines.flatMap((line) => [...line.children])
  const equals = parts.findIndex((part) => /^[=≈]$/.test(part.textContent))
  const result = gridOf(parts[equals + 1])
  const used = sourcesOf(parts.slice(0, Math.max(equals, 0)))
  if (!result || used.length < 2 || used.some(({ grid }) => !grid) || result.count > MOST_CELLS) return false
  const product = used.some(({ side }) => side)
  const corner = over.getBoundingClientRect()
  const run = (from, to, when) => {
    const frame = el("i", { class: "runs", "aria-hidden": "true", style:
      `left:${from.left - corner.left + over.scrollLeft}px; top:${from.top - corner.top + over.scrollTop}px; width:${from.width}px; height:${from.height}px` })
    over.append(frame)
    tween.move(frame, [{ transform: "none", opacity: 1 }, { transform: between(from, to), opacity: 0.6 }], when, () => frame.remove())
  }
  const appear = (cell, when) => tween.move(cell, [{ opacity: 0 }, { opacity: 0, offset: 0.75 }, { opacity: 1 }], when)
  if (!product) { // entry by entry: all at once
    const when = { delay: 0, duration: EACH }
    for (const { grid } of used) run(grid.whole, result.whole, when)
    appear(result.block, when)
    return true
  }
  for (const [i, cell] of result.cells.entries()) {
    const [row, column] = [Math.floor(i / result.columns), i % result.columns]
    const when = { delay: (SPREAD * i) / result.count, duration: EACH }
    for (const { grid, side } of used) {
      const r = Math.min(row, grid.rows - 1)
      const from = side === "left" ? grid.box(r, r, 0, grid.columns - 1)
        : side === "right" ? grid.box(0, grid.rows - 1, column, column) : grid.box(r, r, column, column)
      run(from, result.box(row, row, column, column), when)
    }
    appear(cell, when)
  }
  return true
}

/** Lets a block of the equation fly to where it is added; what is out of sight does not fly. */
export function flyTo(block, place, over, order, tween) {
  if (block.nodeName === "CANVAS") return
  const [from, to] = [block, place].map((one) => one.getBoundingClientRect())
  if (!to.width || to.top > innerHeight || from.top > innerHeight) return
  const copy = /** @type {HTMLElement} */ (block.cloneNode(true))
  const flying = el("div", { class: "flies", "aria-hidden": "true", style:
    `left:${from.left}px; top:${from.top}px; width:${from.width}px` }, copy)
  over.append(flying)
  const there = between(from, to)
  const frames = [{ transform: "none", opacity: 1 }, { transform: there, opacity: 0.85, offset: 0.8 }, { transform: there, opacity: 0 }]
  tween.move(flying, frames, { delay: order, duration: 2 }, () => flying.remove())
}

/** Blocks with the side of a product that they stand on, if any. */
function sourcesOf(parts) {
  const signs = parts.map((part) => (part.classList.contains("sign") ? part.textContent.trim() : null))
  return parts.flatMap((part, i) => {
    if (signs[i] !== null) return []
    return [{ grid: gridOf(part), side: signs[i + 1] === "·" ? "left" : signs[i - 1] === "·" ? "right" : "" }]
  })
}

/** The cells of a term, and where any rectangle of them stands. */
function gridOf(term) {
  /** @type {HTMLElement | undefined} */
  const block = term?.querySelector(".block")
  if (!block) return null
  const cells = [...block.children]
  const columns = Number(block.style.getPropertyValue("--columns"))
  const rows = cells.length / columns
  const { left, top, width, height } = block.getBoundingClientRect()
  const box = (firstRow, lastRow, first, last) => ({
    left: left + (first * width) / columns, top: top + (firstRow * height) / rows,
    width: ((last - first + 1) * width) / columns, height: ((lastRow - firstRow + 1) * height) / rows,
  })
  return { block, cells, count: cells.length, columns, rows, box, whole: box(0, rows - 1, 0, columns - 1) }
}

/** The transform that takes one rectangle to another one. */
function between(from, to) {
  const [x, y] = [to.left - from.left, to.top - from.top]
  return `translate(${x}px, ${y}px) scale(${to.width / from.width}, ${to.height / from.height})`
}
