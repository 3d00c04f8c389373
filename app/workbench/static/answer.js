/** What Python answers, as `app/workbench/packing.py` packs it. */

/** @typedef {{shape: number[], data: Float64Array}} Values */

/** @param {Uint8Array} bytes -> the answer; its arrays are Values by name */
export function unpack(bytes) {
  const start = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const answer = JSON.parse(new TextDecoder().decode(bytes.subarray(4, start)))
  const numbers = new Float64Array(bytes.slice(start).buffer) // a copy, since it must begin at a multiple of eight bytes
  let from = 0
  for (const [name, shape] of Object.entries(answer.arrays)) {
    const size = shape.reduce((one, other) => one * other, 1)
    answer.arrays[name] = { shape, data: numbers.subarray(from, from + size) }
    from += size
  }
  return answer
}
