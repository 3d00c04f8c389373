/** What makes up the length of each step's gradient: signed parts of the losses, upwards and downwards from 0. */
import { el, fill } from "../dom/markup.js"
import { morph } from "../dom/morph.js"
import { short } from "../dom/numerals.js"

export class Bands {
  /** @param {(t: number) => void} onTime called with a time step that was clicked */
  constructor(onTime) {
    this.element = el("div", { class: "bands", role: "group", click: ({ target }) => {
      const column = target.closest("[data-t]")
      if (column) onTime(Number(column.dataset.t))
    } })
    this.drawn = []
  }

  /**
   * @param {{parts: import("../types").Values, whole: import("../types").Values, pinned: import("../types").Arrays | null, come: Set<number>, now: number | null,
   *   words: import("../types").Words}} what `parts` are (bands, n_sequences), by how many steps later the loss is;
   *   of a pinned run both under their names
   */
  draw({ parts, whole, pinned, come, now, words }) {
    const drawn = [parts, pinned, come.size, now, words]
    if (this.drawn.length && this.drawn.every((part, i) => part === drawn[i])) return
    this.drawn = drawn
    const shares = sharesOf(parts, whole)
    const before = pinned ? sharesOf(pinned["where.projections"], pinned["where.whole"]) : []
    const sums = (sign) => [...shares, ...before].map((all) => all.reduce((sum, share) => sum + Math.max(0, sign * share), 0))
    const [high, low] = [Math.max(1, ...sums(1)), Math.max(0, ...sums(-1))]
    const at = (share) => (high - share) / (high + low) * 100
    this.element.setAttribute("aria-label", words["lens.where.bands"])
    this.element.style.setProperty("--columns", String(shares.length))
    morph(this.element, el("i", { class: "zero", style: `top: ${at(0)}%` }), ...shares.map((all, i) => {
      const t = i + 1
      const said = come.has(t)
        ? all.map((share, band) => (share ? `${words[`lens.where.band.${band}`]} ${short(share * whole.data[i])}` : "")).filter(Boolean).join(", ")
        : fill(words["lens.why.not_yet"], { t })
      return el("span", { class: `band-of${t === now ? " now" : ""}${come.has(t) ? "" : " hatched"}`, "data-t": t, title: `t = ${t}: ${said}`, "aria-label": `t = ${t}: ${said}`, role: "button", tabindex: t === now ? "0" : "-1" },
        el("span", { class: "plot" }, ...(come.has(t) ? [...stacked(all, at), ...(before[i] ? stacked(before[i], at, " ghost") : [])] : [])), el("span", { class: "time" }, String(t)))
    }))
  }
}

/** Of every step, what each band is of the whole. */
function sharesOf(parts, whole) {
  const [bands, count] = parts.shape
  const share = (band, i) => parts.data[band * count + i] / (whole.data[i] || 1)
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: bands }, (_, band) => (Number.isFinite(share(band, i)) ? share(band, i) : 0)))
}

/** The bands of one step, one upon the other from 0 on, those below 0 downwards. */
function stacked(shares, at, more = "") {
  let [up, down] = [0, 0]
  return shares.map((share, band) => {
    const from = share < 0 ? down : up
    const to = from + share
    if (share < 0) down = to
    else up = to
    const [top, foot] = [Math.min(at(from), at(to)), Math.max(at(from), at(to))]
    return share ? el("i", { class: `band band-${band}${more}`, style: `top: ${top}%; height: ${foot - top}%` }) : ""
  }).filter(Boolean)
}
