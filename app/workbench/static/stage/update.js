/** The update in sight: what became of the loss, over all updates so far, the way on and the way back. */
import { formatFor } from "../dom/blocks.js"
import { el, fill } from "../dom/markup.js"
import { morph } from "../dom/morph.js"
import { alike, written } from "../dom/numerals.js"
import { Panel } from "../dom/panel.js"
import { keep, kept } from "../store/kept.js"
import { arrayField, presetText } from "../store/link.js"

/** Updates that can be taken back. */
const MOST = 100
/** The line of the losses: its size in pixels, and how far its dots are from the edge. */
const LINE = { width: 120, height: 30, edge: 4 }

/**
 * Weights that an update replaced: as fields of the text, with the shape of W_x, the case, and the loss that they had.
 * @typedef {{fields: Record<string, string>, shape: number[], preset: string, name?: string, loss?: number}} Replaced
 */

export class Update extends Panel {
  /** @param {(fields: Record<string, string>) => void} onRestart called with the weights to go on with, as fields of the text */
  constructor(onRestart) {
    super(el("section", { class: "outcome" }))
    this.onRestart = onRestart
    /** Names of the weights. @type {string[]} */
    this.weights = []
    /** The newest last. @type {Replaced[]} */
    this.replaced = JSON.parse(kept("unroll.replaced") ?? "[]")
  }

  take(data) {
    this.data = data
    this.arrays = data.arrays
    this.weights = Object.keys(data.properties).filter((name) => data.properties[name].weight)
    const chosen = data.text === presetText(data.preset) || this.replaced.some(({ preset }) => preset !== data.preset)
    if (data.current && chosen && this.replaced.length) this.remember([])
  }

  /** At the update; and at the first step, where one comes back to after it. */
  draw({ step, at, look }) {
    const { words, updated, timeline } = this.data
    const now = step.phase === "update"
    const back = String(this.replaced.at(-1)?.shape) === String(this.arrays.W_x.shape)
    this.element.hidden = !now && !(back && at.step === 0)
    if (this.element.hidden) return
    const format = formatFor([], "loss", look)
    const [before, after] = ["loss", "loss_after"].map((name) => written(this.arrays[name].data[0], format))
    const losses = this.losses(now)
    morph(this.element, ...[
      now && el("p", { class: "new-loss" }, fill(words["after.loss"], { name: timeline.loss, before, after })),
      losses.length > 2 && this.course(losses),
      now && updated && el("button", { type: "button", class: "strong", click: () => this.goOn() }, words["after.continue"]),
      back && el("button", { type: "button", click: () => this.goBack() }, words["after.back"]),
      now && el("p", { class: "which" }, words["after.which"]),
    ].filter(Boolean))
  }

  /** The losses before each update so far, and now; at the update the one after it, too. */
  losses(now) {
    const { timeline } = this.data
    const earlier = this.replaced.filter(({ name }) => name === timeline.loss).map(({ loss }) => loss)
    return [...earlier, this.arrays.loss.data[0], ...(now ? [this.arrays.loss_after.data[0]] : [])].filter(Number.isFinite)
  }

  /** The losses as a line, with its first and last number; pointing at a dot says which it is. */
  course(losses) {
    const { words, timeline } = this.data
    const texts = alike(losses, 4)
    const { width, height, edge } = LINE
    const [low, high] = [Math.min(...losses), Math.max(...losses)]
    const places = losses.map((loss, i) => [
      edge + (i * (width - 2 * edge)) / (losses.length - 1),
      height - edge - ((loss - low) / (high - low || 1)) * (height - 2 * edge),
    ])
    const said = fill(words["after.course"], { name: timeline.loss, count: losses.length - 1, losses: texts.join(", ") })
    return el("figure", { class: "course" },
      el("span", {}, texts[0]),
      drawn("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": said },
        drawn("polyline", { points: places.map((place) => place.join(",")).join(" ") }),
        ...places.map(([x, y], i) => drawn("circle", { cx: x, cy: y, r: 3 }, drawn("title", {}, texts[i])))),
      el("span", {}, texts.at(-1)))
  }

  /** The weights that the update gave; the old ones are kept for the way back. */
  goOn() {
    const fields = (after) => Object.fromEntries(this.weights.map((name) => [name, arrayField(this.arrays[name + after].data)]))
    const { preset, timeline } = this.data
    const [loss] = this.arrays.loss.data
    this.remember([...this.replaced, { fields: fields(""), shape: this.arrays.W_x.shape, preset, name: timeline.loss, loss }])
    this.onRestart(fields("_after"))
  }

  goBack() {
    const { fields } = this.replaced.at(-1)
    this.remember(this.replaced.slice(0, -1))
    this.onRestart(fields)
  }

  remember(replaced) {
    this.replaced = replaced.slice(-MOST)
    keep("unroll.replaced", JSON.stringify(this.replaced))
  }
}

/** An element of a picture. */
function drawn(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  element.append(...children.map((child) => (typeof child === "string" ? document.createTextNode(child) : child)))
  return element
}
