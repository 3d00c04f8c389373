/** Evaluates views over named arrays. `app/view.py` describes them and holds the reference. */

/** @typedef {{shape: number[], data: Float64Array}} Values */

/** Arrays as they come from Python -> Values by name. */
export function unpack(arrays) {
  const found = {}
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0))
    found[name] = { shape, data: new Float64Array(bytes.buffer) }
  }
  return found
}

/** What a view shows; null where it says that there is no such number. */
export function evaluate(view, arrays, variables) {
  if (typeof view === "string") return arrays[view]
  const [operation, ...rest] = view
  if (operation === "none") return null
  if (operation === "at") return at(evaluate(rest[0], arrays, variables), rest[1], variables)
  return OPERATIONS[operation](...rest.map((part) => evaluate(part, arrays, variables)))
}

/** The whole number that an index such as "t-1" stands for. */
export function position(index, variables) {
  if (typeof index === "number") return index
  const [, name, offset] = /^([a-z]+)([+-]\d+)?$/.exec(index)
  return variables[name] + Number(offset ?? 0)
}

function at(values, index, variables) {
  const ranges = values.shape.map((size, axis) => {
    const wanted = axis < index.length ? index[axis] : null
    if (wanted === null) return { start: 0, size, kept: true }
    if (Array.isArray(wanted)) {
      const start = position(wanted[0], variables)
      return { start, size: size - start, kept: true }
    }
    return { start: position(wanted, variables), size: 1, kept: false }
  })
  const strides = values.shape.map((_, axis) => product(values.shape.slice(axis + 1)))
  const shape = ranges.filter((range) => range.kept).map((range) => range.size)
  const data = new Float64Array(product(ranges.map((range) => range.size)))
  let written = 0
  const copy = (axis, offset) => {
    if (axis === ranges.length) {
      data[written++] = values.data[offset]
      return
    }
    const { start, size } = ranges[axis]
    for (let i = start; i < start + size; i++) copy(axis + 1, offset + i * strides[axis])
  }
  copy(0, 0)
  return { shape, data }
}

const product = (sizes) => sizes.reduce((one, other) => one * other, 1)
const matrix = (v) => (v.shape.length === 1 ? { shape: [1, v.shape[0]], data: v.data } : v)

const OPERATIONS = {
  rows(v) {
    const last = v.shape.at(-1)
    return { shape: [v.data.length / last, last], data: v.data }
  },
  transpose(v) {
    const [m, n] = v.shape
    const data = new Float64Array(m * n)
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) data[j * m + i] = v.data[i * n + j]
    return { shape: [n, m], data }
  },
  matmul(left, right) {
    const v = matrix(left)
    const [m, k] = v.shape
    const n = right.shape[1]
    const data = new Float64Array(m * n)
    for (let i = 0; i < m; i++)
      for (let l = 0; l < k; l++) {
        const factor = v.data[i * k + l]
        for (let j = 0; j < n; j++) data[i * n + j] += factor * right.data[l * n + j]
      }
    return { shape: [m, n], data }
  },
  sum(v) {
    const size = product(v.shape.slice(1))
    const data = new Float64Array(size)
    for (let i = 0; i < v.data.length; i++) data[i % size] += v.data[i]
    return { shape: v.shape.slice(1), data }
  },
  norm(v) {
    const last = v.shape.at(-1)
    const data = new Float64Array(v.data.length / last)
    for (let i = 0; i < v.data.length; i++) data[Math.floor(i / last)] += v.data[i] ** 2
    return { shape: v.shape.slice(0, -1), data: data.map(Math.sqrt) }
  },
}
