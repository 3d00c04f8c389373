/** The right side: the running sums of the weight gradients, and what one update makes of them. */
import { keep, kept } from "./kept.js"
import { block, shapeText } from "./blocks.js"
import { arrayField } from "./codec.js"
import { el, fill, math } from "./markup.js"
import { morph } from "./morph.js"
import { short } from "./numbers.js"

const WEIGHTS = ["W_h", "W_x", "B"]

export class Ledger {
  /** @param options.onRestart called with fields of the experiment's text: the weights to go on with */
  constructor({ onRestart }) {
    this.onRestart = onRestart
    this.element = el("div", { class: "ledger" })
    /** Weights that updates replaced, the newest last: {fields, shape}. */
    this.replaced = JSON.parse(kept("unroll.replaced") ?? "[]")
  }

  take(data, arrays) {
    this.data = data
    this.arrays = arrays
  }

  draw(player, at, look) {
    const { words, timeline, sizes } = this.data
    const step = timeline.steps[at.step]
    this.at = at
    const done = (t) => player.entry("ledger.B", at)?.t <= t
    const times = Array.from({ length: timeline.n_sequences }, (_, i) => i + 1)
    const added = times.filter(done).length
    const state = step.phase === "update" ? "ledger.updated" : step.locked ? "ledger.locked" : "ledger.open"
    morph(this.element,
      el("h2", {}, words["page.ledger"], el("small", {}, fill(words["ledger.steps"], { done: added, total: times.length }))),
      times.length <= 8 ? this.steps(times, done) : "",
      ...WEIGHTS.map((name) => this.sum(name, player, at, look)),
      el("p", { class: "rule" }, math(words[state]),
        sizes.batch_size > 1 ? " " + fill(words["ledger.batch"], { count: sizes.batch_size }) : ""),
      this.after(step.phase === "update"),
    )
  }

  /** Which steps have been added: a mark for each, in the order of time. */
  steps(times, done) {
    return el("div", { class: "added", "aria-hidden": "true" },
      ...times.map((t) => el("span", { class: done(t) ? "in" : "" }, `t=${t}`)))
  }

  sum(name, player, at, look) {
    const entry = player.entry(`ledger.${name}`, at)
    const values = entry && player.evaluate(entry.view, entry.t)
    const { shape } = this.arrays[`d${name}`]
    const source = entry && { view: entry.view, work: entry.view, t: entry.t }
    return el("section", { class: "sum" },
      el("h3", {}, el("span", {}, math(`∂L/∂${name}`)), el("small", {}, this.data.words["ledger.so_far"]),
        el("span", { class: "shape" }, shapeText(shape))),
      block(values, "gradient", shape.at(-1) > 4 ? { ...look, digits: 2 } : look, { shape, source, widest: look.widest }))
  }

  after(updated) {
    const { words } = this.data
    const buttons = []
    if (updated && this.data.updated) {
      buttons.push(el("button", { type: "button", class: "strong", click: () => this.goOn() }, words["after.continue"]))
    }
    if (String(this.replaced.at(-1)?.shape) === String(this.arrays.W_x.shape)) {
      buttons.push(el("button", { type: "button", click: () => this.goBack() }, words["after.back"]))
    }
    if (!updated) return buttons.length ? el("div", { class: "after" }, ...buttons) : ""
    const [before, after] = ["loss", "loss_after"].map((name) => short(this.arrays[name].data[0], 4))
    return el("div", { class: "after" },
      el("p", { class: "new-loss" }, fill(words["after.loss"], { before, after })), ...buttons)
  }

  /** The weights that the update gave; the old ones are kept for the way back. */
  goOn() {
    const fields = (after) => Object.fromEntries(WEIGHTS.map((name) => [name, arrayField(this.arrays[name + after].data)]))
    this.remember([...this.replaced, { fields: fields(""), shape: this.arrays.W_x.shape }])
    this.onRestart(fields("_after"))
  }

  goBack() {
    const { fields } = this.replaced.at(-1)
    this.remember(this.replaced.slice(0, -1))
    this.onRestart(fields)
  }

  remember(replaced) {
    this.replaced = replaced.slice(-100)
    keep("unroll.replaced", JSON.stringify(this.replaced))
  }
}
