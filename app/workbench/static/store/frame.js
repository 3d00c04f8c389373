/**
 * The frame of the answers: what edits of numbers leave as it is. It travels only when it has changed, and is put
 * together here with the numbers that come without it.
 */
import { delayed } from "./packing.js"

/** What a frame holds. */
const PARTS = ["frame", "assets", "address", "languages", "words", "presets", "largest", "fills", "limits", "clockwork", "diagram", "figures"]

export class Frame {
  constructor() {
    /** The newest frame. @type {import("../types").Framed | null} */
    this.parts = null
  }

  /** The key by which Python knows it. */
  get key() {
    return this.parts?.frame ?? ""
  }

  /**
   * @param {import("../types").Answer} answer as it came
   * @returns {import("../types").Data | null} with its frame, and its arrays complete; null where it belongs to another one
   */
  complete(answer) {
    if ("diagram" in answer) this.parts = Object.fromEntries(PARTS.map((name) => [name, answer[name]]))
    else if (this.key !== answer.frame) return null
    const timeline = this.parts.clockwork
    for (const [name, { of, first }] of Object.entries(timeline.delayed)) {
      answer.arrays[name] ??= delayed(answer.arrays[of], answer.arrays[first])
    }
    return { ...this.parts, ...answer, timeline }
  }

  /** Forgets it: another one is to be sent. */
  forget() {
    this.parts = null
  }
}
