/** Fields of an experiment's text. `app/experiment/link.py` describes the text and reads it. */

/** The version, with which every text begins. */
const VERSION = "1"
/** What a text begins with instead that has a check at its end. */
const SEALED = "2"
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/** The text as a link has it: with a check at its end, see `app/experiment/seal.py`. */
export function sealed(text) {
  if (!text.includes("~")) return text
  const body = SEALED + text.slice(VERSION.length)
  return `${body}~${check(body)}`
}

/** The experiment in a whole link, or in what of it was copied. */
export function experimentOf(link) {
  return new URLSearchParams(link.slice(link.indexOf("?") + 1)).get("e") ?? link.trim()
}

/** The experiment that a link compares with; null for none. */
export function pinOf(link) {
  return new URLSearchParams(link.slice(link.indexOf("?") + 1).trim()).get("pin")
}

/** Two digits of base 62 out of the hash FNV-1a, 32 bits. */
function check(body) {
  let value = 0x811c9dc5
  for (let i = 0; i < body.length; i++) value = Math.imul(value ^ body.charCodeAt(i), 0x01000193) >>> 0
  const short = value % DIGITS.length ** 2
  return DIGITS[Math.floor(short / DIGITS.length)] + DIGITS[short % DIGITS.length]
}

/** The text of a preset as it is. */
export function presetText(preset) {
  return VERSION + preset
}

/** A number in the fewest characters that read back to the same float64. */
function numberText(value) {
  if (Object.is(value, -0)) return "-0"
  return String(value).replace("e+", "e").replace(/^(-?)0\./, "$1.")
}

function packed(values) {
  const bytes = new Uint8Array(new Float64Array(values).buffer)
  let binary = ""
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192))
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")
}

/** An array's mark and value: plain decimals, or packed where that is shorter. */
export function arrayField(values) {
  const decimal = "-" + Array.from(values, numberText).join("_")
  const binary = "*" + packed(values)
  return decimal.length <= binary.length ? decimal : binary
}

/** The mark and value of one number. */
export function numberField(value) {
  return "-" + numberText(value)
}

/** The text with one field put in, or replaced. */
export function withField(text, name, value) {
  const kept = text.split("~").filter((field, i) => i === 0 || fieldName(field) !== name)
  return [...kept, name + value].join("~")
}

/** A field's mark and value in a text, or null. */
export function fieldOf(text, name) {
  const field = text.split("~").slice(1).find((candidate) => fieldName(candidate) === name)
  return field === undefined ? null : field.slice(name.length)
}

/** The text with single cells of an array changed. */
export function withCells(text, name, cells) {
  const steps = cells.map(([index, value]) => `${index}-${numberText(value)}`)
  const start = fieldOf(text, name) ?? "."
  // The same cell changed twice in a row, as a drag does, is one step.
  const last = start.lastIndexOf("*")
  const again = cells.length === 1 && last > 0 && start.startsWith(`${cells[0][0]}-`, last + 1)
  return withField(text, name, [again ? start.slice(0, last) : start, ...steps].join("*"))
}

/** The text with an array filled: what the fill is called, its amount and its seed, each null where it has none. */
export function withFill(text, name, { fill, amount, seed }) {
  const numbers = [amount, seed].filter((number) => number !== null).map(numberText)
  return withField(text, name, `${fieldOf(text, name) ?? "."}*${[fill, ...numbers].join("-")}`)
}

/** The amount of a fill that is the last step of an array's recipe; null where the last step is another one. */
export function lastAmount(text, name, fill) {
  const step = (fieldOf(text, name) ?? "").split("*").at(-1)
  return step.startsWith(`${fill}-`) ? Number(step.slice(fill.length + 1)) : null
}

/** The text with that amount; in place of the last step where that is the same fill. */
export function withAmount(text, name, fill, amount) {
  if (lastAmount(text, name, fill) === null) return withFill(text, name, { fill, amount, seed: null })
  const field = fieldOf(text, name)
  return withField(text, name, `${field.slice(0, field.lastIndexOf("*"))}*${fill}-${numberText(amount)}`)
}

/** The text with a field as the preset has it. */
export function withoutField(text, name) {
  return text.split("~").filter((field, i) => i === 0 || fieldName(field) !== name).join("~")
}

/** Which cells are marked in `app/workbench/payload.py`'s bits: (index) -> boolean. */
export function marks(bits) {
  if (bits === null) return () => false
  const bytes = atob(bits)
  return (index) => Boolean(bytes.charCodeAt(index >> 3) & (128 >> (index & 7)))
}

function fieldName(field) {
  return field.slice(0, field.search(/[-*.]/))
}
