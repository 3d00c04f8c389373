/** Bars of what each step back does to the length of a gradient: up and down from ×1 on a log axis, a ring for both. */
import { el, fill } from "../dom/markup.js"
import { morph } from "../dom/morph.js"
import { short } from "../dom/numerals.js"

/** So many time steps have room for the numbers below their bars. */
const NUMBERED = 12
/** From this many on, not at a projector's size. */
const NARROW = 4
/** The axis shows at least this much on either side of ×1, in powers of ten. */
const LEAST = 0.4

export class Factors {
  /** @param {(t: number) => void} onTime called with a time step that was clicked */
  constructor(onTime) {
    this.onTime = onTime
    this.bars = el("div", { class: "factors", role: "group", click: ({ target }) => this.pick(target), keydown: (event) => {
      if (event.key === "Enter") this.pick(event.target)
    } })
    this.element = this.bars
  }

  /**
   * @param {{slope: ArrayLike<number>, W_h: ArrayLike<number>, from: number, to: number, come: Set<number>, now: number | null,
   *   pinned: {slope: ArrayLike<number>, W_h: ArrayLike<number>} | null, bounds: number[] | null, words: import("../types").Words}} what factors by time step, NaN where none exists
   */
  draw({ slope, W_h, from, to, come, now, pinned, bounds, words }) {
    const times = Array.from(slope, (_, i) => i + 1)
    const axis = axisOf([...Array.from(slope), ...Array.from(W_h), ...times.map((t) => slope[t - 1] * W_h[t - 1]), ...(bounds ? [bounds[1]] : []), ...(pinned ? [...Array.from(pinned.slope), ...Array.from(pinned.W_h)] : [])])
    this.bars.setAttribute("aria-label", words["lens.why.bars"])
    const left = running(slope, W_h, from, to)
    morph(this.bars,
      ...axis.ticks.map((power) => el("i", { class: power === 0 ? "tick one" : "tick", style: `top: ${axis.at(10 ** power)}%` }, tickText(power))),
      bounds ? el("i", { class: "bounds", style: span(axis.at(bounds[1]), axis.at(bounds[0])), title: fill(words["lens.why.bound"], { least: short(bounds[0]), largest: short(bounds[1]) }) }) : "",
      ...times.map((t) => this.column(t, { slope: slope[t - 1], W_h: W_h[t - 1], pinned: pinned && { slope: pinned.slope[t - 1], W_h: pinned.W_h[t - 1] }, axis, inside: t > to && t <= from, come: come.has(t), now: t === now, left: left.get(t), numbered: times.length <= NUMBERED, words })))
    this.bars.style.setProperty("--columns", String(times.length))
    this.bars.toggleAttribute("data-narrow", times.length > NARROW)
  }

  pick(target) {
    const column = target.closest("[data-t]")
    if (column) this.onTime(Number(column.dataset.t))
  }

  column(t, { slope, W_h, pinned, axis, inside, come, now, left, numbered, words }) {
    const said = come ? fill(words["lens.why.step"], { t, slope: short(slope), W_h: short(W_h), both: short(slope * W_h) }) : fill(words["lens.why.not_yet"], { t })
    return el("span", {
      role: "button", "data-t": t, class: `factor${inside ? " inside" : ""}${now ? " now" : ""}${come ? "" : " hatched"}`, tabindex: now ? "0" : "-1",
      "aria-label": Number.isNaN(slope) && come ? fill(words["lens.why.none"], { t }) : said,
      title: Number.isNaN(slope) && come ? fill(words["lens.why.none"], { t }) : said,
    },
    el("span", { class: "plot" }, ...(come ? [bar("slope", slope, axis), bar("of-W_h", W_h, axis), ...hollow(pinned, axis), ring(slope * W_h, axis)] : [])),
    el("span", { class: "time" }, String(t)),
    numbered ? el("span", { class: "left" }, come && left !== undefined && !Number.isNaN(left) ? brief(left) : "") : "")
  }
}

/** What is left of 1 at each step on the way from one step back to another. */
export function running(slope, W_h, from, to) {
  const left = new Map([[from, 1]])
  for (let t = from; t > to; t -= 1) left.set(t - 1, left.get(t) * slope[t - 1] * W_h[t - 1])
  return left
}

/** A log axis that shows all numbers, with its ticks; 0 stands at its foot. */
function axisOf(values) {
  const powers = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10)
  const low = Math.min(-LEAST, ...powers) - 0.08
  const high = Math.max(LEAST, ...powers) + 0.08
  const every = Math.max(1, Math.ceil((high - low) / 4))
  const ticks = []
  for (let power = Math.ceil(low / every) * every; power <= high; power += every) ticks.push(power)
  const at = (value) => (value > 0 ? Math.max(0, Math.min(100, (high - Math.log10(value)) / (high - low) * 100)) : 100)
  return { ticks, at }
}

/** Two digits, in as little room as there is below a bar. */
const brief = (value) => (value >= 1e-3 && value < 1e4 ? String(Number(value.toPrecision(2))) : short(value, 2))

const tickText = (power) => (power < -3 || power > 3 ? `×1e${power}` : `×${short(10 ** power, 1)}`)
const span = (top, foot) => `top: ${top}%; height: ${foot - top}%`

function bar(name, value, axis) {
  if (Number.isNaN(value)) return el("i", { class: `bar ${name} nowhere` }, name === "slope" ? "–" : "")
  const [end, one] = [axis.at(value), axis.at(1)]
  return el("i", { class: `bar ${name}`, style: span(Math.min(end, one), Math.max(end, one)) })
}

/** The bars of the pinned run: their outlines alone. */
function hollow(pinned, axis) {
  return pinned && !(Number.isNaN(pinned.slope) || pinned.slope === undefined) ? [bar("ghost slope", pinned.slope, axis), bar("ghost of-W_h", pinned.W_h, axis)] : []
}

function ring(value, axis) {
  return Number.isNaN(value) ? "" : el("i", { class: "ring", style: `top: ${axis.at(value)}%` })
}
