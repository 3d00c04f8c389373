/** The worked equation in LaTeX, with the digits that are printed. */
import { extent, formatFor } from "../dom/blocks.js"
import { bmatrix, latexNumber } from "../dom/formats.js"
import { withTime } from "../dom/markup.js"
import { written } from "../dom/numerals.js"

const SIGNS = { "⊙": "\\odot", "·": "\\cdot", "−": "-", "→": "\\to", "≈": "\\approx", "Σ": "\\textstyle\\sum", "½": "\\tfrac{1}{2}" }

/**
 * @param {{rows: {terms: import("../types").Row, t: number}[], values: import("../types").Values[][], printed: {finer: number[], signs: string[]}[]}} drawn
 * @param {import("../types").Look} look
 */
export function equationLatex({ rows, values, printed }, look) {
  const lines = rows.map(({ terms, t }, row) => terms.map((term, i) => {
    if (typeof term === "string") return sign(withTime(printed[row].signs[i] || term, t))
    return `\\underbrace{${block(values[row][i], term.kind, look, printed[row].finer[i])}}_{${name(withTime(term.label, t))}}`
  }).join(" "))
  return `\\begin{gather*}\n${lines.join(" \\\\\n")}\n\\end{gather*}\n`
}

function block(values, kind, look, finer) {
  if (!values) return "\\text{--}"
  const format = formatFor(values.data, kind, look, finer)
  const { rows, columns } = extent(values.shape)
  const numbers = Array.from(values.data, (value) => latexNumber(written(value, format)))
  if (!values.shape.length) return numbers[0]
  return bmatrix(Array.from({ length: rows }, (_, r) => numbers.slice(r * columns, (r + 1) * columns)))
}

const sign = (text) => [...text].map((character) => SIGNS[character] ?? character).join("").replace(/([a-z]{2,})\(/g, "\\$1(")

/** A label of the page, such as `∂L/∂h_2`, as a fraction; words are text. */
function name(label) {
  return label.replace(/∂(L\w*(?:_\w+)?)\/∂(\S+)/g, "\\frac{\\partial $1}{\\partial $2}")
    .replaceAll("f′", "f'").replaceAll("⊙", "\\odot ").replaceAll("Σ", "\\textstyle\\sum ").replaceAll("α", "\\alpha ")
    .replaceAll("ᵀ", "^{T}").replace(/_(\w{2,})/g, "_{$1}")
    .replace(/[A-Za-z]{3,}(?: [A-Za-z]+)*|[\u3040-\u9fff]+/g, (words) => (/^(frac|partial|odot|alpha|textstyle|sum|textstylesum)/.test(words) ? words : `\\text{${words}}`))
}
