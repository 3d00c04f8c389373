/** A question of a lesson: what it asks for, and what is said to an answer. */
import { el, fill } from "../dom/markup.js"
import { parse, short } from "../dom/numerals.js"
import { explained } from "../dom/terms.js"

/** How far apart bars may stand that are the same, as a share of the whole height. */
const BAR = 0.08
/** Options of more characters stand one below the other. */
const LONG = 16

/**
 * The fields of a question.
 * @param {import("../types").Ask} ask @param {import("../types").Words} words
 * @param {(given: {right: boolean, said: string}) => void} onAnswer called with each answer, and what is said to it
 */
export function fieldsOf(ask, words, onAnswer) {
  return FIELDS[ask.kind](ask, words, onAnswer)
}

const FIELDS = {
  number(ask, words, onAnswer) {
    const field = el("input", { type: "text", inputmode: "text", autocomplete: "off", spellcheck: "false", "aria-label": words["lesson.answer"] })
    return el("form", { class: "ask-number", submit: (event) => {
      event.preventDefault()
      onAnswer(judged(ask, field.value, words))
    } }, field, el("button", { type: "submit" }, words["lesson.check"]), el("small", {}, fill(words["lesson.digits"], { digits: ask.digits })))
  },
  choice(ask, words, onAnswer) {
    const options = ask.options.map((option) => el("button", {
      type: "button", class: "option", click: () => onAnswer({ right: option.right, said: option.said || (option.right ? ask.right : words["lesson.no"]) }),
    }, explained(option.text, words)))
    const long = ask.options.some(({ text }) => text.length > LONG)
    return el("div", { class: `ask-choice${long ? " long" : ""}`, role: "group" }, ...options)
  },
  bar(ask, words, onAnswer) {
    const bar = el("i", { class: "asked-bar" })
    const range = el("input", { type: "range", min: "0", max: "1", step: "0.01", value: "0.5", "aria-label": words["lesson.bar"], input: () => show() })
    const told = el("output")
    const show = () => {
      bar.style.height = `${100 * Number(range.value)}%`
      told.textContent = short(Number(range.value) * ask.most, 2)
    }
    show()
    return el("div", { class: "ask-bar" }, el("div", { class: "bar-of" }, bar), range, told,
      el("button", { type: "button", click: () => onAnswer(heightJudged(ask, Number(range.value), words)) }, words["lesson.check"]))
  },
  change: (ask, words) => el("p", { class: "hint" }, words["lesson.do"]),
}

/** A number that was written: right to the digits asked for; else the slip that gives just it. */
export function judged(ask, text, words) {
  const read = parse(text.trim().replace(/^([-+−]?\d*),(\d+)$/, "$1.$2")) // as it is written in many countries
  if (read.error) return { right: false, said: fill(words["lesson.no_number"], { found: text.trim() }) }
  const same = (value) => Math.abs(read.value - value) <= toleranceOf(value, ask.digits)
  if (same(ask.value)) return { right: true, said: ask.right }
  const slip = ask.slips.find(({ value }) => same(value))
  if (slip) return { right: false, said: slip.said }
  return { right: false, said: words[ask.value !== 0 && same(-ask.value) ? "lesson.slip.sign" : Math.sign(read.value) === Math.sign(ask.value) ? "lesson.slip.size" : "lesson.no"] }
}

/** One of the last digit that is asked for. */
function toleranceOf(value, digits) {
  if (value === 0) return 1e-9
  return 1.0001 * 10 ** (Math.floor(Math.log10(Math.abs(value))) - digits + 1)
}

function heightJudged(ask, share, words) {
  const apart = share - ask.value / ask.most
  if (Math.abs(apart) <= BAR) return { right: true, said: ask.right }
  const slip = ask.slips.find(({ value }) => Math.abs(share - value / ask.most) <= BAR)
  return { right: false, said: slip ? slip.said : words[apart > 0 ? "lesson.slip.high" : "lesson.slip.low"] }
}
