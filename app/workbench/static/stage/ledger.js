/** The right side: the running sums of the weight gradients, and what one update makes of them. */
import { block, formatFor, repaint, shapeText } from "../dom/blocks.js"
import { el, fill, math } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"
import { written } from "../dom/numerals.js"
import { Panel } from "../dom/panel.js"
import { keep, kept } from "../store/kept.js"
import { arrayField, presetText } from "../store/link.js"

export class Ledger extends Panel {
  /** @param {(fields: Record<string, string>) => void} onRestart called with the weights to go on with, as fields of the text */
  constructor(onRestart) {
    super(el("div", { class: "ledger" }))
    this.onRestart = onRestart
    /** Names of the weights, from the top down. @type {string[]} */
    this.weights = []
    /** @type {import("../types").Look | null} */
    this.look = null
    /** Weights that updates of this case replaced, the newest last: {fields, shape, preset}. */
    this.replaced = JSON.parse(kept("unroll.replaced") ?? "[]")
  }

  take(data) {
    this.data = data
    this.arrays = data.arrays
    const place = (name) => data.properties[name].weight // 0 for what is no weight
    this.weights = Object.keys(data.properties).filter(place).sort((one, other) => place(one) - place(other))
    const chosen = data.text === presetText(data.preset) || this.replaced.some(({ preset }) => preset !== data.preset)
    if (data.current && chosen && this.replaced.length) this.remember([])
  }

  draw({ data, player, at, look, step }) {
    const { words, timeline, sizes } = this.data
    this.look = look
    const sums = this.weights.map((name) => this.sum(name, player, at, look))
    const offers = this.offers(step.phase === "update")
    const remark = player.operationsAt(at).some(({ remarked }) => remarked) ? data.remarks[at.step] ?? "" : ""
    const frame = [words, at.step, at.operation, look.digits, timeline.n_sequences, sizes.batch_size, String(offers), remark,
      ...sums.map(({ values, shape }) => values && String(shape))]
    const same = this.frame?.every((part, i) => part === frame[i])
    this.frame = frame
    if (same) return this.rewrite(sums)
    const done = (t) => player.entry("ledger.B", at)?.t <= t
    const times = Array.from({ length: timeline.n_sequences }, (_, i) => i + 1)
    const added = times.filter(done).length
    const state = step.phase === "update" ? "ledger.updated" : step.locked ? "ledger.locked" : "ledger.open"
    morph(this.element,
      el("h2", {}, words["page.ledger"], el("small", {}, fill(words["ledger.steps"], { done: added, total: times.length }))),
      times.length <= 8 ? this.steps(times, done) : "",
      ...sums.map((sum) => this.section(sum)),
      el("p", { class: "rule" }, math(words[state]),
        sizes.batch_size > 1 ? " " + fill(words["ledger.batch"], { count: sizes.batch_size }) : ""),
      remark && el("p", { class: "rule remark" }, math(remark)),
      this.after(offers),
    )
  }

  /** Writes the numbers where nothing else is new. */
  rewrite(sums) {
    const blocks = this.element.querySelectorAll(".sum > :last-child")
    sums.forEach(({ values, look, source }, i) => repaint(blocks[i], values, "gradient", look, source))
    const loss = this.element.querySelector(".new-loss")
    if (loss) say(loss, this.newLoss())
  }

  /** Which steps have been added: a mark for each, in the order of time. */
  steps(times, done) {
    return el("div", { class: "added", "aria-hidden": "true" },
      ...times.map((t) => el("span", { class: done(t) ? "in" : "" }, `t=${t}`)))
  }

  /** The running sum of one gradient: its name, shape and values so far, and where its entries come from. */
  sum(name, player, at, look) {
    const entry = player.entry(`ledger.${name}`, at)
    const { shape } = this.arrays[`d${name}`]
    return {
      name,
      shape,
      values: entry && player.evaluate(entry.view, entry.t),
      source: entry && { view: entry.view, work: entry.view, t: entry.t },
      look,
    }
  }

  section({ name, shape, values, source, look }) {
    return el("section", { class: "sum" },
      el("h3", {}, el("span", {}, math(`∂L/∂${name}`)), el("small", {}, this.data.words["ledger.so_far"]),
        el("span", { class: "shape" }, shapeText(shape))),
      block(values, "gradient", look, { shape, source, widest: look.widest }))
  }

  /** What there is after an update, or after going on from one: "loss", "continue", "back". */
  offers(updated) {
    const back = String(this.replaced.at(-1)?.shape) === String(this.arrays.W_x.shape)
    return [updated && "loss", updated && this.data.updated && "continue", back && "back"].filter(Boolean)
  }

  after(offers) {
    const { words } = this.data
    const made = {
      loss: () => el("p", { class: "new-loss" }, this.newLoss()),
      continue: () => el("button", { type: "button", class: "strong", click: () => this.goOn() }, words["after.continue"]),
      back: () => el("button", { type: "button", click: () => this.goBack() }, words["after.back"]),
    }
    return offers.length ? el("div", { class: "after" }, ...offers.map((offer) => made[offer]())) : ""
  }

  newLoss() {
    const format = formatFor([], "loss", this.look)
    const [before, after] = ["loss", "loss_after"].map((name) => written(this.arrays[name].data[0], format))
    return fill(this.data.words["after.loss"], { name: this.data.timeline.loss, before, after })
  }

  /** The weights that the update gave; the old ones are kept for the way back. */
  goOn() {
    const fields = (after) => Object.fromEntries(this.weights.map((name) => [name, arrayField(this.arrays[name + after].data)]))
    this.remember([...this.replaced, { fields: fields(""), shape: this.arrays.W_x.shape, preset: this.data.preset }])
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
