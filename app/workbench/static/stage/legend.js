/** The legend of the colours: for each kind of number its scale, from minus to plus the largest of this run. */
import { el, fill, math } from "../dom/markup.js"
import { morph } from "../dom/morph.js"
import { short } from "../dom/numerals.js"
import { Panel } from "../dom/panel.js"

/** In the order of the run. */
const KINDS = ["input", "state", "weight", "slope", "gradient"]
/** Colours along a bar. */
const STOPS = 17

export class Legend extends Panel {
  constructor() {
    super(el("div", { class: "colours" }))
  }

  draw({ look }) {
    if (this.look === look) return
    this.look = look
    const { scale, words } = look
    morph(this.element, ...KINDS.filter((kind) => scale.largest[kind]).map((kind) => {
      const most = short(scale.largest[kind])
      const said = fill(words[`colour.${kind}.about`], { most, least: short(scale.faintest(kind)) })
      return el("span", { class: "colour", title: said }, el("b", {}, math(words[`colour.${kind}`])),
        el("i", { style: `background: linear-gradient(to right, ${this.stops(kind).join(", ")})`, role: "img", "aria-label": said }),
        fill(words[`colour.${kind}.ends`], { most }))
    }))
  }

  /** The colours along the scale of a kind: of a gradient, powers of ten lie at equal distances. */
  stops(kind) {
    const { scale, dark } = this.look
    const [first, ends] = kind === "slope" ? [0, STOPS - 1] : [1 - STOPS, STOPS - 1]
    return Array.from({ length: STOPS }, (_, i) => scale.colours(kind, scale.at(kind, (first + ((ends - first) * i) / (STOPS - 1)) / ends), dark).background)
  }
}
