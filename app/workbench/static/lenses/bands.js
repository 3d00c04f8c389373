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
   * @param {{parts: import("../types").Values, whole: import("../types").Values, come: Set<number>, now: number | null,
   *   words: import("../types").Words}} what `parts` are (bands, n_sequences), by how many steps later the loss is
   */
  draw({ parts, whole, come, now, words }) {
    const drawn = [parts, come.size, now, words]
    if (this.drawn.length && this.drawn.every((part, i) => part === drawn[i])) return
    this.drawn = drawn
    const [bands, count] = parts.shape
    const column = (t) => Array.from({ length: bands }, (_, band) => parts.data[band * count + t - 1] / (whole.data[t - 1] || 1))
    const shares = Array.from({ length: count }, (_, i) => column(i + 1).map((share) => (Number.isFinite(share) ? share : 0)))
    const sums = (sign) => shares.map((all) => all.reduce((sum, share) => sum + Math.max(0, sign * share), 0))
    const [high, low] = [Math.max(1, ...sums(1)), Math.max(0, ...sums(-1))]
    const at = (share) => (high - share) / (high + low) * 100
    this.element.setAttribute("aria-label", words["lens.where.bands"])
    this.element.style.setProperty("--columns", String(count))
    morph(this.element, el("i", { class: "zero", style: `top: ${at(0)}%` }), ...shares.map((all, i) => {
      const t = i + 1
      const said = come.has(t)
        ? all.map((share, band) => (share ? `${words[`lens.where.band.${band}`]} ${short(share * whole.data[i])}` : "")).filter(Boolean).join(", ")
        : fill(words["lens.why.not_yet"], { t })
      return el("span", { class: `band-of${t === now ? " now" : ""}${come.has(t) ? "" : " hatched"}`, "data-t": t, title: `t = ${t}: ${said}`, "aria-label": `t = ${t}: ${said}`, role: "button", tabindex: t === now ? "0" : "-1" },
        el("span", { class: "plot" }, ...(come.has(t) ? stacked(all, at) : [])), el("span", { class: "time" }, String(t)))
    }))
  }
}

/** The bands of one step, one upon the other from 0 on, those below 0 downwards. */
function stacked(shares, at) {
  let [up, down] = [0, 0]
  return shares.map((share, band) => {
    const from = share < 0 ? down : up
    const to = from + share
    if (share < 0) down = to
    else up = to
    const [top, foot] = [Math.min(at(from), at(to)), Math.max(at(from), at(to))]
    return share ? el("i", { class: `band band-${band}`, style: `top: ${top}%; height: ${foot - top}%` }) : ""
  }).filter(Boolean)
}
