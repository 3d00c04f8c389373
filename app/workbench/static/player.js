/**
 * What stands on the stage at a step. The player applies the operations of a timeline (`app/timeline.py`) in
 * order and knows nothing of networks: slots, parts and roads are names.
 */
import { evaluate } from "./views.js"
import { withTime } from "./markup.js"

export class Player {
  /** @param timeline as `Timeline.to_json` gives it; @param arrays Values by name. */
  constructor(timeline, arrays) {
    this.timeline = timeline
    this.arrays = arrays
    this.sample = 0
    /** slot -> [{step, view, t}], in the order of the steps */
    this.shown = new Map()
    timeline.steps.forEach((step, number) => {
      for (const [name, t] of step.operations)
        for (const [slot, view] of Object.entries(timeline.operations[name].show)) {
          this.remember(withTime(slot, t), { step: number, view, t })
        }
    })
    for (const [slot, view] of Object.entries(timeline.fixed)) {
      if (!slot.includes("{t}")) this.remember(slot, { step: -1, view, t: 0 })
      else for (let t = 1; t <= timeline.n_sequences; t++) this.remember(withTime(slot, t), { step: -1, view, t })
    }
  }

  remember(slot, entry) {
    if (!this.shown.has(slot)) this.shown.set(slot, [])
    this.shown.get(slot).push(entry)
  }

  /** What was last put into a slot by a step: {step, view, t}, or undefined. */
  entry(slot, step) {
    return this.shown.get(slot)?.findLast((entry) => entry.step <= step)
  }

  /** undefined: not computed yet; null: no road here; else Values. */
  values(slot, step) {
    const entry = this.entry(slot, step)
    return entry && this.evaluate(entry.view, entry.t)
  }

  evaluate(view, t = 0) {
    return evaluate(view, this.arrays, { t, b: this.sample })
  }

  /** Names that a step lights up, and roads along which something moves. */
  effects(step) {
    const light = new Set()
    const flow = new Set()
    for (const [name, t] of this.timeline.steps[step].operations) {
      const operation = this.timeline.operations[name]
      operation.light.forEach((part) => light.add(withTime(part, t)))
      operation.flow.forEach((road) => flow.add(withTime(road, t)))
    }
    return { light, flow }
  }
}
