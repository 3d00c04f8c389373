/** The left side: choices, sizes and a number grid for each array. Edits leave as changes of the text. */
import { shapeText } from "./blocks.js"
import { arrayField, fieldOf, numberField, withField } from "./codec.js"
import { Grid } from "./grid.js"
import { el, fill, math } from "./markup.js"
import { short } from "./numbers.js"

const PER_SAMPLE = new Set(["x", "y", "g", "h_0"])

export class Editors {
  /**
   * @param options.text () -> the experiment's text; @param options.onEdit (text); @param options.onSample (b)
   */
  constructor({ text, onEdit, onSample }) {
    Object.assign(this, { text, onEdit, onSample })
    this.settings = el("div", { class: "settings" })
    this.fields = el("div", { class: "editors" })
    this.purpose = el("p", { class: "hint purpose" })
    this.hint = el("p", { class: "hint" })
    this.element = el("aside", { class: "side left" }, this.settings, this.purpose, this.fields, this.hint)
    this.sample = 0
  }

  /** Takes new data; fields are made anew only for other sizes or another language. */
  take(data, arrays) {
    this.data = data
    this.arrays = arrays
    this.sample = Math.min(this.sample, data.sizes.batch_size - 1)
    this.element.setAttribute("aria-label", data.words["page.editors"])
    this.hint.textContent = data.words["page.hint"]
    const key = JSON.stringify([data.sizes, data.language, data.editors])
    if (key !== this.key) {
      this.key = key
      this.settings.replaceChildren(...this.makeSettings())
      this.grids = data.editors.map((editor) => this.makeGrid(editor))
      this.fields.replaceChildren(...this.grids.map((grid) => grid.element))
    }
    this.selects.preset.value = data.preset
    this.purpose.hidden = fieldOf(data.text, "l") !== null // with another loss there is something else to look for
    this.purpose.replaceChildren(math(data.words[`look.${data.preset}`]))
    this.selects.f.value = data.settings.f.value
    for (const [value, radio] of Object.entries(this.losses)) radio.checked = value === data.settings.l.value
  }

  /** Writes the numbers into the fields. */
  show(look) {
    if (!this.grids) return
    const { sizes, editors, settings } = this.data
    this.look = look
    editors.forEach(({ name, shape }, i) => {
      const columns = shape.at(-1)
      const rows = shape.length > 1 && name !== "h_0" ? shape.at(-2) : 1
      const offset = PER_SAMPLE.has(name) ? this.sample * rows * columns : 0
      this.grids[i].show({ all: this.arrays[name].data, rows, columns, offset, shapeText: shapeText(shape), look })
    })
    const one = (value) => ({ all: Float64Array.of(value), rows: 1, columns: 1, offset: 0, shapeText: "", look })
    this.rate.show(one(settings.r.value))
    Object.keys(sizes).forEach((name, i) => this.sizes[i].show(one(sizes[name])))
  }

  /** Lights the arrays that an operation uses. */
  light(parts) {
    for (const grid of this.grids) grid.element.classList.toggle("lit", parts.has(grid.name))
  }

  makeSettings() {
    const { words, settings, presets } = this.data
    this.selects = {}
    const plain = (name) => name
    const choice = (name) => (value) => this.onEdit(withField(this.text(), name, "-" + value))
    this.rate = new Grid({
      name: "learning_rate", kind: "plain", words, cellName: () => words.learning_rate,
      onEdit: ([value]) => this.onEdit(withField(this.text(), "r", numberField(value))),
    })
    this.sizes = Object.keys(this.data.sizes).map((name) => this.sizeField(name))
    return [
      this.select("preset", words["choice.preset"], presets, (name) => words[`preset.${name}`],
        (name) => this.onEdit(`1${name}`)),
      this.select("f", words["choice.activation"], settings.f.options, plain, choice("f")),
      this.rate.element,
      this.lossChoice(settings.l.options, choice("l")),
      el("div", { class: "sizes" }, ...this.sizes.map((field) => field.element)),
      ...this.sampleField(),
    ]
  }

  select(name, label, options, say, onChange) {
    const field = el("select", { "aria-label": label, change: () => onChange(field.value) },
      ...options.map((option) => el("option", { value: option }, say(option))))
    this.selects[name] = field
    return el("label", { class: "setting" }, el("span", {}, label), field)
  }

  /** Where the loss stands: every choice is one click away. */
  lossChoice(options, onChange) {
    const { words } = this.data
    this.losses = {}
    const choices = options.map((name) => {
      const radio = el("input", { type: "radio", name: "unroll-loss", value: name, change: () => onChange(name) })
      this.losses[name] = radio
      return el("label", {}, radio, el("span", {}, words[`choice.loss.${name}`]))
    })
    return el("div", { class: "choice", role: "radiogroup", "aria-label": words["choice.loss"] },
      el("span", { class: "choice-name" }, words["choice.loss"]), ...choices)
  }

  sampleField() {
    const count = this.data.sizes.batch_size
    if (count === 1) return []
    const samples = Array.from({ length: count }, (_, b) => String(b))
    const field = this.select("sample", this.data.words["choice.sample"], samples, (b) => `${Number(b) + 1} / ${count}`,
      (b) => {
        this.sample = Number(b)
        this.show(this.look)
        this.onSample()
      })
    this.selects.sample.value = String(this.sample)
    return [field]
  }

  sizeField(name) {
    const { words } = this.data
    const grid = new Grid({
      name, kind: "plain", words, cellName: () => words[`size.${name}`],
      onEdit: ([value]) => {
        const wrong = this.sizeError(name, value)
        if (wrong) {
          this.show(this.look)
          return grid.say(wrong)
        }
        const sizes = Object.values({ ...this.data.sizes, [name]: value }).join(".")
        this.onEdit(withField(this.text(), "to", "-" + sizes))
      },
    })
    grid.title.textContent = words[`size.${name}`]
    return grid
  }

  sizeError(name, value) {
    const { words, largest } = this.data
    const found = short(value, 6)
    if (!Number.isInteger(value)) return fill(words["error.whole"], { found })
    if (value >= 1 && value <= largest[name]) return ""
    return fill(words["error.size"], { name, found, largest: largest[name] })
  }

  makeGrid({ name, kind, shape }) {
    const { words, sizes } = this.data
    const batch = sizes.batch_size > 1 && PER_SAMPLE.has(name)
    const sentence = words[batch ? `cell.${name}.batch` : `cell.${name}`]
    return new Grid({
      name, kind, words,
      cellName: (index) => fill(sentence, cellNumbers(name, index, shape)),
      onEdit: (all) => this.onEdit(withField(this.text(), name, arrayField(all))),
    })
  }
}

/** 1-based numbers of a cell, by the letters that the catalogue uses. */
function cellNumbers(name, index, shape) {
  const columns = shape.at(-1)
  const row = Math.floor(index / columns)
  const column = (index % columns) + 1
  if (name === "W_x" || name === "W_h") return { row: row + 1, column }
  if (name === "B" || name === "h_0") return { b: row + 1, n: column }
  return { b: Math.floor(row / shape[1]) + 1, t: (row % shape[1]) + 1, f: column, n: column }
}
