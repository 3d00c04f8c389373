/** The right side: the running sums of the weight gradients. */
import { block, extent, repaint, shapeText } from "../dom/blocks.js"
import { el, fill, math } from "../dom/markup.js"
import { morph } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"
import { flyTo } from "./flight.js"

/** Where the sums stand, in their order. */
const PLACES = ".sum :is(.block, .strip)"

export class Ledger extends Panel {
  /** @param {(t: number) => void} onTime called with a time step whose part was asked for */
  constructor(onTime) {
    super(el("div", { class: "ledger" }))
    this.onTime = onTime
    /** Names of the weights, from the top down. @type {string[]} */
    this.weights = []
  }

  take(data) {
    this.data = data
    this.arrays = data.arrays
    const place = (name) => data.properties[name].weight // 0 for what is no weight
    this.weights = Object.keys(data.properties).filter(place).sort((one, other) => place(one) - place(other))
  }

  draw({ data, player, at, look, step, follow }) {
    const { words, timeline, sizes } = this.data
    const sums = this.weights.map((name) => this.sum(name, player, at, look))
    const remark = player.operationsAt(at).some(({ remarked }) => remarked) ? data.remarks[at.step] ?? "" : ""
    const frame = [words, at.step, at.operation, look.digits, timeline.n_sequences, sizes.batch_size, remark, follow?.name,
      ...sums.map(({ values, shape }) => values && String(shape))]
    const same = this.frame?.every((part, i) => part === frame[i])
    this.frame = frame
    if (same) return this.rewrite(sums)
    const done = (t) => player.entry("ledger.B", at)?.t <= t
    const times = Array.from({ length: timeline.n_sequences }, (_, i) => i + 1)
    const added = times.filter(done).length
    const state = step.phase === "update" ? "ledger.updated" : step.locked ? "ledger.locked" : "ledger.open"
    morph(this.element,
      follow && el("p", { class: "rule alone" }, math(fill(words["lens.where.alone"], { loss: follow.name }))),
      el("h2", {}, words["page.ledger"], el("small", {}, fill(words["ledger.steps"], { done: added, total: times.length }))),
      times.length <= 8 ? this.steps(times, done) : "",
      ...sums.map((sum) => this.section(sum)),
      el("p", { class: "rule" }, math(words[state]),
        sizes.batch_size > 1 ? " " + fill(words["ledger.batch"], { count: sizes.batch_size }) : ""),
      remark && el("p", { class: "rule remark" }, math(remark)),
    )
  }

  /** Lets the parts that a position adds fly to their sums, from where the equation shows them. */
  gather({ player, at, tween }, equation, over) {
    player.operationsAt(at).forEach(({ name, t, show }, order) => {
      for (const [i, weight] of this.weights.entries()) {
        const view = show[`ledger.${weight}`]
        const [, , added] = view ? player.workOf({ step: at.step, operation: at.operation ?? order, view }) : []
        const label = added && player.termOf(name, added)?.label
        const block = label && equation.labelled(label, t)
        if (block) flyTo(block, this.element.querySelectorAll(PLACES)[i], over, order, tween)
      }
    })
  }

  /** Writes the numbers where nothing else is new. */
  rewrite(sums) {
    const blocks = this.element.querySelectorAll(PLACES)
    sums.forEach(({ values, look, source }, i) => repaint(blocks[i], values, "gradient", look, source))
  }

  /** Which steps have been added: a button for each, in the order of time, that leads to where it is. */
  steps(times, done) {
    const said = (t) => fill(this.data.words[done(t) ? "ledger.step.in" : "ledger.step.out"], { t })
    return el("div", { class: "added" }, ...times.map((t) =>
      el("button", { type: "button", class: done(t) ? "in" : "", "aria-label": said(t), title: said(t), click: () => this.goTo(t) }, `t=${t}`)))
  }

  goTo(t) {
    this.onTime(t)
    /** @type {HTMLElement | null} */
    const button = this.element.querySelector(`.added :nth-child(${t})`) // drawn anew
    button?.focus()
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
      labelled(block(values, "gradient", look, { shape, source, name: `∂L/∂${name}`, widest: look.widest }), extent(shape)))
  }
}

/** A picture with the numbers of its first and last row and column; a block of numbers as it is. */
function labelled(sum, { rows, columns }) {
  if (sum.nodeName !== "CANVAS") return sum
  const ends = (className, last) => el("span", { class: className, "aria-hidden": "true" }, ...(last > 1 ? [el("i", {}, "1"), el("i", {}, String(last))] : []))
  return el("div", { class: "picture" }, ends("across", columns), ends("down", rows), sum)
}
