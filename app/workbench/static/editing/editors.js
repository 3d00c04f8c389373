/** The left side: choices, sizes and a number grid for each array. Edits leave as changes of the text. */
import { shapeText } from "../dom/blocks.js"
import { el, fill } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"
import { explained } from "../dom/terms.js"
import { fieldOf, marks, numberField, presetText, withCells, withField } from "../store/link.js"
import { Grid } from "./grid.js"
import { Sizes } from "./sizes.js"

/** Arrays of more time steps than this lie flat, with the steps along the row, where they have few enough rows then. */
const UPRIGHT = 4
const FLAT = 4

export class Editors extends Panel {
  /**
   * @param {import("../types").Editing & {
   *   onSample: (sample: number) => void, onTools: (name: string, opener: HTMLElement) => void,
   *   onText: (name: string, block: {source: string, at: number, flat: boolean}, answers: import("../types").Answers) => void,
   *   onPreset: (name: string) => void
   * }} options `onTools` opens all that can be done with an array
   */
  constructor({ text, before, onEdit, onCancel, onSample, onTools, onText, onPreset }) {
    super(el("div", { class: "side left" }))
    this.text = text
    this.before = before
    this.onEdit = onEdit
    this.onCancel = onCancel
    this.onSample = onSample
    this.onTools = onTools
    this.onText = onText
    this.onPreset = onPreset
    /** @type {import("../types").Data | null} */
    this.data = null
    /** Values by name, those that were typed and are not answered yet among them. @type {import("../types").Arrays} */
    this.arrays = {}
    /** The grid of each array, in the order of the page; null before the first answer. @type {Grid[] | null} */
    this.grids = null
    /** Selects by what they choose. @type {Record<string, HTMLSelectElement>} */
    this.selects = {}
    /** Radio buttons of the loss, by choice. @type {Record<string, HTMLInputElement>} */
    this.losses = {}
    /** What gets a mark where it differs from the preset, by field of the text. @type {Record<string, HTMLElement>} */
    this.marked = {}
    /** What the fields show: data, look and sample. @type {unknown[] | null} */
    this.drawn = null
    /** Sizes, language and arrays for which the grids were made. */
    this.key = ""
    this.language = ""
    this.title = el("h2", { class: "heard" })
    this.picker = el("div", { class: "picker" })
    this.settings = el("div", { class: "settings" })
    this.samples = el("div", { class: "samples" })
    this.fields = el("div", { class: "editors" })
    this.purpose = el("p", { class: "purpose" })
    this.hint = el("p", { class: "hint" })
    this.chosen = el("div", { class: "chosen" }, this.picker, this.purpose)
    this.element.append(this.title, this.chosen, this.settings, this.fields, this.hint)
    // What gets the focus stays clear of what stands above it.
    new ResizeObserver(([{ borderBoxSize: [{ blockSize }] }]) => {
      this.element.style.setProperty("--chosen", `${Math.ceil(blockSize)}px`)
    }).observe(this.chosen)
  }

  speak(words) {
    say(this.title, words["page.editors"])
    say(this.hint, words["page.hint"])
  }

  /** Takes the newest state; fields are made anew only for other sizes or another language. */
  take(data) {
    if (!data.current && this.grids) return
    const chosen = this.data?.preset !== data.preset
    this.data = data
    this.arrays = data.arrays
    if (data.language !== this.language) {
      this.language = data.language
      this.settings.replaceChildren(...this.makeSettings())
      this.picker.replaceChildren(...this.makePicker())
    }
    const key = JSON.stringify([data.sizes, data.language, data.editors.map(({ name }) => name)])
    if (key !== this.key) {
      const byHand = this.grids && !chosen && data.settings.l.value === "hand" && !this.grids.some(({ name }) => name === "g")
      this.key = key
      this.samples.replaceChildren(...this.sampleField())
      this.grids = data.editors.map((editor) => this.makeGrid(editor))
      this.fields.replaceChildren(...this.grids.map((grid) => grid.element))
      if (chosen) this.element.scrollTop = 0
      if (byHand) requestAnimationFrame(() => this.grids.at(-1).element.scrollIntoView({ block: "nearest" }))
    }
    for (const grid of [this.rate, ...this.sizes.fields, ...this.grids]) if (!grid.editing) grid.say("")
    this.selects.preset.value = data.preset
    this.reset.hidden = data.text === presetText(data.preset)
    this.purpose.hidden = fieldOf(data.text, "l") !== null // with another loss there is something else to look for
    morph(this.purpose, explained(data.purpose, data.words))
    this.selects.f.value = data.settings.f.value
    for (const [value, radio] of Object.entries(this.losses)) radio.checked = value === data.settings.l.value
  }

  draw({ look, position, player, at }) {
    const drawn = [this.data, look, position.sample]
    if (!this.drawn?.every((part, i) => part === drawn[i])) this.show(look, position.sample)
    this.drawn = drawn
    this.light(player.effects(at).light)
  }

