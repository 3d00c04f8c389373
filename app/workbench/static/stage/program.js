/** The learner's program as a whole: the numbers of the case, zeros to begin with, and the lines beside the clock. */

/** A number as Python reads it back, to the last bit. */
function numeral(value) {
  return Object.is(value, -0) ? "-0.0" : String(value)
}

/** @param {number[]} shape @param {Float64Array} data row by row */
function nested(shape, data) {
  if (shape.length === 1) return `[${Array.from(data, numeral).join(", ")}]`
  const [count, ...rest] = shape
  const size = data.length / count
  return `[${Array.from({ length: count }, (_, i) => nested(rest, data.subarray(i * size, (i + 1) * size))).join(", ")}]`
}

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

/** The program that runs as it stands. @param {import("../types").Data} data */
export function program(data) {
  const lines = data.timeline.listing.map(({ pieces }) => pieces.map(({ text }) => text).join(""))
  return `${preamble(data)}\n${lines.join("\n")}\n`
}
