/** How numbers are drawn: their colours, how they are written, and how much room there is. */
import { Scale } from "./scale.js"

/** How many digits and characters a cell has, how large charts write, and how many columns of numbers fit the ledger. */
const ROOM = {
  desk: { digits: 3, room: 7, chartText: 11, widest: 5 },
  projector: { digits: 2, room: 6, chartText: 18, widest: 4 },
}
/** The arrays whose numbers are losses. */
const LOSSES = ["loss_steps", "loss", "loss_after"]

/**
 * @param {Pick<import("../types").Data, "arrays" | "properties" | "words">} data
 * @param {{dark: boolean, projected: boolean, keeps: boolean, other: import("../types").Look["other"]}} view `other` is the pinned run; whether the page `keeps` numbers back
 * @returns {import("../types").Look}
 */
export function lookOf({ arrays, properties, words }, { dark, projected, other, keeps }) {
  return {
    other,
    keeps,
    scale: new Scale(arrays, properties),
    dark,
    words,
    losses: LOSSES.flatMap((name) => [...arrays[name].data]),
    ...ROOM[projected ? "projector" : "desk"],
  }
}
