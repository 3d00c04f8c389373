/** Fields of an experiment's text. `app/link.py` describes the text and reads it. */

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

function fieldName(field) {
  return field.slice(0, field.search(/[-*]/))
}
