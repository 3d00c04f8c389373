/**
 * The frame of the answers: what edits of numbers leave as it is. It travels only when it has changed, and is put
 * together here with the numbers that come without it.
 */
import { delayed } from "./packing.js"

export class Frame {
  constructor() {
    /** The key by which Python knows it; empty for none. */
    this.key = ""
    /** The newest frame. @type {import("../types").Framed | null} */
    this.parts = null
  }

  /**
   * @param {import("../types").Answer} answer as it came
   * @returns {import("../types").Data | null} with its frame, and its arrays complete; null where it belongs to another one
   */
  complete(answer) {
    if (answer.framed) Object.assign(this, { key: answer.frame, parts: answer.framed })
    else if (this.key !== answer.frame) return null
    const { arrays } = answer
    const timeline = this.parts.clockwork
    for (const [name, { of, first }] of Object.entries(timeline.delayed)) arrays[name] ??= delayed(arrays[of], arrays[first])
    return { ...this.parts, ...answer, timeline, pinned: null, current: true }
  }

  /** Forgets it: another one is to be sent. */
  forget() {
    this.key = ""
  }
}
