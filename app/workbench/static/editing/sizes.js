/** The four sizes: a number field each, what is wrong with a size, and what a smaller one cuts off. */
import { el, fill } from "../dom/markup.js"
import { say } from "../dom/morph.js"
import { presetText, withField } from "../store/link.js"
import { Grid } from "./grid.js"

export class Sizes {
  /** @param {import("../types").Editing & {words: import("../types").Words, names: string[]}} options `names` of the sizes */
  constructor({ words, names, text, before, onEdit, onCancel }) {
    this.words = words
    this.names = names
    this.text = text
    this.before = before
    this.onEdit = onEdit
    this.onCancel = onCancel
    /** @type {import("../types").Data | null} */
    this.data = null
    /** @type {import("../types").Arrays} */
    this.arrays = {}
    this.fields = names.map((name) => this.field(name))
    this.cut = el("p", { class: "cut", role: "status" })
    this.element = el("div", { class: "sizes" }, ...this.fields.map((field) => field.element), this.cut)
  }

  /** @param data the newest answer; @param arrays its arrays; @param show (value) -> what a field shows */
  show(data, arrays, show) {
    if (this.data && data !== this.data) this.tellCut(data)
    this.data = data
    this.arrays = arrays
    this.names.forEach((name, i) => this.fields[i].show(show(data.sizes[name])))
  }

  field(name) {
    const grid = new Grid({
      name, kind: "plain", words: this.words, whole: true, cellName: () => this.words[`size.${name}`],
      onCancel: this.onCancel,
      onEdit: ([[, value]], gesture) => {
        const wrong = this.error(name, value)
        if (wrong) {
          grid.all = Float64Array.of(this.data.sizes[name])
          grid.say(wrong)
          return
        }
        const sizes = Object.values({ ...this.data.sizes, [name]: value }).join(".")
        // On its way down and up again, a dragged size cuts nothing: what counts is where the drag began.
        this.onEdit(withField(this.before(gesture) ?? this.text(), "to", "-" + sizes), gesture)
      },
    })
    grid.title.textContent = this.words[`size.${name}`]
    return grid
  }

  error(name, value) {
    const { words, data } = this
    const found = String(value)
    if (!Number.isInteger(value)) return fill(words["error.whole"], { name: words[`size.${name}`], found })
    if (value >= 1 && value <= data.largest[name]) return ""
    return fill(words["error.size"], { name: words[`size.${name}`], found, largest: data.largest[name] })
  }

  /** Says how many numbers that were not 0 have no place any more. */
  tellCut(data) {
    const chosen = data.preset !== this.data.preset || data.text === presetText(data.preset)
    const lost = chosen ? [] : this.data.editors.map(({ name, shape }) => {
      const now = data.editors.find((editor) => editor.name === name)
      return { name: this.data.properties[name].field, count: now ? cutOff(this.arrays[name].data, shape, now.shape) : 0 }
    }).filter(({ count }) => count > 0)
    const what = lost.map((part) => fill(this.words["tool.cut_of"], part)).join(", ")
    say(this.cut, what ? fill(this.words["tool.cut"], { what }) : "")
  }
}

/** How many numbers other than 0 stand outside a smaller shape. */
export function cutOff(values, shape, smaller) {
  if (shape.every((size, axis) => size <= smaller[axis])) return 0
  let count = 0
  values.forEach((value, index) => {
    let rest = index
    let inside = true
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      inside &&= rest % shape[axis] < smaller[axis]
      rest = Math.floor(rest / shape[axis])
    }
    if (!inside && value !== 0) count += 1
  })
  return count
}
