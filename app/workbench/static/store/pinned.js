/** The pinned run as it comes: its arrays travel once, and are put together here with the answers that follow. */
import { delayed } from "./packing.js"

const PREFIX = "pin."
/** An array that every run has. */
const OF_RUN = "h"

export class Pinned {
  constructor() {
    /** The text of the run whose arrays are here. @type {string | null} */
    this.text = null
    /** @type {import("../types").Arrays} */
    this.arrays = {}
  }

  /**
   * @param {Pick<import("../types").Data, "pin" | "arrays" | "timeline">} data
   * @returns {import("../types").Data["pinned"]} what is pinned, with its arrays; null where nothing is
   */
  complete({ pin, arrays, timeline }) {
    if (!pin) return null
    const came = Object.fromEntries(Object.entries(arrays).filter(([name]) => name.startsWith(PREFIX)).map(([name, values]) => [name.slice(PREFIX.length), values]))
    if (OF_RUN in came) {
      this.text = pin.text
      this.arrays = Object.fromEntries(Object.entries(came).filter(([name]) => !name.includes(".")))
      for (const [name, { of, first }] of Object.entries(timeline.delayed)) this.arrays[name] ??= delayed(came[of], came[first])
    }
    return this.text === pin.text ? { ...pin, arrays: { ...this.arrays, ...came } } : null
  }
}
