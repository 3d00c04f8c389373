/** The diagram and the charts, as SVG or PNG, named after the case and the step. */
import { el } from "../dom/markup.js"
import { chartText, download, png, svgText } from "./pictures.js"

export class Gallery {
  /** @param {() => SVGSVGElement} diagram @param {() => HTMLElement[]} charts that have been drawn */
  constructor(diagram, charts) {
    this.name = "pictures"
    this.diagram = diagram
    this.charts = charts
    this.element = el("section", { class: "pictures" })
  }

  speak(words) {
    this.words = words
  }

  take({ preset }) {
    this.preset = preset
  }

  open({ step, at }) {
    const place = `${step.phase}${step.t ? `-${step.t}` : ""}${at.operation === null ? "" : `-${at.operation + 1}`}`
    const ground = getComputedStyle(this.element).getPropertyValue("--paper") || "#fff"
    const row = (label, name, text) => el("div", { class: "row" }, el("span", {}, label), ...["svg", "png"].map((format) =>
      el("button", { type: "button", "aria-label": `${label}, ${format.toUpperCase()}`, click: async () => {
        const drawn = await text()
        const content = format === "svg" ? drawn : await png(drawn)
        download(`unroll-${this.preset}-${place}-${name}.${format}`, content, "image/svg+xml")
      } }, format.toUpperCase())))
    const charts = this.charts().map((host) => row(host.querySelector(".gtitle")?.textContent ?? host.classList[1], host.classList[1], () => chartText(host, ground)))
    this.element.replaceChildren(row(this.words["take.diagram"], "diagram", async () => svgText(this.diagram(), ground)), ...charts)
  }
}
