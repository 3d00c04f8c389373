/**
 * What stands on the stage at a position of the clock. The player applies the operations of a timeline
 * (`app/timeline/timeline.py`) in order and knows nothing of networks: slots, parts and roads are names.
 *
 * @typedef {{step: number, operation: number | null}} Position null: the step as a whole
 */
import { withSample, withTime } from "../dom/markup.js"
import { evaluate } from "./view.js"

/** Rows whose labels name a sample, by the row that they are made of. @type {WeakMap<object, any[]>} */
const ofSamples = new WeakMap()

export class Player {
  /**
   * @param timeline as `Clockwork.to_json` gives it; @param arrays Values by name; @param before the player of other
   * numbers: what stands where on the same timeline need not be found again
   */
  constructor(timeline, arrays, before = null) {
    this.timeline = timeline
    this.arrays = arrays
    this.sample = 0
    /** slot -> [{step, operation, view, t}], in the order of the steps */
    this.shown = before?.timeline === timeline ? before.shown : new Map()
    if (this.shown.size) return
    for (const [slot, view] of Object.entries(timeline.fixed)) {
      const times = slot.includes("{t}") ? Array.from({ length: timeline.n_sequences }, (_, i) => i + 1) : [0]
      for (const t of times) this.remember(withTime(slot, t), { step: -1, operation: 0, view, t })
    }
    timeline.steps.forEach((step, number) => {
      step.operations.forEach(([name, t], operation) => {
        for (const [slot, view] of Object.entries(timeline.operations[name].show)) {
          this.remember(withTime(slot, t), { step: number, operation, view, t })
        }
      })
    })
  }

  remember(slot, entry) {
    if (!this.shown.has(slot)) this.shown.set(slot, [])
    this.shown.get(slot).push(entry)
  }

  /** What was last put into a slot: {step, operation, view, t}, or undefined. */
  entry(slot, { step, operation }) {
    return this.shown.get(slot)?.findLast((entry) =>
      entry.step < step || (entry.step === step && (operation === null || entry.operation <= operation)))
  }

  /** undefined: not computed yet; null: no road here; else Values. */
  values(slot, position) {
    const entry = this.entry(slot, position)
    return entry && this.evaluate(entry.view, entry.t)
  }

  evaluate(view, t = 0) {
    return evaluate(view, this.arrays, this.variables(t))
  }

  variables(t) {
    return { t, b: this.sample }
  }

  /** Where a number that is taken from "array:offset" stands: a delayed array holds what another had a step before. */
  placeOf(place) {
    const [name, offset] = place.split(":")
    const delayed = this.timeline.delayed[name]
    if (!delayed) return place
    const [, n_sequences, n] = this.arrays[name].shape
    const [row, node] = [Math.floor(offset / n), offset % n]
    if (row % n_sequences > 0) return `${delayed.of}:${offset - n}`
    return `${delayed.first}:${Math.floor(row / n_sequences) * n + node}`
  }

  /** The view that works out what an entry shows, from the equation of the operation that put it there. */
  workOf({ step, operation, view }) {
    if (step < 0) return view
    const [name] = this.timeline.steps[step].operations[operation]
    return this.termOf(name, view)?.work ?? view
  }

  /** The term that shows a view in the equation of an operation. */
  termOf(name, view) {
    const same = JSON.stringify(view)
    return this.timeline.operations[name].equation.flat().find((one) => JSON.stringify(one.view) === same)
  }

  /** The operations that a position shows: all of the step, or the one that the clock stands at. */
  operationsAt({ step, operation }) {
    const all = this.timeline.steps[step].operations
    return (operation === null ? all : [all[operation]]).map(([name, t]) => ({
      name, t, ...this.timeline.operations[name],
    }))
  }

  /** How many numbers a position adds to the stage. */
  newNumbers(at) {
    const added = this.operationsAt(at).flatMap(({ show, t }) => Object.values(show).map((view) => this.evaluate(view, t)))
    return added.reduce((count, values) => count + (values?.data.length ?? 0), 0)
  }

  /** The rows of the worked equation, each with its time step. */
  rows(position) {
    if (position.operation !== null) {
      return this.operationsAt(position).flatMap(({ equation, t }) =>
        equation.map((terms) => ({ terms: this.ofSample(terms), t })))
    }
    const { operations, equation = operations } = this.timeline.steps[position.step]
    return equation.flatMap(([name, t]) =>
      this.timeline.operations[name].brief.map((terms) => ({ terms: this.ofSample(terms), t })))
  }

  /** A row whose labels name the sample on stage: the same row for the same sample, so that it need not be drawn anew. */
  ofSample(terms) {
    if (!terms.some((term) => term.label?.includes("{b}"))) return terms
    const rows = ofSamples.get(terms) ?? []
    ofSamples.set(terms, rows)
    rows[this.sample] ??= terms.map((term) =>
      typeof term === "string" ? term : { ...term, label: withSample(term.label, this.sample) })
    return rows[this.sample]
  }

  /** The sentence that says what happens, for a single operation; null where the step's own is meant. */
  caption(position) {
    if (position.operation === null) return null
    const [{ caption, t }] = this.operationsAt(position)
    return withTime(caption, t)
  }

  /**
   * Names that a position lights up, roads along which something moves with the number of the operation that moves it,
   * slots with those whose numbers run together into them, and lines of the program.
   */
  effects(position) {
    const [light, flow, joins, code] = [new Set(), new Map(), new Map(), new Set()]
    this.operationsAt(position).forEach((operation, order) => {
      operation.light.forEach((part) => light.add(withTime(part, operation.t)))
      operation.flow.forEach((road) => flow.set(withTime(road, operation.t), order))
      Object.entries(operation.joins).forEach(([slot, parts]) =>
        joins.set(withTime(slot, operation.t), parts.map((part) => withTime(part, operation.t))))
      operation.code.forEach((line) => code.add(line))
    })
    return { light, flow, joins, code }
  }
}
