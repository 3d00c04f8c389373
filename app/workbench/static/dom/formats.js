/** Values as text for other programs, with every digit: NumPy, a spreadsheet, LaTeX. */
/** @typedef {import("../types").Values} Values */

/** A number as Python reads it back, to the last bit. */
export function numeral(value) {
  if (Number.isNaN(value)) return "np.nan"
  if (!Number.isFinite(value)) return value > 0 ? "np.inf" : "-np.inf"
  return Object.is(value, -0) ? "-0.0" : String(value)
}

/** @param {number[]} shape @param {ArrayLike<number>} data row by row */
export function nested(shape, data, write = numeral) {
  if (shape.length === 0) return write(data[0])
  const items = Array.from({ length: shape[0] }, (_, i) => part({ shape, data }, i))
  return `[${items.map((item) => nested(item.shape, item.data, write)).join(", ")}]`
}

/** Values as text, by the name of the format. @type {Record<string, (values: Values) => string>} */
export const FORMATS = {
  numpy: ({ shape, data }) => (shape.length ? `np.array(${nested(shape, data)}, dtype=float)` : numeral(data[0])),
  tsv: (values) => matrices(values).map((rows) => rows.map((row) => row.map(String).join("\t")).join("\n")).join("\n\n"),
  latex: (values) => (values.shape.length
    ? matrices(values).map((rows) => bmatrix(rows.map((row) => row.map(latexNumber)))).join(",\\quad\n")
    : latexNumber(values.data[0])),
}

/** A matrix in LaTeX. @param {string[][]} rows */
export function bmatrix(rows) {
  return `\\begin{bmatrix} ${rows.map((row) => row.join(" & ")).join(" \\\\ ")} \\end{bmatrix}`
}

/** A number, or one as it is printed, in LaTeX: its power of ten written out. */
export function latexNumber(value) {
  const [digits, power] = String(value).replaceAll("−", "-").split("e")
  return power === undefined ? digits : `${digits} \\times 10^{${Number(power)}}`
}

/** Rows of each matrix along the last two axes; a vector is a row, as it is shown. @param {Values} values */
function matrices(values) {
  const { shape, data } = values
  if (shape.length > 2) return Array.from({ length: shape[0] }, (_, i) => matrices(part(values, i))).flat()
  const columns = shape.at(-1) ?? 1
  return [Array.from({ length: data.length / columns }, (_, r) => Array.from(data.slice(r * columns, (r + 1) * columns)))]
}

/** What stands at a place of the first axis. */
function part({ shape, data }, i) {
  const rest = shape.slice(1)
  const size = rest.reduce((one, other) => one * other, 1)
  return { shape: rest, data: data.slice(i * size, (i + 1) * size) }
}
