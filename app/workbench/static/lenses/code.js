/** The learner's program as a whole: the numbers of the case, zeros to begin with, and the lines beside the clock. */
import { nested, numeral } from "../dom/formats.js"

/** What stands before the lines beside the clock. @param {import("../types").Data} data */
export function preamble({ editors, properties, arrays, settings }) {
  const given = editors.map(({ name }) =>
    `${properties[name].field} = np.array(${nested(arrays[name].shape, arrays[name].data)}, dtype=float)`)
  return [
    "import numpy as np",
    "",
    ...given,
    `alpha = ${numeral(settings.r.value)}`,
    "batch_size, n_sequences, n_features = x.shape",
    "a, h, h_previous, dh_output = (np.zeros((batch_size, n_sequences, len(B))) for _ in range(4))",
    "dx = np.zeros_like(x)",
    "",
  ].join("\n")
}

/** The program that runs as it stands. @param {import("../types").Data} data @param {Record<number, string>} wrong lines in place of those with these numbers */
export function program(data, wrong = {}) {
  const lines = data.timeline.listing.map(({ pieces }, i) => wrong[i] ?? pieces.map(({ text }) => text).join(""))
  return `${preamble(data)}\n${lines.join("\n")}\n`
}
