/** The keys of a grid of number fields: arrows go from field to field until one is edited. */
import { editable } from "../dom/numerals.js"

/** @param {import("./grid.js").Grid} grid @param {KeyboardEvent & {target: any}} event in one of its fields */
export function onKey(grid, event) {
  const input = event.target
  const i = Number(input.dataset.i)
  if (event.isComposing) return
  if (event.key === "Escape" && grid.editing === input) {
    event.preventDefault()
    return grid.cancel(input)
  }
  if (event.key === "Escape") {
    grid.range.clear()
    grid.say("")
  }
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault()
    return step(grid, input, i, event.key === "ArrowUp" ? 1 : -1)
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    if (grid.commit(input)) grid.range.fill(grid.all[grid.index(i)])
    return
  }
  if (event.key === "Enter") {
    event.preventDefault()
    if (grid.editing !== input) {
      grid.startEditing(input)
      return input.setSelectionRange(input.value.length, input.value.length)
    }
    if (grid.commit(input)) move(grid, i, event.shiftKey ? -1 : 1, 0)
    return input.select?.()
  }
  if (event.key === "F2") {
    event.preventDefault()
    grid.startEditing(input)
    return input.setSelectionRange(input.value.length, input.value.length)
  }
  if (grid.editing === input) return
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") {
    event.preventDefault()
    return grid.range.all()
  }
  if ((event.key === "Delete" || event.key === "Backspace") && grid.range.fields().length > 1) {
    event.preventDefault()
    return grid.range.fill(0)
  }
  const arrow = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key]
  if (arrow && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault()
    const [down, right] = grid.flat ? arrow.toReversed() : arrow
    move(grid, i, down, right, event.shiftKey)
  }
}

function move(grid, i, down, right, grows = false) {
  const rows = grid.inputs.length / grid.columns
  const row = Math.floor(i / grid.columns) + down
  const column = (i % grid.columns) + right
  if (row < 0 || row >= rows || column < 0 || column >= grid.columns) return
  grid.focus(grid.inputs[row * grid.columns + column], grows)
}

/** Alt and an arrow: one unit of the last digit that is shown. */
function step(grid, input, i, direction) {
  if (grid.editing === input && !grid.commit(input)) return
  const value = grid.all[grid.index(i)]
  const decimals = grid.whole ? 0 : Math.max(1, Math.min(12, (editable(value).split(".")[1] ?? "").length))
  const next = Number((value + direction * 10 ** -decimals).toFixed(12))
  grid.change([[grid.index(i), next]])
}
