/**
 * A grid of number fields for one array. Focus moves with the arrow keys until editing starts (Enter, F2 or
 * typing); a change is kept on Enter, Tab or leaving the field, and undone by Escape. One Tab stop a grid.
 */
import { el, fill, math } from "./markup.js"
import { editable, parse, parseBlock, precise, short } from "./numbers.js"

/** Rows of one sheet that are shown at once; longer arrays are turned page by page. */
const PAGE = 12

export class Grid {
  /**
   * @param options.name the array's name; @param options.cellName (index) -> accessible name;
   * @param options.onEdit called with the new values, all of them; @param options.words the catalogue
   */
  constructor({ name, kind, words, cellName, onEdit }) {
    Object.assign(this, { name, kind, words, cellName, onEdit })
    this.page = 0
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
      { class: "editor", "data-editor": name },
      el("div", { class: "editor-head" }, this.title, this.lock, this.pager, this.shape),
      this.fields,
      this.error,
    )
    this.fields.addEventListener("keydown", (event) => this.onKey(event))
    this.fields.addEventListener("input", (event) => this.startEditing(event.target))
    this.fields.addEventListener("focusin", (event) => this.onFocus(event.target))
    this.fields.addEventListener("focusout", (event) => this.commit(event.target))
    this.fields.addEventListener("paste", (event) => this.onPaste(event))
    this.fields.addEventListener("dblclick", (event) => this.startEditing(event.target))
  }

  /** Shows values (rows x columns, from `offset` on in the whole array); a field in use is left alone. */
  show({ all, offset, rows, columns, shapeText, look }) {
    Object.assign(this, { all, offset, rows, columns, look })
    this.shape.textContent = shapeText
    this.page = Math.min(this.page, Math.floor((rows - 1) / PAGE))
    const shown = Math.min(PAGE, rows - this.page * PAGE)
    const layout = `${shown}x${columns}`
    if (this.layout !== layout) this.build(layout, shown * columns)
    this.turnPages()
    for (const [i, input] of this.inputs.entries()) {
      const at = this.index(i)
      input.setAttribute("aria-label", this.cellName(at))
      if (input !== this.editing) this.write(input, i)
    }
  }

  build(layout, count) {
    const focused = this.inputs?.indexOf(document.activeElement) ?? -1
    this.layout = layout
    this.editing = null
    this.inputs = Array.from({ length: count }, (_, i) =>
      el("input", {
        type: "text", inputmode: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
        "data-i": i, tabindex: "-1",
      }))
    this.fields.style.setProperty("--columns", this.columns)
    this.fields.replaceChildren(...this.inputs)
    this.focusAt = Math.min(this.focusAt, count - 1)
    this.inputs[this.focusAt].tabIndex = 0
    if (focused >= 0) this.inputs[Math.min(focused, count - 1)].focus()
  }

  turnPages() {
    const pages = Math.ceil(this.rows / PAGE)
    this.pager.hidden = pages < 2
    if (pages < 2) return
    const turn = (by) => () => {
      this.page = Math.max(0, Math.min(pages - 1, this.page + by))
      this.show({ ...this, shapeText: this.shape.textContent })
    }
    const from = this.page * PAGE + 1
    this.pager.replaceChildren(
      el("button", { type: "button", click: turn(-1), "aria-label": `${this.name} −${PAGE}` }, "‹"),
      `${from}–${Math.min(this.rows, from + PAGE - 1)}`,
      el("button", { type: "button", click: turn(1), "aria-label": `${this.name} +${PAGE}` }, "›"),
    )
  }

  index(i) {
    return this.offset + this.page * PAGE * this.columns + i
  }

  write(input, i) {
    const value = this.all[this.index(i)]
    input.value = input === document.activeElement ? editable(value) : short(value)
    input.title = precise(value)
    input.origin = `${this.name}:${this.index(i)}`
    const { background, text } = this.look.scale.colours(this.kind, value, this.look.dark)
    input.style.setProperty("--cell", background)
    input.style.setProperty("--ink", text)
    input.setAttribute("aria-invalid", "false")
  }

  onFocus(input) {
    const i = Number(input.dataset.i)
    this.inputs[this.focusAt].tabIndex = -1
    this.focusAt = i
    input.tabIndex = 0
    if (input !== this.editing) {
      input.value = editable(this.all[this.index(i)])
      input.select()
    }
  }

  startEditing(input) {
    this.editing = input
    input.classList.add("editing")
  }

  /** Keeps what was typed, or says what is wrong with it and puts the last good value back. */
  commit(input) {
    const i = Number(input.dataset.i)
    if (this.editing !== input) {
      if (this.inputs.includes(input)) setTimeout(() => input !== document.activeElement && this.write(input, i))
      return true
    }
    this.editing = null
    input.classList.remove("editing")
    const read = parse(input.value)
    if (read.error) {
      this.say(fill(this.words[read.error], { found: input.value.trim() }), i)
      input.value = input === document.activeElement ? editable(this.all[this.index(i)]) : short(this.all[this.index(i)])
      return false
    }
    this.say("")
    if (!Object.is(read.value, this.all[this.index(i)])) this.change([[this.index(i), read.value]])
    if (input !== document.activeElement) this.write(input, i)
    return true
  }

  cancel(input) {
    this.editing = null
    input.classList.remove("editing")
    this.say("")
    input.value = editable(this.all[this.index(Number(input.dataset.i))])
    input.select()
  }

  change(cells) {
    const all = this.all.slice()
    for (const [index, value] of cells) all[index] = value
    this.all = all
    this.onEdit(all)
  }

  say(sentence, i) {
    // Beside the field means in view: the sentence may stand below the edge.
    if (sentence) requestAnimationFrame(() => this.error.scrollIntoView({ block: "nearest" }))
    this.error.textContent = sentence ? `${i === undefined ? "" : this.cellName(this.index(i)) + ": "}${sentence}` : ""
  }

  onKey(event) {
    const input = event.target
    const i = Number(input.dataset.i)
    if (event.isComposing) return
    if (event.key === "Escape" && this.editing === input) {
      event.preventDefault()
      return this.cancel(input)
    }
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault()
      return this.step(input, i, event.key === "ArrowUp" ? 1 : -1)
    }
    if (event.key === "Enter") {
      event.preventDefault()
      if (this.editing !== input) {
        this.startEditing(input)
        return input.setSelectionRange(input.value.length, input.value.length)
      }
      if (this.commit(input)) this.move(i, event.shiftKey ? -1 : 1, 0)
      return input.select?.()
    }
    if (event.key === "F2") {
      event.preventDefault()
      this.startEditing(input)
      return input.setSelectionRange(input.value.length, input.value.length)
    }
    const arrow = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key]
    if (arrow && this.editing !== input && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      this.move(i, ...arrow)
    }
  }

  move(i, down, right) {
    const rows = this.inputs.length / this.columns
    const row = Math.floor(i / this.columns) + down
    const column = (i % this.columns) + right
    if (row < 0 || row >= rows || column < 0 || column >= this.columns) return
    this.inputs[row * this.columns + column].focus()
  }

  /** Alt and an arrow: one unit of the last digit that is shown. */
  step(input, i, direction) {
    if (this.editing === input && !this.commit(input)) return
    const value = this.all[this.index(i)]
    const decimals = Math.max(1, Math.min(12, (editable(value).split(".")[1] ?? "").length))
    const next = Number((value + direction * 10 ** -decimals).toFixed(12))
    this.say("")
    this.change([[this.index(i), next]])
    this.write(input, i)
  }

  onPaste(event) {
    const text = event.clipboardData.getData("text")
    if (!/[\t\n,;、，]|\S\s+\S/.test(text.trim())) return // one number: typed like any other
    event.preventDefault()
    const i = Number(event.target.dataset.i)
    this.editing = null
    event.target.classList.remove("editing")
    const { rows, error, found } = parseBlock(text)
    if (error) return this.refuse(event.target, fill(this.words[error], { found }), i)
    const row = Math.floor(i / this.columns)
    const column = i % this.columns
    const room = { room_rows: this.rows - this.page * PAGE - row, room_columns: this.columns - column }
    if (rows.length > room.room_rows || rows[0].length > room.room_columns) {
      const size = { rows: rows.length, columns: rows[0].length }
      return this.refuse(event.target, fill(this.words["error.paste_shape"], { ...room, ...size }), i)
    }
    this.say("")
    this.change(rows.flatMap((values, r) => values.map((value, c) => [this.index(i + r * this.columns + c), value])))
    this.inputs.forEach((input, k) => this.write(input, k))
  }

  refuse(input, sentence, i) {
    input.value = editable(this.all[this.index(i)])
    this.say(sentence, i)
  }
}
