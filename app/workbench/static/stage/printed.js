/**
 * Rows of an equation as they are printed: with as many digits as it takes that what stands left of a sign, as it is
 * printed, gives what stands right of it to the last digit. Where no digits do, the sign is ≈.
 */
import { extent, formatFor, hasNumbers } from "../dom/blocks.js"
import { agrees, read, written } from "../dom/numerals.js"
import { evaluate } from "../clock/view.js"

/**
 * Tried in turn: how many digits more than elsewhere the numbers have that are used, and those that are a result and
 * used again. A last result has as many as everywhere.
 */
const FINER = [[0, 0], [1, 0], [1, 1], [2, 0], [2, 1]]

/** @typedef {import("../types").Values} Values */
/** A term in its row; `sign` is what stands before it. @typedef {{term, row: number, place: number, sign: string, values: Values}} Placed */

/** What a view is written as. @type {WeakMap<object, string>} */
const texts = new WeakMap()

/**
 * @param {{terms: import("../types").Row, t: number}[]} rows
 * @param {Values[][]} values of the terms; what is no block of numbers has none
 * @param {import("../types").Look} look
 * @param {import("../clock/player.js").Player} player
 * @param {{widest?: number, finest?: number}} room columns of a block of numbers, and the most digits more
 * @returns {{finer: number[], signs: string[]}[]} for each row how many digits more each term has, and its signs
 */
export function printed(rows, values, look, player, { widest, finest = 2 } = {}) {
  const found = rows.map(({ terms }) => ({
    finer: terms.map(() => 0), signs: terms.map((term) => (typeof term === "string" ? term : "")),
  }))
  for (const { group, t } of groups(rows, values)) {
    const results = group.filter(({ sign }) => sign.endsWith("=")).map((result) => resultOf(result, group))
    if (!results.length) continue
    const again = new Set(results.flatMap(({ uses }) => uses).filter((one) => results.some(({ placed }) => placed === one)))
    /** @param {Placed} one @param {number[]} finer */
    const finerOf = (one, [used, twice]) => (again.has(one) ? twice : results.some(({ placed }) => placed === one) ? 0 : used)
    let best = null
    for (const finer of FINER.filter(([most]) => most <= finest)) {
      const numbers = new Map(group.map((one) => [one, numbersOf(one, look, widest, finerOf(one, finer))]))
      const open = results.filter((result) => !closes(result, numbers, player, t))
      if (!best || open.length < best.open.length) best = { finer, open }
      if (!open.length) break
    }
    for (const one of group) found[one.row].finer[one.place] = finerOf(one, best.finer)
    for (const { placed: { row, place, sign } } of best.open) found[row].signs[place - 1] = sign.replace(/=$/, "≈")
  }
  return found
}

/** Terms that belong together: those of a row, and of the rows after it that go on with a sign. */
function groups(rows, values) {
  const found = []
  rows.forEach(({ terms, t }, row) => {
    if (terms[0] !== "=" || !found.length) found.push({ group: [], t })
    terms.forEach((term, place) => {
      if (typeof term === "string" || !values[row][place]) return
      const before = terms[place - 1]
      found.at(-1).group.push({ term, row, place, sign: typeof before === "string" ? before : "", values: values[row][place] })
    })
  })
  return found
}

/**
 * How a result is worked out from what stands before it: its view with a name for each of those, and which are used.
 * @param {Placed} placed @param {Placed[]} group
 */
function resultOf(placed, group) {
  const before = new Map(group.slice(0, group.indexOf(placed)).map((one) => [textOf(one.term), one]))
  const names = new Map([...before].map(([text, one], i) => [text, { name: `#${i}`, one }]))
  const uses = new Map()
  const named = (view, whole = false) => {
    const stands = !whole && names.get(JSON.stringify(view))
    if (stands) uses.set(stands.name, stands.one)
    return stands ? stands.name : Array.isArray(view) ? view.map((part) => named(part)) : view
  }
  const { work, view } = placed.term
  const how = named(work, textOf(placed.term) === JSON.stringify(work))
  return { placed, how: how ?? view, names: uses, uses: [...uses.values()] }
}

/** What a block prints: its texts, and the numbers that they read; a strip prints nothing, and stands for its numbers. */
function numbersOf({ term: { kind }, values }, look, widest, finer) {
  const { rows, columns } = extent(values.shape)
  if (!hasNumbers(rows, columns, kind, widest)) return { texts: null, values }
  const format = formatFor(values.data, kind, look, finer)
  const texts = Array.from(values.data, (value) => written(value, format))
  return { texts, format, values: { shape: values.shape, data: Float64Array.from(texts, read) } }
}

function closes({ placed, how, names, uses }, numbers, player, t) {
  const { texts: result, format } = numbers.get(placed)
  if (!result || !uses.length) return true
  const known = Object.fromEntries([...names].map(([name, one]) => [name, numbers.get(one).values]))
  const { data } = evaluate(how, { ...player.arrays, ...known }, player.variables(t))
  return result.every((text, i) => agrees(data[i], text, format))
}

function textOf(term) {
  if (!texts.has(term)) texts.set(term, JSON.stringify(term.view))
  return texts.get(term)
}
