/** Sliders that change the whole of an array, or the number of steps, while they are dragged. */
import { el, math } from "../dom/markup.js"
import { say } from "../dom/morph.js"
import { short } from "../dom/numerals.js"
import { lastAmount, withAmount, withField } from "../store/link.js"

/** Each slider: its ends and how fine it is, where it stands now, and the text that a value gives. */
const SLIDERS = {
  radius: {
    ends: ({ radius }) => [0, Math.max(2.5, Math.ceil(2 * radius) / 2), 0.01],
    now: ({ radius }) => radius,
    idle: ({ radius }) => !(radius > 0),
    text: (text, value, { radius }) => withAmount(text, "W_h", "times", value / radius * (lastAmount(text, "W_h", "times") ?? 1)),
  },
  x: {
    ends: ({ x }) => [0, Math.max(3, Math.ceil(x)), 0.01],
    now: ({ x }) => x,
    idle: () => false,
    text: (text, value) => withAmount(text, "x", "times", value),
  },
  B: {
    ends: ({ B }) => [Math.min(-3, Math.floor(B)), Math.max(3, Math.ceil(B)), 0.01],
    now: ({ B }) => B,
    idle: () => false,
    text: (text, value) => withAmount(text, "B", "plus", value),
  },
  T: {
    ends: ({ largest }) => [1, Math.min(largest, 50), 1],
    now: ({ T }) => T,
    idle: () => false,
    text: (text, value, { sizes }) => withField(text, "to", "-" + Object.values({ ...sizes, n_sequences: value }).join(".")),
  },
}

export class Sliders {
  /** @param {Pick<import("../types").Editing, "text" | "before" | "onEdit">} editing */
  constructor(editing) {
    this.editing = editing
    this.state = null
    this.drags = 0
    /** What is being dragged: its slider and its gesture, and what it began with. @type {{name: string, gesture: string, state: any} | null} */
    this.dragged = null
    this.rows = new Map(Object.keys(SLIDERS).map((name) => [name, this.row(name)]))
    this.element = el("div", { class: "sliders" }, ...[...this.rows.values()].map(({ element }) => element))
  }

  row(name) {
    const label = el("span")
    const number = el("output")
    const range = el("input", {
      type: "range", "data-slider": name,
      input: () => this.drag(name, Number(range.value)),
      change: () => (this.dragged = null),
    })
    return { element: el("label", { class: "slider" }, label, range, number), label, range, number }
  }

  speak(words) {
    for (const [name, { label }] of this.rows) label.replaceChildren(math(words[`lens.why.slider.${name}`]))
  }

  /** @param {{radius: number, sizes: Record<string, number>, largest: number}} known of the newest answer */
  take(known) {
    const text = this.editing.text()
    const state = {
      ...known, T: known.sizes.n_sequences,
      x: lastAmount(text, "x", "times") ?? 1, B: lastAmount(text, "B", "plus") ?? 0,
    }
    this.state = state
    for (const [name, { range, number }] of this.rows) {
      const { ends, now, idle } = SLIDERS[name]
      const value = now(state)
      say(number, short(value))
      range.disabled = idle(state)
      if (this.dragged?.name === name) continue // the hand is ahead of the answer
      const [least, most, step] = ends(state)
      Object.assign(range, { min: String(least), max: String(most), step: String(step), value: String(value) })
    }
  }

  /** Every drag is one change: what is rescaled is what stood there when it began. */
  drag(name, value) {
    if (this.dragged?.name !== name) this.dragged = { name, gesture: `slider ${name} ${(this.drags += 1)}`, state: this.state }
    const { gesture, state } = this.dragged
    say(this.rows.get(name).number, short(value))
    this.editing.onEdit(SLIDERS[name].text(this.editing.before(gesture) ?? this.editing.text(), value, state), gesture)
  }
}
