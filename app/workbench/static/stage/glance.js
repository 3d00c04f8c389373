/**
 * The first look: the whole run passes once over the diagram, forward and back, as colours alone. It lies over the
 * diagram, which stays where the clock stands.
 */
import { el } from "../dom/markup.js"

/** How long it takes, in milliseconds, and how long the last colours stay. */
const WHOLE = 3200
const STAYS = 500

export class Glance {
  /** @param {SVGSVGElement} svg the diagram @param {import("../types").Scene} scene @param {() => void} onEnd */
  constructor(svg, { player, look }, onEnd) {
    this.onEnd = onEnd
    const box = svg.getBoundingClientRect()
    const around = svg.parentElement.getBoundingClientRect()
    const places = [...svg.querySelectorAll("[data-slot]")].flatMap((slot) => placesIn(slot, player, box))
    const picture = el("div", { class: "glance", "aria-hidden": "true",
      style: `left:${box.left - around.left}px; top:${box.top - around.top}px; width:${box.width}px; height:${box.height}px` })
    this.element = picture
    svg.parentElement.append(picture)
    const count = player.timeline.steps.length
    /** @type {Animation[]} */
    this.running = places.map(({ left, top, width, height, value, kind, step }) => {
      const cell = el("i", { style: `left:${left}px; top:${top}px; width:${width}px; height:${height}px` })
      cell.style.background = look.scale.colours(kind, value, look.dark).background
      picture.append(cell)
      const timing = { delay: (step * WHOLE) / count, duration: (1.5 * WHOLE) / count, fill: /** @type {FillMode} */ ("both") }
      return cell.animate([{ opacity: 0, transform: "scale(.5)" }, { opacity: 1, transform: "none" }], timing)
    })
    this.timer = setTimeout(() => this.end(), WHOLE + STAYS)
  }

  /** Leaves the diagram as it is. */
  end() {
    if (!this.element) return
    clearTimeout(this.timer)
    for (const animation of this.running) animation.cancel()
    this.element.remove()
    this.element = null
    this.onEnd()
  }
}

/** Where the cells of a slot stand, beside the corner of the picture, and what comes into them at which step. */
function placesIn(slot, player, box) {
  const t = Number(slot.closest("[data-column]").dataset.column)
  const entries = player.shown.get(`${slot.dataset.slot}.${t}`) ?? []
  const entry = entries.find(({ step }) => step >= 0)
  const values = entry && player.evaluate(entry.view, entry.t)
  if (!values) return []
  return [...slot.querySelectorAll(".cell rect:not(.bare)")].flatMap((rect, i) => {
    const { left, top, width, height } = rect.getBoundingClientRect()
    if (!width || i >= values.data.length) return []
    return { left: left - box.left, top: top - box.top, width, height, value: values.data[i], kind: slot.dataset.kind, step: entry.step }
  })
}
