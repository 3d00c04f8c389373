/** The first minute: three stops that say what is on the stage and where to press. It comes once, and on asking. */
import { el, math } from "../dom/markup.js"
import { Panel } from "../dom/panel.js"

const STOPS = ["network", "stage", "play"]

export class Tour extends Panel {
  constructor() {
    super(el("section", { class: "tour", hidden: true }))
    this.stop = 0
    /** @type {import("../types").Words} */
    this.words = {}
    this.title = el("h2", { tabindex: "-1" })
    this.text = el("p")
    this.picture = unrolling()
    this.count = el("small")
    this.next = el("button", { type: "button", class: "strong", click: () => this.goOn() })
    this.skip = el("button", { type: "button", click: () => this.leave() })
    this.element.append(this.title, this.picture, this.text, el("div", { class: "tour-way" }, this.count, this.skip, this.next))
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return
      event.stopPropagation()
      this.leave()
    })
  }

  speak(words) {
    this.words = words
    this.element.setAttribute("aria-label", words["tour.label"])
    this.skip.textContent = words["tour.skip"]
    if (this.open) this.show()
  }

  get open() {
    return !this.element.hidden
  }

  /** From its beginning. @param {boolean} focus whether it was asked for */
  begin(focus = false) {
    this.stop = 0
    this.element.hidden = false
    this.show()
    if (focus) this.title.focus()
  }

  show() {
    const name = STOPS[this.stop]
    const last = this.stop === STOPS.length - 1
    this.title.replaceChildren(math(this.words[`tour.${name}.title`]))
    this.text.replaceChildren(math(this.words[`tour.${name}`]))
    this.picture.style.display = this.stop === 0 ? "" : "none"
    this.count.textContent = `${this.stop + 1} / ${STOPS.length}`
    this.next.textContent = this.words[last ? "tour.done" : "tour.next"]
    this.skip.hidden = last
    document.querySelector(".unroll").setAttribute("data-tour", name)
  }

  goOn() {
    if (this.stop === STOPS.length - 1) return this.leave()
    this.stop += 1
    this.show()
  }

  leave() {
    if (!this.open) return
    this.element.hidden = true
    document.querySelector(".unroll").removeAttribute("data-tour")
  }
}

/** A cell with a loop, and the same cell three times in a row: what unrolling means. */
function unrolling() {
  const box = (x, more = "") => `<g class="cell-of-tour${more}"><rect x="${x}" y="22" width="34" height="24" rx="5"/>
    <text x="${x + 17}" y="38">h</text><path d="M${x + 17} 62V48"/><text x="${x + 17}" y="73">x</text></g>`
  const loop = '<path class="loop-of-tour" d="M44 30C62 20 58 6 39 6C20 6 16 20 26 20"/>'
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 270 78" class="unrolling" aria-hidden="true">
    <defs><marker id="tour-arrow" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z"/></marker></defs>
    ${box(22)}${loop}<text x="92" y="38" class="equals">=</text>
    ${[0, 1, 2].map((i) => box(118 + 52 * i, ` unrolls unrolls-${i}`)).join("")}
    ${[0, 1].map((i) => `<path class="unrolls unrolls-${i + 1}" d="M${154 + 52 * i} 34h14"/>`).join("")}</svg>`
  return /** @type {SVGElement} */ (/** @type {unknown} */ (document.importNode(
    new DOMParser().parseFromString(picture, "image/svg+xml").documentElement, true)))
}
