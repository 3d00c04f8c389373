/** Numbers as the page writes and reads them. `app/timeline/numerals.py` writes the same. */

/** A number in few characters: 0.762, 0.0059, −3.5e-9, 0 for exactly 0. */
export function short(value, digits = 3) {
  if (Number.isNaN(value)) return "NaN"
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞"
  if (value === 0) return "0"
  const size = Math.abs(value)
  const whole = String(size)
  let text
  if (size < 0.9995e-3 || size >= 99950) {
    text = size.toExponential(1).replace(".0e", "e").replace("e+", "e")
  } else {
    const decimals = Math.min(digits + 1, Math.max(0, digits - 1 - Math.floor(Math.log10(size))))
    text = size.toFixed(decimals)
    if (whole.length < text.length) text = whole
  }
  return (value < 0 ? "−" : "") + text
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
