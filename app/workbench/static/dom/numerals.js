/** Numbers as the page writes and reads them. `app/timeline/numerals.py` writes the same. */

/** What stands for a number that is none; while a lesson keeps numbers back, they are such. */
export const unknown = { text: "NaN" }

/** A number that takes no more characters than this, without its sign, is written with all its digits: 0.125, 1.875. */
const WHOLE = 7
/** Numbers up to here, and from here on, have an exponent, and this many digits before it or more. */
const TINY = 0.9995e-3
const HUGE = 99950
const BEFORE_EXPONENT = 2
/** Beside the largest of a block, what is smaller than this is what rounding left: it decides nothing for the others. */
const NOISE = 1e-12
/** A number with all its digits is taken for one with this many decimals or more: what gives it is near it, too. */
const FINE = 3

/**
 * How the numbers of one block are written: all with all their digits where each is short, else all with as many
 * decimals, else all with an exponent.
 * @typedef {{kind: "whole" | "fixed" | "exponent", decimals: number, least: number}} Format
 */

/**
 * @param {Iterable<number>} values that stand together
 * @param {{digits: number, room: number, smallestDigits?: number, noise?: number}} look significant digits wanted of the
 *   largest and of the smallest, the characters that a cell has room for, and the part of the largest that is noise
 * @param {number} finer so many digits more, and room for them
 * @returns {Format}
 */
export function formatOf(values, { digits, room, smallestDigits = digits, noise = NOISE }, finer = 0) {
  const sizes = new Set()
  let negative = false
  for (const value of values) {
    if (value === 0 || !Number.isFinite(value)) continue
    sizes.add(Math.abs(value))
    negative ||= value < 0
  }
  const all = [...sizes]
  const largest = all.reduce((one, other) => Math.max(one, other), 0)
  const least = noise * largest
  const wholes = all.map(whole)
  if (!wholes.includes(null)) return { kind: "whole", decimals: Math.max(0, ...wholes.map(decimalsOf)), least }
  const told = all.filter((size) => size >= least)
  const smallest = told.reduce((one, other) => Math.min(one, other), largest)
  const before = Math.max(BEFORE_EXPONENT, digits - 1) - 1 + finer
  if (largest < TINY || largest >= HUGE) return apart(told, { kind: "exponent", decimals: before, least }, before + 1)
  const free = room + finer - (negative ? 1 : 0) - Math.max(1, exponent(largest) + 1) - 1 // behind the point
  const exact = Math.max(...wholes.map((text) => decimalsOf(text ?? "")))
  const wanted = finer + Math.max(needed(largest, digits), needed(smallest, smallestDigits), exact)
  for (const [more, fewest] of [[0, 2], [1, 2], [1, 1]]) {
    const decimals = Math.max(0, Math.min(wanted, free + more), Math.min(exact, free + 1))
    if (decimals >= needed(smallest, fewest)) {
      return apart(told, { kind: "fixed", decimals, least }, Math.max(decimals, Math.min(decimals + 2, free + 1)))
    }
  }
  return apart(told, { kind: "exponent", decimals: before, least }, before + 1)
}

/** A number in a format; 0 for exactly 0, and for nothing else. @param {number} value @param {Format} format */
export function written(value, { kind, decimals, least }) {
  if (Number.isNaN(value)) return unknown.text
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞"
  if (value === 0) return "0"
  const size = Math.abs(value)
  let text = kind === "whole" ? whole(size) : null
  if (text === null && kind === "fixed" && size >= least) text = size.toFixed(decimals)
  if (text !== null && Number(text) === 0) text = null
  text ??= size.toExponential(size < least ? 0 : decimals).replace("e+", "e")
  return (value < 0 ? "−" : "") + text
}

/** Numbers of a sentence. @param {number[]} values */
export function alike(values, digits = 3) {
  const format = formatOf(values, { digits, room: 8 })
  return values.map((value) => written(value, format))
}

/** A number that stands alone. */
export function short(value, digits = 3) {
  return alike([value], digits)[0]
}

/** What a number reads that was written by `written`. @param {string} text */
export function read(text) {
  return Number(text.replace("−", "-").replace("∞", "Infinity"))
}

/**
 * Whether a number, rounded as a written one is, gives just that one.
 * @param {number} value @param {string} text @param {Format} format of the text
 */
export function agrees(value, text, { kind, decimals }) {
  if (!Number.isFinite(value) || !Number.isFinite(read(text))) return true
  const [mantissa, power] = text.split("e")
  const behind = kind === "whole" ? Math.max(decimals, FINE) : decimalsOf(mantissa)
  const lastDigit = 10 ** (Number(power ?? 0) - behind)
  return Math.abs(value - read(text)) < (0.5 - 1e-6) * (read(text) === 0 ? NOISE : lastDigit)
}

/** The shortest decimal of a number, but for the last bits of a sum of decimals; null where it is long. */
function whole(size) {
  const rounded = Number(size.toPrecision(12))
  const text = String(rounded)
  return text.length <= WHOLE && !text.includes("e") && Math.abs(rounded - size) <= NOISE * size ? text : null
}

const exponent = (size) => Math.floor(Math.log10(size))
const decimalsOf = (text) => text.split(".")[1]?.length ?? 0
/** Decimals that it takes to write so many significant digits. */
const needed = (size, digits) => Math.max(0, digits - 1 - exponent(size))

/** The format with as many decimals, up to `most`, as it takes to tell numbers that differ. */
function apart(sizes, format, most) {
  for (let { decimals } = format; decimals <= most; decimals++) {
    const finer = { ...format, decimals }
    if (new Set(sizes.map((size) => written(size, finer))).size === sizes.length) return finer
  }
  return format
}

/** A number to eight decimals where that says enough, else with all its digits. */
export function precise(value) {
  if (!Number.isFinite(value) || value === 0) return short(value)
  const size = Math.abs(value)
  const whole = String(size)
  const rounded = size >= 0.01 && size < 1e6 ? size.toFixed(8) : size.toExponential(8)
  return (value < 0 ? "−" : "") + (whole.length < rounded.length ? whole : rounded)
}

/** The text that a field shows while it is edited: every digit, a plain minus sign. */
export function editable(value) {
  return Object.is(value, -0) ? "-0" : String(value)
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Full-width digits and the several minus signs brought to their plain form. */
function plain(text) {
  return text.normalize("NFKC").replace(/[−–‐‑ー]/g, "-").trim()
}

/** What was typed, as {value} or {error: key}. */
export function parse(text) {
  const typed = plain(text)
  if (typed === "") return { error: "error.empty" }
  if (!NUMBER.test(typed)) return { error: "error.not_number" }
  const value = Number(typed)
  return Number.isFinite(value) ? { value } : { error: "error.too_large" }
}

/** A pasted block as {rows} of numbers or {error, found}. Cells are split by tab, else by comma or space. */
export function parseBlock(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n")
  const rows = []
  for (const line of lines) {
    const cells = line.includes("\t") ? line.split("\t") : line.trim().split(/\s*[,;、，]\s*|\s+/)
    const row = []
    for (const cell of cells) {
      const read = parse(cell)
      if (read.error) return { error: "error.paste_number", found: cell.trim() }
      row.push(read.value)
    }
    rows.push(row)
  }
  if (rows.some((row) => row.length !== rows[0].length)) return { error: "error.paste_ragged" }
  return { rows }
}
