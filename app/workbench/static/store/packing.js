/** What Python answers, as `app/workbench/packing.py` packs it. */

/** @typedef {{shape: number[], data: Float64Array}} Values */

/**
 * An answer out of its bytes; a promise of it where they came deflated.
 * @param {Uint8Array} bytes @returns {import("../types").Answer | Promise<import("../types").Answer>}
 */
export function answerIn(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  if (view.getUint32(0, true) > 0) return unpack(bytes)
  const end = 8 + view.getUint32(4, true)
  return inflated(bytes.subarray(8, end)).then((head) => withNumbers(head, bytes.subarray(end)))
}

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** @param {Uint8Array} bytes -> the answer; its arrays are Values by name */
export function unpack(bytes) {
  const start = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  return withNumbers(bytes.subarray(4, start), bytes.subarray(start))
}

/** @param {Uint8Array} head JSON @param {Uint8Array} rest the numbers */
function withNumbers(head, rest) {
  const answer = JSON.parse(new TextDecoder().decode(head))
  const numbers = new Float64Array(rest.slice().buffer) // a copy, since it must begin at a multiple of eight bytes
  let from = 0
  for (const [name, shape] of Object.entries(answer.arrays)) {
    const size = shape.reduce((one, other) => one * other, 1)
    const zeros = answer.zeros.includes(name)
    answer.arrays[name] = { shape, data: zeros ? new Float64Array(size) : numbers.subarray(from, from + size) }
    if (!zeros) from += size
  }
  return answer
}

/**
 * An array that holds what another had a step before, and at the first step what a third one has.
 * @param {Values} of (batch_size, n_sequences, n); @param {Values} first (batch_size, n)
 */
export function delayed({ shape, data }, first) {
  const [batch_size, n_sequences, n] = shape
  const shifted = new Float64Array(data.length)
  for (let b = 0; b < batch_size; b++) {
    const start = b * n_sequences * n
    shifted.set(first.data.subarray(b * n, (b + 1) * n), start)
    shifted.set(data.subarray(start, start + (n_sequences - 1) * n), start + n)
  }
  return { shape, data: shifted }
}
