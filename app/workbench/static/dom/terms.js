/** Words of linear algebra in a sentence, as buttons that open what they mean: the catalogue's `term.<name>`. */
import { el, math } from "./markup.js"

export const TERMS = ["eigenvalue", "spectral_radius", "singular_value", "normal", "orthogonal"]

/** How each term may be written, the usual way first. */
const written = (words, name) => words[`term.${name}`].split("|")

/** The usual way to write a term. */
export function termName(words, name) {
  return written(words, name)[0]
}

/**
 * A sentence with every term in it a button.
 * @param {string} sentence
 * @param {import("../types").Words} words
 * @param {object} options
 * @param {string} [options.except] a term that stays as it is
 * @param {(text: string) => Node | string} [options.how] what the rest of it becomes
 */
export function explained(sentence, words, { except = "", how = math } = {}) {
  const names = new Map(TERMS.filter((name) => name !== except)
    .flatMap((name) => written(words, name).map((way) => [way.toLowerCase(), name])))
  const ways = [...names.keys()].sort((one, other) => other.length - one.length)
  const found = new RegExp(ways.map((way) => (/^\w/.test(way) ? `\\b${way}\\b` : way)).join("|"), "gi")
  const fragment = document.createDocumentFragment()
  let end = 0
  for (const match of sentence.matchAll(found)) {
    fragment.append(how(sentence.slice(end, match.index)))
    const term = names.get(match[0].toLowerCase())
    fragment.append(el("button", { type: "button", class: "term-link", "data-term": term, "aria-haspopup": "dialog" }, match[0]))
    end = match.index + match[0].length
  }
  fragment.append(how(sentence.slice(end)))
  return fragment
}
