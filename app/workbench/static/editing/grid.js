/**
 * A grid of number fields for one array. Focus moves with the arrow keys until editing starts (Enter, F2 or
 * typing); a change is kept on Enter, Tab or leaving the field, and undone by Escape. One Tab stop a grid.
 */
import { tint } from "../dom/blocks.js"
import { el, fill, math } from "../dom/markup.js"
import { say } from "../dom/morph.js"
import { comparison } from "../clock/other.js"
import { editable, formatOf, parse, precise, written } from "../dom/numerals.js"
import { onKey } from "./keys.js"
import { Range } from "./range.js"
import { Scrub, unitOf } from "./scrub.js"

/** Rows of one sheet that are shown at once; longer arrays are turned page by page. */
const PAGE = 12
/** Columns have room for at least so many characters. */
const FEWEST = 4
/** More columns than this are cut into sheets of so many: what is scrolled away is neither laid out nor painted. */
const SHEET = 8
/** Milliseconds after which a changed number shows by itself: it waits that long for the answer to show all at once. */
const ALONE_AFTER = 50

export class Grid {
  /**
   * @param {object} options
   * @param {string} options.name of the array
   * @param {string} options.kind the scale of its colours
   * @param {string} [options.field] its name in the experiment's text, where that is another one
   * @param {import("../types").Words} options.words
   * @param {(index: number) => string} options.cellName the accessible name of a cell
   * @param {(cells: [number, number][], gesture: string | null, all: Float64Array) => void} options.onEdit the cells as
   *   [index, value], and all values as they are then; changes with one gesture are undone as one
   * @param {(gesture: string) => void} options.onCancel takes them back
   * @param {boolean} [options.whole] whether only whole numbers make sense
   * @param {HTMLElement} [options.tools] a button for the head
   * @param {(block: {source: string, at: number, flat: boolean}, answers: import("../types").Answers) => void} [options.onText]
   *   takes a text that was pasted and is not plain numbers, with the cell that it was pasted into
   */
  constructor({ name, kind, words, field = name, cellName, onEdit, onCancel, whole = false, tools, onText }) {
    this.name = name
    this.kind = kind
    this.words = words
    this.cellName = cellName
    this.onEdit = onEdit
    this.onCancel = onCancel
    this.whole = whole
    this.onText = onText
    /** All numbers of the array, and where in it the shown part begins. @type {Float64Array} */
    this.all = new Float64Array()
    this.offset = 0
    this.rows = 0
    this.columns = 0
    /** Whether rows are shown as columns, as time steps along the row are; and whether few of many rows are seen at once. */
    this.flat = false
    this.low = false
    /** @type {import("../types").Look | null} */
    this.look = null
    /** @type {import("../dom/numerals.js").Format | null} */
    this.format = null
    /** What colours depend on beside the number. */
    this.tone = ""
    /** @type {(index: number) => boolean} */
    this.isMarked = () => false
    /** The same array of the pinned run. @type {Float64Array | null} */
    this.other = null
    /** Characters of the longest number. */
    this.letters = 0
    /** Rows and columns for which the fields were made. */
    this.layout = ""
    /** @type {HTMLInputElement[]} */
    this.inputs = []
    /** The field in which is typed. @type {HTMLInputElement | null} */
    this.editing = null
    /** Whether the chosen rectangle goes on to the field that gets the focus. */
    this.grows = false
    /** The timer after which a changed number shows by itself. @type {number | null} */
    this.alone = null
    this.firstRow = 0
    this.focusAt = 0
    this.title = el("h3", {}, math(words[`array.${name}`] ?? words[name] ?? name))
    this.shape = el("span", { class: "shape" })
    this.lock = el("span", { class: "lock" }, words["ledger.waits"])
    this.pager = el("span", { class: "pager" })
    const label = words[`array.${name}`] // a field by itself needs no group around it
    this.fields = el("div", { class: "fields", role: label && "group", "aria-label": label })
    this.error = el("p", { class: "error", role: "alert" })
    this.element = el(
      "section",
      { class: "editor", "data-editor": field, "data-kind": kind },
      el("div", { class: "editor-head" }, this.title, this.lock, this.pager, this.shape, tools),
      this.fields,
      this.error,
    )
    this.fields.addEventListener("keydown", (event) => onKey(this, event))
    this.fields.addEventListener("input", (event) => this.startEditing(event.target))
    this.fields.addEventListener("focusin", (event) => this.onFocus(event.target))
    this.fields.addEventListener("focusout", (event) => this.commit(event.target))
    this.fields.addEventListener("mousedown", (event) => this.onPress(event))
    this.fields.addEventListener("dblclick", (event) => this.startEditing(event.target))
    this.range = new Range(this)
    this.scrub = new Scrub(this.fields, {
      start: (input) => this.startOf(input),
      move: (input, value, gesture) => this.scrubTo(input, value, gesture),
      cancel: (gesture) => this.onCancel(gesture),
    })
  }

