/** The edge of the left column: drawn to the side it makes room for wider arrays, and stays so in this tab. */
import { el } from "../dom/markup.js"
import { Panel } from "../dom/panel.js"
import { keep, kept } from "../store/kept.js"

const KEPT = "unroll.left"
/** Widths of the column in pixels: at first, at most, and by how much an arrow key moves its edge. */
const FIRST = 264
const MOST = 520
const STEP = 16

export class Handle extends Panel {
  /** @param {(width: number) => void} onChange called when the column is to have another width */
  constructor(onChange) {
    super(el("div", {
      class: "handle", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-valuemin": FIRST,
      "aria-valuemax": MOST,
    }))
    this.onChange = onChange
    this.width = FIRST
    this.element.addEventListener("pointerdown", (event) => this.element.setPointerCapture(event.pointerId))
    this.element.addEventListener("pointermove", (event) => {
      if (this.element.hasPointerCapture(event.pointerId)) this.to(event.clientX)
    })
    this.element.addEventListener("dblclick", () => this.to(FIRST))
    this.element.addEventListener("keydown", (event) => this.onKey(event))
  }

  /** Puts the edge where it was in this tab. */
  restore() {
    this.to(Number(kept(KEPT)) || FIRST)
  }

  speak(words) {
    this.element.setAttribute("aria-label", words["page.handle"])
    this.element.title = words["page.handle"]
  }

  to(width) {
    const within = Math.round(Math.max(FIRST, Math.min(MOST, width)))
    this.element.setAttribute("aria-valuenow", String(within))
    if (within === this.width) return
    this.width = within
    keep(KEPT, within === FIRST ? null : String(within))
    this.onChange(within)
  }

  onKey(event) {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP, Home: FIRST - this.width, End: MOST - this.width }[event.key]
    if (by === undefined) return
    event.preventDefault()
    event.stopPropagation()
    this.to(this.width + by)
  }
}
