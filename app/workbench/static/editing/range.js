/** A rectangle of a grid's fields, from where it was begun to the field in focus: copied, pasted and filled as one. */
import { fill } from "../dom/markup.js"
import { editable, parseBlock } from "../dom/numerals.js"

/** What Python reads better: a comma may be a decimal sign, a cell an error or a percentage. */
const NOT_PLAIN = /\d,\d|[#%"]/

export class Range {
  /** @param grid whose fields these are */
  constructor(grid) {
    this.grid = grid
    this.anchor = 0
    grid.fields.addEventListener("copy", (event) => this.onCopy(event))
    grid.fields.addEventListener("paste", (event) => this.onPaste(event))
  }

  /** The focus is at field i: there the rectangle ends, and begins anew unless it is to grow. */
  to(i, grows) {
    if (!grows) this.anchor = i
    this.end = i
    this.draw()
  }

  clear() {
    this.anchor = this.end
    this.draw()
  }

  draw() {
    const { inputs } = this.grid
    const chosen = new Set(this.fields())
    inputs.forEach((input, i) => input.classList.toggle("chosen", chosen.size > 1 && chosen.has(i)))
  }

  box() {
    const { columns } = this.grid
    const [from, to] = [this.anchor, this.end ?? this.anchor].map((i) => [Math.floor(i / columns), i % columns])
    const [top, bottom] = [from[0], to[0]].sort((a, b) => a - b)
    const [left, right] = [from[1], to[1]].sort((a, b) => a - b)
    return { top, bottom, left, right }
  }

  /** The fields of the rectangle, row by row. */
  fields() {
    const { top, bottom, left, right } = this.box()
    const numbers = []
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) numbers.push(row * this.grid.columns + column)
    }
    return numbers
  }

  all() {
    this.anchor = 0
    this.end = this.grid.inputs.length - 1
    this.draw()
  }

  /** Puts one value into every field. */
  fill(value) {
    this.grid.change(this.fields().map((i) => [this.grid.index(i), value]))
  }

  onCopy(event) {
    const { grid } = this
    if (grid.editing) return // a piece of a number
    event.preventDefault()
    const { left, right } = this.box()
    const numbers = this.fields().map((i) => editable(grid.all[grid.index(i)]))
    const width = right - left + 1
    const upright = Array.from({ length: numbers.length / width }, (_, r) => numbers.slice(r * width, (r + 1) * width))
    const rows = grid.flat ? turned(upright) : upright
    event.clipboardData.setData("text/plain", rows.map((row) => row.join("\t")).join("\n"))
  }

  onPaste(event) {
    const { grid } = this
    const text = event.clipboardData.getData("text")
    const one = !/[\t\n,;、，]|\S\s+\S/.test(text.trim())
    if (one && (grid.editing || this.fields().length === 1)) return // one number: typed like any other
    event.preventDefault()
    grid.stopEditing(event.target)
    const at = Number(event.target.dataset.i)
    const block = parseBlock(text)
    if (grid.onText && (block.error || NOT_PLAIN.test(text))) {
      return grid.onText({ source: text, at: grid.index(at), flat: grid.flat }, {
        refuse: (sentence) => grid.refuse(event.target, sentence, at),
        tell: (sentence) => grid.tell(sentence),
      })
    }
    if (block.error) return grid.refuse(event.target, fill(grid.words[block.error], { found: block.found }), at)
    if (one) return this.fill(block.rows[0][0])
    const { top, left } = this.box()
    const room = [grid.rows - grid.firstRow - top, grid.columns - left]
    const fits = (rows) => rows.length <= room[0] && rows[0].length <= room[1]
    // Where rows are shown as columns, a block may come as it is shown there, or as it stands in the array.
    const rows = (grid.flat ? [turned(block.rows), block.rows] : [block.rows]).find(fits)
    if (!rows) {
      const [room_rows, room_columns] = grid.flat ? room.toReversed() : room
      const size = { rows: block.rows.length, columns: block.rows[0].length }
      return grid.refuse(event.target, fill(grid.words["error.paste_shape"], { room_rows, room_columns, ...size }), at)
    }
    const first = grid.index(top * grid.columns + left)
    grid.change(rows.flatMap((values, r) => values.map((value, c) => [first + r * grid.columns + c, value])))
  }
}

/** Rows as columns. */
const turned = (rows) => rows[0].map((_, column) => rows.map((row) => row[column]))