  /** Shows values (rows x columns, from `offset` on in the whole array); a field in use is left alone. */
  show({ all, offset, rows, columns, shapeText, look, isMarked = this.isMarked, other = null, flat = false, low = false }) {
    const { scale, dark } = look
    Object.assign(this, { all, offset, rows, columns, look, isMarked, other, flat, low })
    this.tone = `${dark} ${scale.largest[this.kind]}`
    say(this.shape, shapeText)
    this.firstRow = Math.min(this.firstRow, Math.floor((rows - 1) / PAGE) * PAGE)
    const shown = Math.min(PAGE, rows - this.firstRow)
    const layout = `${shown}x${columns} ${flat} ${low}`
    if (this.layout !== layout) this.build(layout, shown * columns)
    this.turnPages()
    for (const [i, input] of this.inputs.entries()) {
      const at = this.index(i)
      if (input.at !== at) input.setAttribute("aria-label", this.cellName(at))
      input.at = at
    }
    this.writeAll()
  }

  build(layout, count) {
    const focused = this.inputs.findIndex((input) => input === document.activeElement)
    this.layout = layout
    this.editing = null
    this.inputs = Array.from({ length: count }, (_, i) =>
      el("input", {
        type: "text", inputmode: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
        "data-i": i, tabindex: "-1",
      }))
    const wide = this.columns > SHEET
    this.fields.classList.toggle("wide", wide)
    this.fields.classList.toggle("flat", this.flat)
    this.fields.classList.toggle("low", this.low)
    this.fields.style.setProperty("--columns", String(wide ? SHEET : this.columns))
    this.fields.style.setProperty("--rows", String(count / this.columns))
    this.fields.replaceChildren(...(wide ? this.sheets() : this.flat ? this.steps() : this.inputs))
    this.focusAt = Math.min(this.focusAt, count - 1)
    this.range.to(this.focusAt, false)
    this.inputs[this.focusAt].tabIndex = 0
    if (focused >= 0) this.inputs[Math.min(focused, count - 1)].focus()
  }

  sheets() {
    return Array.from({ length: Math.ceil(this.columns / SHEET) }, (_, sheet) =>
      el("div", { class: "sheet" }, ...this.inputs.filter((_, i) => Math.floor((i % this.columns) / SHEET) === sheet)))
  }

  /** Rows as columns, each below its number. */
  steps() {
    return this.inputs.flatMap((input, i) => (i % this.columns ? [input] : [this.number(i / this.columns), input]))
  }

  number(row) {
    return el("span", { class: "number", "aria-hidden": "true" }, String(this.firstRow + row + 1))
  }

  turnPages() {
    this.pager.hidden = this.rows <= PAGE
    if (this.pager.hidden) return
    const turn = (by) => () => {
      const last = Math.floor((this.rows - 1) / PAGE) * PAGE
      this.firstRow = Math.max(0, Math.min(last, this.firstRow + by * PAGE))
      this.layout = "" // other numbers stand above the steps
      this.show({ ...this, shapeText: this.shape.textContent })
    }
    const from = this.firstRow + 1
    this.pager.replaceChildren(
      el("button", { type: "button", click: turn(-1), "aria-label": `${this.name} −${PAGE}` }, "‹"),
      `${from}–${Math.min(this.rows, from + PAGE - 1)}`,
      el("button", { type: "button", click: turn(1), "aria-label": `${this.name} +${PAGE}` }, "›"),
    )
  }

  /** How the numbers that are shown are written. */
  formatNow() {
    return formatOf(this.all.subarray(this.index(0), this.index(this.inputs.length)), this.look)
  }

  index(i) {
    return this.offset + this.firstRow * this.columns + i
  }

