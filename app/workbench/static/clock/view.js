/** Evaluates views over named arrays, Values by name. `app/timeline/view.py` describes them and holds the reference. */

/** What a view shows; null where it says that there is no such number. */
export function evaluate(view, arrays, variables) {
  if (typeof view === "string") return arrays[view]
  const [operation, ...rest] = view
  if (operation === "none") return null
  if (operation === "call") return call(rest[0], evaluate(rest[1], arrays, variables))
  if (operation === "at") {
    const values = evaluate(rest[0], arrays, variables)
    const whole = piece(values, rest[1], variables)
    if (whole) return whole
    const { shape, from } = selection(values.shape, rest[1], variables)
    return { shape, data: Float64Array.from(from, (offset) => values.data[offset]) }
  }
  return OPERATIONS[operation](...rest.map((part) => evaluate(part, arrays, variables)))
}

/** The array and the place in it that an entry of a view is taken from, as "name:offset"; null if it is computed. */
export function origin(view, index, arrays, variables) {
  if (typeof view === "string") return `${view}:${index}`
  const [operation, inner, places] = view
  if (operation === "rows") return origin(inner, index, arrays, variables)
  if (operation !== "at" && operation !== "transpose") return null
  const { shape } = evaluate(inner, arrays, variables)
  if (operation === "at") return origin(inner, selection(shape, places, variables).from[index], arrays, variables)
  const [m, n] = shape
  return origin(inner, (index % m) * n + Math.floor(index / m), arrays, variables)
}

/** The whole number that an index such as "t-1" stands for. */
export function position(index, variables) {
  if (typeof index === "number") return index
  const [, name, offset] = /^([a-z]+)([+-]\d+)?$/.exec(index)
  return variables[name] + Number(offset ?? 0)
}

/** What `at` takes where that is one piece of the array, as it mostly is: the piece itself, without a copy. */
function piece({ shape, data }, index, variables) {
  const single = [] // axes of one entry, of which all is taken
  let offset = 0 // of the part that is left after each axis
  for (const [axis, wanted] of index.entries()) {
    if (wanted === null) {
      if (shape[axis] > 1) return null
      single.push(1)
      continue
    }
    const rest = shape.slice(axis + 1)
    const size = product(rest)
    if (Array.isArray(wanted)) {
      if (axis < index.length - 1) return null
      const start = position(wanted[0], variables)
      const end = offset + shape[axis] * size
      return { shape: [...single, shape[axis] - start, ...rest], data: data.subarray(offset + start * size, end) }
    }
    offset += position(wanted, variables) * size
  }
  const rest = shape.slice(index.length)
  return { shape: [...single, ...rest], data: data.subarray(offset, offset + product(rest)) }
}

/** What `at` takes: the shape that is left, and for each of its entries the offset in the whole array. */
function selection(whole, index, variables) {
  const ranges = whole.map((size, axis) => {
    const wanted = axis < index.length ? index[axis] : null
    if (wanted === null) return { start: 0, size, kept: true }
    if (!Array.isArray(wanted)) return { start: position(wanted, variables), size: 1, kept: false }
    const start = position(wanted[0], variables)
    return { start, size: size - start, kept: true }
  })
  let from = [0]
  ranges.forEach(({ start, size }, axis) => {
    const stride = product(whole.slice(axis + 1))
    from = from.flatMap((offset) => Array.from({ length: size }, (_, i) => offset + (start + i) * stride))
  })
  return { shape: ranges.filter((range) => range.kept).map((range) => range.size), from }
}

/** The activations, as `rnn/activations.py` has them. */
const CALLS = {
  tanh: Math.tanh,
  relu: (a) => (Number.isNaN(a) ? a : Math.max(a, 0)),
  sigmoid: (a) => (a >= 0 ? 1 : Math.exp(a)) / (1 + Math.exp(-Math.abs(a))),
  identity: (a) => a,
}

const call = (name, v) => ({ shape: v.shape, data: v.data.map(CALLS[name]) })
const product = (sizes) => sizes.reduce((one, other) => one * other, 1)
const matrix = (v) => (v.shape.length === 1 ? { shape: [1, v.shape[0]], data: v.data } : v)

/** Entry by entry; a single number goes with every entry, and a row with a matrix of one row. */
const elementwise = (combine) => (...parts) => {
  const size = Math.max(...parts.map((part) => part.data.length))
  const { shape } = parts.find((part) => part.data.length === size)
  const entry = (part, i) => part.data[part.data.length === 1 ? 0 : i]
  const data = Float64Array.from({ length: size }, (_, i) => parts.map((part) => entry(part, i)).reduce(combine))
  return { shape, data }
}

/** The sums of the squares over the last axis, and of each what `of` makes of it. */
function squares(v, of) {
  const last = v.shape.at(-1)
  const data = new Float64Array(v.data.length / last)
  for (let i = 0; i < v.data.length; i++) data[Math.floor(i / last)] += v.data[i] ** 2
  return { shape: v.shape.slice(0, -1), data: data.map(of) }
}

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
    const shape = v.shape.slice(1)
    const size = product(shape)
    const data = new Float64Array(size)
    for (let i = 0; i < v.data.length; i++) data[i % size] += v.data[i]
    return { shape, data }
  },
  abs: (v) => ({ shape: v.shape, data: v.data.map(Math.abs) }),
  norm: (v) => squares(v, Math.sqrt),
  half_square: (v) => squares(v, (sum) => 0.5 * sum),
  add: elementwise((one, other) => one + other),
  subtract: elementwise((one, other) => one - other),
  multiply: elementwise((one, other) => one * other),
  divide: elementwise((one, other) => one / other),
}
