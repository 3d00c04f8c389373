/** One element worked out: the sum or product that gives it, and the entries that it uses. */
import { agrees, formatOf, read, written } from "../dom/numerals.js"
import { evaluate, origin } from "../clock/view.js"

/** A longer sum is cut here; the entries it uses are all lit. */
const LONGEST = 12
/** Numbers of a sum get at most so many digits more than in their cells. */
const FINEST = 6

/**
 * @param view what the element is an entry of, at flat `index`
 * @param {import("../types").Look} look
 * @param {{text: string, format: import("../dom/numerals.js").Format}} result how the element itself is written
 * @returns {{text: string, origins: string[]} | null} null where there is nothing to work out. The numbers of the text
 *   have the digits of their cells, or as many more as it takes that they give the result; else it says ≈
 */
export function explain(view, index, arrays, variables, look, result) {
  if (typeof view === "string" || !(view[0] in WORK)) return null
  const values = new Map()
  const at = (part) => {
    if (!values.has(part)) values.set(part, evaluate(part, arrays, variables))
    return values.get(part)
  }
  let worked
  for (let finer = 0; finer <= FINEST; finer++) {
    worked = WORK[view[0]](view.slice(1), index, { at, format: (...parts) => formatOf(parts.flatMap((part) => [...at(part).data]), look, finer) })
    if (worked.text.endsWith("…") || agrees(worked.value, result.text, result.format)) break
  }
  if (!worked.text) return null // a sum of nothing
  const closes = !worked.text.endsWith("…") && agrees(worked.value, result.text, result.format)
  const origins = worked.used.map(([part, offset]) => origin(part, offset, arrays, variables)).filter(Boolean)
  return { text: `${worked.text} ${closes ? "=" : "≈"} ${result.text}`, origins }
}

const entry = (values, index) => values.data[values.data.length === 1 ? 0 : index]
const joined = (texts, sign) => (texts.length > LONGEST ? [...texts.slice(0, LONGEST), "…"] : texts).join(` ${sign} `)
const add = (numbers) => numbers.reduce((one, other) => one + other, 0)

/** A number as it stands in a sum, and what that reads. */
function print(number, format) {
  const text = written(number, format)
  return { text: text.startsWith("−") ? `(${text})` : text, value: read(text) }
}

/** Entries joined by a sign. An operand that is itself worked out stands as its value. */
const chain = (sign, combine) => (parts, index, { at, format }) => {
  const together = sign === "·" ? null : format(...parts) // what is added up has the same decimals
  const operands = parts.map((part) => print(entry(at(part), index), together ?? format(part)))
  return {
    text: joined(operands.map(({ text }) => text), sign),
    value: operands.map(({ value }) => value).reduce(combine),
    used: parts.map((part) => [part, index]),
  }
}

/** How an entry comes about: {text, value: what the printed numbers give, used: [part, offset] of each entry}. */
const WORK = {
  add: chain("+", (one, other) => one + other),
  multiply: chain("·", (one, other) => one * other),
  subtract: (parts, index, ways) => {
    const plain = parts.filter((part) => part[0] !== "multiply")
    const together = ways.format(...plain)
    const operands = parts.map((part) => (part[0] === "multiply"
      ? WORK.multiply(part.slice(1), index, ways)
      : { ...print(entry(ways.at(part), index), together), used: [[part, index]] }))
    return {
      text: operands.map(({ text }) => text).join(" − "),
      value: operands.map(({ value }) => value).reduce((one, other) => one - other),
      used: operands.flatMap(({ used }) => used),
    }
  },
  divide: ([above, below], index, ways) => {
    const inner = WORK[above[0]](above.slice(1), index, ways)
    const number = entry(ways.at(below), index)
    if (number === 1) return inner
    const by = print(number, ways.format(below))
    return { text: `(${inner.text}) / ${by.text}`, value: inner.value / by.value, used: inner.used }
  },
  half_square: ([part], index, ways) => {
    const n = ways.at(part).shape.at(-1)
    const differences = Array.from({ length: n }, (_, k) => WORK.subtract(part.slice(1), index * n + k, ways))
    const text = joined(differences.map((difference) => `(${difference.text})²`), "+")
    return {
      text: n === 1 ? `½ ${text}` : `½ (${text})`,
      value: 0.5 * add(differences.map(({ value }) => value ** 2)),
      used: differences.flatMap(({ used }) => used),
    }
  },
  call: ([name, part], index, { at, format }) => {
    const { text, value } = print(entry(at(part), index), format(part))
    const [number] = evaluate(["call", name, "given"], { given: { shape: [], data: Float64Array.of(value) } }, {}).data
    return { text: `${name}(${text.replace(/[()]/g, "")})`, value: number, used: [[part, index]] }
  },
  sum: ([part], index, { at, format }) => {
    const values = at(part)
    const size = values.data.length / values.shape[0]
    const offsets = Array.from({ length: values.shape[0] }, (_, k) => k * size + index)
    const together = format(part)
    const operands = offsets.map((offset) => print(values.data[offset], together))
    return {
      text: joined(operands.map(({ text }) => text), "+"),
      value: add(operands.map(({ value }) => value)),
      used: offsets.map((offset) => [part, offset]),
    }
  },
  matmul: ([left, right], index, { at, format }) => {
    const [v, w] = [at(left), at(right)]
    const [k, n] = w.shape
    const [i, j] = [Math.floor(index / n), index % n]
    const pairs = Array.from({ length: k }, (_, l) => [i * k + l, l * n + j])
    const [of_v, of_w] = [format(left), format(right)]
    const operands = pairs.map(([a, b]) => [print(v.data[a], of_v), print(w.data[b], of_w)])
    return {
      text: joined(operands.map(([a, b]) => `${a.text}·${b.text}`), "+"),
      value: add(operands.map(([a, b]) => a.value * b.value)),
      used: pairs.flatMap(([a, b]) => [[left, a], [right, b]]),
    }
  },
}
