/** Cells that were selected with the mouse are copied as a block that a spreadsheet takes: a row a line, with all digits. */
import { extent } from "../dom/blocks.js"

/** @param {HTMLElement} root the page, whose blocks these are */
export function copyAsTable(root) {
  document.addEventListener("copy", (event) => {
    const selection = getSelection()
    if (selection.isCollapsed || event.defaultPrevented) return
    /** @type {NodeListOf<HTMLElement>} */
    const all = root.querySelectorAll(".block")
    const blocks = [...all]
    const tables = blocks.map((block) => rowsOf(block, selection)).filter((rows) => rows.length)
    if (!tables.length) return
    event.preventDefault()
    event.clipboardData.setData("text/plain", tables.map((rows) => rows.map((row) => row.join("\t")).join("\n")).join("\n\n"))
  })
}

/** The numbers of a block that a selection holds, row by row. */
function rowsOf(block, selection) {
  if (!selection.containsNode(block, true)) return []
  const columns = Number(block.style.getPropertyValue("--columns"))
  const cells = [...block.children]
  const { rows } = extent([cells.length / columns, columns])
  const chosen = (cell) => selection.containsNode(cell, true) && cell.painted.entry !== undefined
  return Array.from({ length: rows }, (_, r) => cells.slice(r * columns, (r + 1) * columns).filter(chosen)
    .map((cell) => String(cell.painted.entry))).filter((row) => row.length)
}