  /** Writes the numbers into the fields. */
  show(look, sample) {
    const { editors, settings } = this.data
    if (this.selects.sample) this.selects.sample.value = String(sample)
    editors.forEach(({ name, shape, changed }, i) => {
      const columns = shape.at(-1)
      const { axes } = this.data.properties[name]
      const rows = axes.replace("b", "").length > 1 ? shape.at(-2) : 1 // of one sample
      const offset = axes.includes("b") ? sample * rows * columns : 0
      const isMarked = marks(changed)
      const long = axes.includes("t") && rows > UPRIGHT
      this.grids[i].show({
        all: this.arrays[name].data, rows, columns, offset, shapeText: shapeText(shape), look, isMarked,
        other: this.besideOf(name, shape, look),
        flat: long && columns <= FLAT, low: long && columns > FLAT,
      })
    })
    const one = (value) => ({ all: Float64Array.of(value), rows: 1, columns: 1, offset: 0, shapeText: "", look })
    this.rate.show(one(settings.r.value))
    this.sizes.show(this.data, this.arrays, one)
    for (const name of ["f", "l", "r"]) this.marked[name].classList.toggle("differs", fieldOf(this.data.text, name) !== null)
  }

  /** The numbers of the pinned run, where they can be compared. */
  besideOf(name, shape, { other }) {
    const values = other?.arrays[name]
    return values && String(values.shape) === String(shape) ? values.data : null
  }

  /** Lights the arrays that an operation uses. */
  light(parts) {
    for (const grid of this.grids) grid.element.classList.toggle("lit", parts.has(grid.name))
  }

  makeSettings() {
    const { words, settings } = this.data
    this.selects = {}
    const plain = (name) => name
    const onCancel = this.onCancel
    this.rate = new Grid({
      name: "learning_rate", kind: "plain", words, cellName: () => words.learning_rate, onCancel,
      onEdit: ([[, value]], gesture) => {
        this.data = { ...this.data, settings: { ...this.data.settings, r: { value } } }
        this.onEdit(withField(this.text(), "r", numberField(value)), gesture)
      },
    })
    this.sizes = new Sizes({
      words, names: Object.keys(this.data.sizes), text: this.text, before: this.before, onEdit: this.onEdit, onCancel,
    })
    const activation = this.select("f", words["choice.activation"], settings.f.options, plain,
      (name) => this.onEdit(withField(this.text(), "f", "-" + name)))
    const loss = this.lossChoice(settings.l.options, (name) => this.chooseLoss(name))
    this.marked = { f: activation, l: loss, r: this.rate.element }
    return [activation, this.rate.element, this.samples, loss, this.sizes.element]
  }

  /** The case, which stays in view with what to look for. */
  makePicker() {
    const { words, groups } = this.data
    const preset = this.select("preset", words["choice.preset"], [], String, this.onPreset)
    this.selects.preset.replaceChildren(...Object.entries(groups).map(([group, names]) => el("optgroup", { label: words[`preset.group.${group}`] },
      ...names.map((name) => el("option", { value: name }, words[`preset.${name}`])))))
    this.reset = el("button", {
      type: "button", class: "reset", title: words["history.reset_name"], "aria-label": words["history.reset_name"],
      click: () => this.onEdit(presetText(this.data.preset)),
    }, "↺ ", words["history.edited"])
    return [preset, this.reset]
  }

  /** With a gradient given by hand that is 0 everywhere nothing could be seen: it begins with 1 at the last step. */
  chooseLoss(name) {
    const text = withField(this.text(), "l", "-" + name)
    const { shape, data } = this.arrays.g
    const [batch_size, n_sequences, n_nodes] = shape
    const last = Array.from({ length: batch_size }, (_, b) => [((b + 1) * n_sequences - 1) * n_nodes, 1])
    this.onEdit(name === "hand" && data.every((value) => value === 0) ? withCells(text, "g", last) : text)
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
      (b) => this.onSample(Number(b)))
    return [field]
  }

  makeGrid({ name, shape }) {
    const { words, sizes, properties } = this.data
    const { axes, kind, field } = properties[name]
    const batch = sizes.batch_size > 1 && axes.includes("b")
    const sentence = words[batch ? `cell.${name}.batch` : `cell.${name}`]
    return new Grid({
      name, kind, words, field,
      cellName: (index) => fill(sentence, cellNumbers(axes, index, shape)),
      onEdit: (cells, gesture, all) => {
        // Until Python answers, what was typed is what the fields show.
        this.arrays = { ...this.arrays, [name]: { shape, data: all } }
        this.onEdit(withCells(this.text(), field, cells), gesture)
      },
      onCancel: this.onCancel,
      onText: (block, answers) => this.onText(name, block, answers),
      tools: el("button", {
        type: "button", class: "more", "aria-haspopup": "dialog", "aria-label": fill(words["tool.open"], { name: field }),
        title: fill(words["tool.open"], { name: field }), click: (event) => this.onTools(name, event.currentTarget),
      }, "⋯"),
    })
  }
}

/** 1-based numbers of a cell, by the letters of its axes: they stand in the catalogue's sentence. */
function cellNumbers(axes, index, shape) {
  const numbers = {}
  let rest = index
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    numbers[axes[axis]] = (rest % shape[axis]) + 1
    rest = Math.floor(rest / shape[axis])
  }
  return numbers
}
