/** The lens "why this size": the two factors of every step back, W_h as it is now, and who is to blame. */
import { block } from "../dom/blocks.js"
import { el, fill, math } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"
import { short } from "../dom/numerals.js"
import { Panel } from "../dom/panel.js"
import { explained } from "../dom/terms.js"
import { Factors } from "./factors.js"
import { complex, plane } from "./plane.js"
import { comeBack, pinnedFor, shownFor } from "./shown.js"
import { Sliders } from "./sliders.js"

export class Why extends Panel {
  /**
   * @param {object} options
   * @param {(settings: Record<string, string | null>) => void} options.onSet called with settings of the lens
   * @param {(t: number) => void} options.onTime called with a time step that was pointed at
   * @param {() => void} options.onBack called when the way back is to be shown
   * @param {Pick<import("../types").Editing, "text" | "before" | "onEdit">} options.editing
   */
  constructor({ onSet, onTime, onBack, editing }) {
    super(el("div", { class: "why" }))
    this.onSet = onSet
    this.factors = new Factors(onTime)
    this.sliders = new Sliders(editing)
    this.title = el("h3")
    this.node = el("select", { change: () => onSet({ node: this.node.value || null }) })
    this.handles = ["from", "to"].map((name) => this.handle(name))
    this.matrixTitle = el("h3")
    this.plane = el("div")
    this.numbers = el("p", { class: "of-matrix" })
    this.promise = el("p", { class: "hint" })
    this.said = el("b", { class: "verdict", role: "status" })
    this.back = el("button", { type: "button", click: onBack })
    this.joins = el("span", { class: "joins" })
    this.deeper = el("button", { type: "button", class: "turn", click: () => onSet({ jacobian: this.asked ? null : "1" }) })
    this.way = el("div", { class: "jacobian" })
    this.bars = el("div", { class: "bars" }, this.factors.element, el("div", { class: "handles" }, ...this.handles))
    this.tools = [this.node, this.deeper]
    this.element.append(
      el("div", { class: "lens-main" }, this.title, this.bars, this.way),
      el("div", { class: "lens-more" }, this.matrixTitle, el("div", { class: "lens-row" }, this.plane, el("div", {}, this.numbers, this.promise)), this.sliders.element),
      el("div", { class: "lens-said" }, this.said, " ", this.back, " ", this.joins),
    )
  }

  /** An end of the way that the factors are multiplied along. */
  handle(name) {
    const range = el("input", { type: "range", min: "1", step: "1", class: `handle-${name}`, input: () => {
      const other = Number(this.handles[name === "from" ? 1 : 0].value)
      range.value = String(name === "from" ? Math.max(other, Number(range.value)) : Math.min(other, Number(range.value)))
      this.onSet({ [name]: range.value })
    } })
    return range
  }

  speak(words) {
    this.words = words
    const key = (name, word) => el("span", { class: "key" }, el("i", { class: `sample ${name}` }), math(words[`lens.why.${word}`]))
    this.title.replaceChildren(words["lens.why.bars"], " ", key("slope", "slope"), " × ", key("of-W_h", "W_h"), " = ", key("ring", "both"))
    this.matrixTitle.replaceChildren(explained(words["lens.why.eigenvalues"], words))
    this.back.textContent = words["lens.back"]
    this.handles.forEach((handle, i) => handle.setAttribute("aria-label", words[i ? "lens.why.to" : "lens.why.from"]))
    this.node.setAttribute("aria-label", words["lens.why.node"])
    this.sliders.speak(words)
    this.nodes = 0
  }

