/** One element worked out: the sum or product that gives it, and the entries that it uses. */
import { short } from "../dom/numerals.js"
import { evaluate, origin } from "../clock/view.js"

/** A longer sum is cut here; the entries it uses are all lit. */
const LONGEST = 8

/**
 * @param view what the element is an entry of, at flat `index`
 * @returns {{text: string, origins: string[], exact: boolean} | null} null where there is nothing to work out; exact
 *   where what is written, and its result in four digits, are the numbers themselves
 */
export function explain(view, index, arrays, variables) {
  if (typeof view === "string" || !(view[0] in WORK)) return null
  const at = (part) => ({ view: part, values: evaluate(part, arrays, variables) })
  const { text, used } = WORK[view[0]](view.slice(1), index, at)
  const origins = used.map(([part, offset]) => origin(part, offset, arrays, variables)).filter(Boolean)
  const entries = used.map(([part, offset]) => entry(evaluate(part, arrays, variables), offset))
  const exact = !text.endsWith("…") && [...entries, evaluate(view, arrays, variables).data[index]].every(isShort)
  return { text, origins, exact }
}

const bracketed = (value) => (value < 0 || Object.is(value, -0) ? `(${short(value)})` : short(value))
/** Whether a number is what its short form says, but for the last bits of a sum of decimals. */
const isShort = (value) => Math.abs(Number(short(value, 4).replace("−", "-")) - value) <= 1e-12 * Math.abs(value)
const entry = (values, index) => values.data[values.data.length === 1 ? 0 : index]
const joined = (terms, sign) => (terms.length > LONGEST ? [...terms.slice(0, LONGEST), "…"] : terms).join(` ${sign} `)

/** Entries joined by a sign. An operand that is itself worked out stands as its value. */
const chain = (sign) => (parts, index, at) => ({
  text: joined(parts.map((part) => bracketed(entry(at(part).values, index))), sign),
  used: parts.map((part) => [part, index]),
})

const WORK = {
  add: chain("+"),
  subtract: (parts, index, at) => {
    const nested = parts.map((part) => (part[0] === "multiply" ? WORK.multiply(part.slice(1), index, at) : null))
    const texts = parts.map((part, i) => nested[i]?.text ?? bracketed(entry(at(part).values, index)))
    return {
      text: texts.join(" − "),
      used: parts.flatMap((part, i) => nested[i]?.used ?? [[part, index]]),
    }
  },
  multiply: chain("·"),
  divide: ([above, below], index, at) => {
    const inner = WORK[above[0]](above.slice(1), index, at)
    const number = entry(at(below).values, index)
    return { text: number === 1 ? inner.text : `(${inner.text}) / ${short(number)}`, used: inner.used }
  },
  half_square: ([part], index, at) => {
    const n = at(part).values.shape.at(-1)
    const differences = Array.from({ length: n }, (_, k) => WORK.subtract(part.slice(1), index * n + k, at))
    const text = joined(differences.map((difference) => `(${difference.text})²`), "+")
    return { text: n === 1 ? `½ ${text}` : `½ (${text})`, used: differences.flatMap(({ used }) => used) }
  },
  call: ([name, part], index, at) => ({ text: `${name}(${short(entry(at(part).values, index))})`, used: [[part, index]] }),
  sum: ([part], index, at) => {
    const { values } = at(part)
    const size = values.data.length / values.shape[0]
    const used = Array.from({ length: values.shape[0] }, (_, k) => [part, k * size + index])
    return { text: joined(used.map(([, offset]) => bracketed(values.data[offset])), "+"), used }
  },
  matmul: ([left, right], index, at) => {
    const [v, w] = [at(left).values, at(right).values]
    const [k, n] = w.shape
    const [i, j] = [Math.floor(index / n), index % n]
    const pairs = Array.from({ length: k }, (_, l) => [i * k + l, l * n + j])
    return {
      text: joined(pairs.map(([a, b]) => `${bracketed(v.data[a])}·${bracketed(w.data[b])}`), "+"),
      used: pairs.flatMap(([a, b]) => [[left, a], [right, b]]),
    }
  },
}
