/** Which loss sent how much to which step: a row for each loss, a column for each step that it reaches. */
import { paint } from "../dom/blocks.js"
import { el, fill, math } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"
import { formatOf } from "../dom/numerals.js"

/** Up to so many steps every part is a cell with its number; more of them are a picture. */
const NUMBERED = 8

export class Triangle {
  /** @param {(s: number | null, t: number | null) => void} onChoose called with a loss, and a step of its way back */
  constructor(onChoose) {
    this.onChoose = onChoose
    this.element = el("div", { class: "triangle", click: (event) => this.pick(event), keydown: (event) => {
      if (event.key === "Enter" || event.key === " ") this.pick(event)
    } })
    /** What the picture shows. */
    this.drawn = []
  }

  /**
   * @param {{lengths: import("../types").Values, whole: import("../types").Values, chosen: {loss?: number, step?: number},
   *   come: Set<number>, named: (t: number) => string, cutOff: (s: number, t: number) => boolean,
   *   look: import("../types").Look, words: import("../types").Words}} what `lengths` are NaN where there is no road
   */
  draw(what) {
    this.count = what.whole.data.length
    this.element.classList.toggle("picture", this.count > NUMBERED)
    this.element.style.setProperty("--columns", String(this.count))
    if (this.count > NUMBERED) this.drawPicture(what)
    else this.drawCells(what)
  }

  drawCells({ lengths, whole, chosen, come, named, cutOff, look, words }) {
    const count = this.count
    const times = Array.from({ length: count }, (_, i) => i + 1)
    const finite = [...lengths.data, ...whole.data].filter(Number.isFinite)
    const format = formatOf(finite, look)
    const cell = (s, t, value, name) => {
      const made = el("span", { class: "cell", ...(s && Number.isFinite(value) && come.has(t) && {
        role: "button", tabindex: "0", "data-s": s, "data-t": t, "aria-pressed": String(chosen.loss === s && chosen.step === t),
      }), ...(s && cutOff(s, t) && { "data-cut": "" }) })
      paint(made, made, "gradient", Number.isNaN(value) ? null : come.has(t) ? value : undefined, look, format, name)
      if (made.hasAttribute("role")) made.setAttribute("aria-label", made.dataset.value.replaceAll(/[{}]/g, ""))
      return made
    }
    morph(this.element,
      el("span"), ...times.map((t) => el("span", { class: "head" }, math(`∂L/∂a_{${t}}`))),
      ...times.flatMap((s) => {
        const carries = Number.isFinite(lengths.data[(s - 1) * count + s - 1])
        return [
          el("span", { class: "head source", ...(carries && { role: "button", tabindex: "0", "data-s": s, "aria-pressed": String(chosen.loss === s && !chosen.step) }) }, math(named(s))),
          ...times.map((t) => cell(s, t, lengths.data[(s - 1) * count + t - 1], fill(words["lens.where.cell"], { s, t }))),
        ]
      }),
      el("span", { class: "head" }, words["lens.where.together"]), ...times.map((t) => cell(0, t, whole.data[t - 1], `‖∂L/∂a_{${t}}‖`)))
  }

  /** A pixel for each part; the one under the pointer says its number and can be chosen all the same. */
  drawPicture({ lengths, chosen, come, cutOff, look, words }) {
    const canvas = this.element.querySelector("canvas") ?? this.picture()
    const drawn = [lengths, look, come.size, chosen.loss, chosen.step, cutOff(this.count, 1)]
    if (this.drawn.every((part, i) => part === drawn[i]) && this.drawn.length) return
    this.drawn = drawn
    this.values = { lengths, come, words }
    Object.assign(canvas, { width: this.count, height: this.count })
    const context = canvas.getContext("2d", { willReadFrequently: true })
    const image = context.createImageData(this.count, this.count)
    lengths.data.forEach((value, i) => {
      const [s, t] = [Math.floor(i / this.count) + 1, (i % this.count) + 1]
      if (Number.isNaN(value)) return
      const [red, green, blue] = come.has(t) ? look.scale.mixed("gradient", value, look.dark) : [128, 128, 128]
      image.data.set([red, green, blue, come.has(t) ? (cutOff(s, t) ? 70 : 255) : 60], 4 * i)
    })
    context.putImageData(image, 0, 0)
    /** @type {HTMLElement} */
    const frame = this.element.querySelector(".frame")
    frame.hidden = !chosen.loss
    if (chosen.loss) frame.style.cssText = `top: ${(chosen.loss - 1) / this.count * 100}%; height: ${100 / this.count}%; width: ${chosen.loss / this.count * 100}%`
  }

  picture() {
    const canvas = el("canvas", { "data-picture": "" })
    this.drawn = []
    this.element.replaceChildren(el("span", { class: "whole" }, canvas, el("span", { class: "frame" })))
    canvas.cellAt = (event) => {
      const { s, t } = this.at(canvas, event)
      const { lengths, come, words } = this.values
      const value = lengths.data[(s - 1) * this.count + t - 1]
      const name = fill(words["lens.where.cell"], { s, t })
      return { dataset: { value: s < t || Number.isNaN(value) ? words["state.no_road"] : come.has(t) ? `${name} ${value.toPrecision(3)}` : words["state.hatched"] } }
    }
    return canvas
  }

  at(canvas, { clientX, clientY }) {
    const { left, top, width, height } = canvas.getBoundingClientRect()
    const place = (share) => Math.max(1, Math.min(this.count, Math.floor(share * this.count) + 1))
    return { s: place((clientY - top) / height), t: place((clientX - left) / width) }
  }

  /** Chooses what was clicked; once more takes it back. */
  pick(event) {
    const { target } = event
    if (target.matches("canvas")) {
      const { s, t } = this.at(target, event)
      if (Number.isFinite(this.values.lengths.data[(s - 1) * this.count + t - 1])) this.onChoose(s, t)
      return
    }
    const chosen = target.closest("[data-s]")
    if (!chosen) return
    event.preventDefault()
    if (chosen.getAttribute("aria-pressed") === "true") this.onChoose(null, null)
    else this.onChoose(Number(chosen.dataset.s), chosen.dataset.t ? Number(chosen.dataset.t) : null)
  }
}