  take(data) {
    const shows = shownFor(data, "why")
    this.element.classList.toggle("waits", !shows)
    if (!shows) return
    const { sizes, largest, arrays } = data
    if (this.nodes !== sizes.n_nodes) {
      this.nodes = sizes.n_nodes
      morph(this.node, el("option", { value: "" }, this.words["lens.why.whole"]),
        ...Array.from({ length: sizes.n_nodes }, (_, n) => el("option", { value: n + 1 }, fill(this.words["lens.why.node_n"], { n: n + 1 }))))
    }
    for (const [i, name] of ["from", "to"].entries()) Object.assign(this.handles[i], { max: String(sizes.n_sequences), value: String(shows[name]) })
    this.sliders.take({ radius: shows.matrix?.radius ?? 0, sizes, largest: largest.n_sequences })
    this.pinned = pinnedFor(data, "why")
    this.showMatrix(shows)
    this.showWay(shows, arrays)
    morph(this.joins, ...(shows.joins ? [math(shows.joins)] : []))
  }

  showMatrix({ matrix, promise }) {
    const words = this.words
    if (!matrix) return morph(this.plane, "")
    const all = matrix.eigenvalues.map(([real, imaginary]) => complex(real, imaginary)).join(", ")
    morph(this.plane, plane(matrix.eigenvalues, this.pinned?.shows.matrix?.eigenvalues ?? [], fill(words["lens.why.plane"], { all })))
    morph(this.numbers, explained(fill(words["lens.why.matrix"], { radius: short(matrix.radius), largest: short(matrix.largest) }), words))
    morph(this.promise, explained(promise, words))
  }

  /** The Jacobian between the two ends, one level down. */
  showWay({ from, to }, arrays) {
    const name = fill("∂h_{{from}}/∂h_{{to}}", { from, to })
    morph(this.deeper, math(name))
    this.deeper.title = fill(this.words["lens.why.way"], { from, to })
    this.jacobian = arrays["why.jacobian"] ?? null
    this.singular = arrays["why.singular"] ?? null
  }

  draw(scene) {
    const { data, player, position, look, step } = scene
    const shows = shownFor(data, "why")
    if (!shows) return
    const node = Number(position.setting("node") ?? 0)
    const come = comeBack(scene)
    this.node.value = node && node <= data.sizes.n_nodes ? String(node) : ""
    const { slope, W_h } = factorsOf(data.arrays, this.node.value && node, player.sample)
    this.factors.draw({
      slope, W_h, pinned: this.pinned && factorsOf(this.pinned.arrays, this.node.value && node, player.sample), from: shows.from, to: shows.to, come, now: step.t, words: this.words,
      bounds: shows.matrix && !this.node.value && shows.matrix.largest > 0 ? [shows.matrix.least, shows.matrix.largest] : null,
    })
    const told = come.has(shows.to) || (shows.to === shows.from) || come.has(shows.to + 1)
    this.back.hidden = told
    morph(this.said, told ? explained(shows.said, this.words) : math(this.words["lens.why.not_come"]))
    this.joins.hidden = !told
    this.asked = position.setting("jacobian") !== null
    this.deeper.setAttribute("aria-pressed", String(this.asked))
    this.bars.hidden = this.asked
    if (this.asked && this.jacobian) {
      morph(this.way,
        block(this.jacobian, "weight", look, { name: `∂h_${shows.from}/∂h_${shows.to}` }),
        el("p", { class: "hint" }, explained(fill(this.words["lens.why.norm"], { norm: short(this.singular.data[0]), all: Array.from(this.singular.data, (value) => short(value)).join(", ") }), this.words)))
    } else morph(this.way)
  }
}

/** The factors by time step, of one node alone where there is one; null where the run has no such node or sample. */
function factorsOf(arrays, node, sample) {
  if (!node) return { slope: arrays["why.slope"].data, W_h: arrays["why.W_h"].data }
  const { shape: [batch_size, n_sequences, n_nodes], data } = arrays.slope
  if (node > n_nodes || sample >= batch_size) return null
  const slope = Array.from({ length: n_sequences }, (_, t) => Math.abs(data[(sample * n_sequences + t) * n_nodes + node - 1]))
  return { slope, W_h: arrays["why.by_node"].data.subarray((node - 1) * n_sequences, node * n_sequences) }
}