  /** Writes one number, its mark and its colours: what of them is another than what stands. */
  write(input, i) {
    const at = this.index(i)
    const [value, marked, focused] = [this.all[at], this.isMarked(at), input === document.activeElement]
    const before = input.written
    const beside = this.other?.[at] ?? value
    const same = before?.at === at && Object.is(before.value, value) && before.marked === marked && before.beside === beside
    const shown = focused ? editable(value) : written(value, this.format)
    if (input.value !== shown) {
      input.value = shown
      if (focused) input.select()
    }
    if (same && before.tone === this.tone && before.shown === shown) return
    const colours = this.look.scale.colours(this.kind, value, this.look.dark)
    input.written = { at, value, marked, beside, focused, shown, tone: this.tone, ...colours }
    tint(input, before, input.written)
    if (same) return
    input.origin = `${this.name}:${at}`
    input.classList.toggle("differs", marked)
    const differs = this.words["tool.differs"]
    input.toggleAttribute("data-differs", beside !== value)
    input.title = precise(value) + (marked ? ` (${differs})` : "") + (beside === value ? "" : `\n${comparison(beside, value, this.words)}`)
  }

  onFocus(input) {
    const i = Number(input.dataset.i)
    this.inputs[this.focusAt].tabIndex = -1
    this.focusAt = i
    input.tabIndex = 0
    this.range.to(i, this.grows)
    if (input !== this.editing) {
      input.value = editable(this.all[this.index(i)])
      input.select()
    }
  }

  /** A press chooses a field, with Shift a rectangle; a second one edits inside the number. */
  onPress(event) {
    const input = event.target
    if (event.button !== 0 || !input.dataset.i || this.editing === input) return
    event.preventDefault() // dragging changes the number, it does not mark its digits
    if (input === document.activeElement && !event.shiftKey) return
    this.focus(input, event.shiftKey)
  }

  /** @param grows whether the chosen rectangle goes on to this field */
  focus(input, grows = false) {
    this.grows = grows
    input.focus()
    this.grows = false
  }

  startOf(input) {
    if (this.editing === input) return null
    const value = this.all[this.index(Number(input.dataset.i))]
    return { value, unit: this.whole ? 1 : unitOf(value, editable(value)), whole: this.whole }
  }

  scrubTo(input, value, gesture) {
    const i = Number(input.dataset.i)
    this.say("")
    this.change([[this.index(i), value]], gesture)
    this.write(input, i)
  }

  startEditing(input) {
    if (!input.dataset.i) return
    this.editing = input
    input.classList.add("editing")
  }

  stopEditing(input) {
    this.editing = null
    input.classList.remove("editing")
  }

  /** Keeps what was typed, or says what is wrong with it and puts the last good value back. */
  commit(input) {
    const i = Number(input.dataset.i)
    if (this.editing !== input) {
      if (this.inputs.includes(input)) setTimeout(() => input !== document.activeElement && this.write(input, i))
      return true
    }
    this.stopEditing(input)
    const read = parse(input.value)
    if (read.error) {
      this.say(fill(this.words[read.error], { found: input.value.trim() }), i)
      const value = this.all[this.index(i)]
      input.value = input === document.activeElement ? editable(value) : written(value, this.format)
      return false
    }
    this.say("")
    if (!Object.is(read.value, this.all[this.index(i)])) this.change([[this.index(i), read.value]])
    if (input !== document.activeElement) this.write(input, i)
    return true
  }

  cancel(input) {
    this.stopEditing(input)
    this.say("")
    input.value = editable(this.all[this.index(Number(input.dataset.i))])
    input.select()
  }

  change(cells, gesture = null) {
    this.say("")
    const all = this.all.slice()
    for (const [index, value] of cells) all[index] = value
    this.all = all
    this.onEdit(cells, gesture, all)
    this.alone ??= setTimeout(() => this.writeAll(), ALONE_AFTER)
  }

  writeAll() {
    clearTimeout(this.alone)
    this.alone = null
    this.format = this.formatNow()
    for (const [i, input] of this.inputs.entries()) if (input !== this.editing && input !== this.scrub.input) this.write(input, i)
    this.fit()
  }

  /** Tells the style how many characters the longest number has, so that columns are as narrow as they can be. */
  fit() {
    const letters = Math.max(FEWEST, ...this.inputs.map((input) => (input.written ? written(input.written.value, this.format).length : 0)))
    if (letters === this.letters) return
    this.letters = letters
    this.fields.style.setProperty("--letters", String(letters))
  }

  say(sentence, i) {
    this.error.classList.remove("told")
    // Beside the field means in view: the sentence may stand below the edge.
    if (sentence) requestAnimationFrame(() => this.error.scrollIntoView({ block: "nearest" }))
    say(this.error, sentence ? `${i === undefined ? "" : this.cellName(this.index(i)) + ": "}${sentence}` : "")
  }

  /** Says something that is no mistake. */
  tell(sentence) {
    this.say(sentence)
    this.error.classList.add("told")
  }

  refuse(input, sentence, i) {
    input.value = editable(this.all[this.index(i)])
    this.say(sentence, i)
  }
}
