/** The diagram: fills the cells of the SVG, lights its parts and lets its roads flow. */
import { formatFor, paint } from "../dom/blocks.js"
import { atRest, el, fill, svgMath, withTime } from "../dom/markup.js"
import { precise } from "../dom/numerals.js"
import { Panel } from "../dom/panel.js"
import { symbolOf } from "../dom/symbols.js"
import { cellUnder, columnUrl } from "../dom/strip.js"

export class Stage extends Panel {
  /** @param {() => boolean} marks whether a click on a column marks it */
  constructor(marks) {
    super(el("div", { class: "diagram", click: ({ target }) => marks() && this.mark(target.closest("[data-column]")) }))
    /** The time steps that are marked for a class. @type {Set<number>} */
    this.marked = new Set()
    /** The picture. @type {SVGSVGElement | null} */
    this.svg = null
    /** @type {import("../types").Words} */
    this.words = {}
    this.markup = ""
    /** What is called otherwise than the picture says. @type {Record<string, string>} */
    this.names = {}
    this.unnamed = new Map() // slots whose numbers readers have not been told
    this.widths = new Map() // of the host and the picture: asking for them while drawing would lay out the page
    this.resized = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries) this.measured(target, contentRect)
      this.scrollTo()
    })
    this.resized.observe(this.element)
    this.element.addEventListener("scroll", () => this.keepNames())
  }

  /** What names the rows stays in view. */
  keepNames() {
    const scale = this.widths.get(this.svg) / Number(this.svg.dataset.width)
    for (const element of this.svg.querySelectorAll("[data-stays]")) {
      element.setAttribute("transform", `translate(${Math.max(0, this.element.scrollLeft / scale) || 0} 0)`)
    }
  }

  /** Keeps a width; tells the style how large the picture stands, so that its text is never too small. */
  measured(target, { width, height }) {
    this.widths.set(target, width)
    if (target !== this.svg || !width) return
    const natural = this.svg.viewBox.baseVal
    this.svg.style.setProperty("--scale", Math.min(width / natural.width, height / natural.height).toFixed(3))
  }

  speak(words) {
    this.words = words
    this.write()
  }

  /** Writes the sentences of the picture. */
  write() {
    /** @type {NodeListOf<SVGElement>} */
    const sentences = this.element.querySelectorAll("[data-say]")
    for (const element of sentences) element.textContent = this.words[element.dataset.say]
  }

  /** Takes a new picture, if it is another one, or other names. */
  take({ diagram, timeline }) {
    if (JSON.stringify(timeline.names) !== JSON.stringify(this.names)) {
      this.names = timeline.names
      if (this.svg) this.label()
    }
    if (diagram === this.markup) return
    this.markup = diagram
    const svg = new DOMParser().parseFromString(diagram, "image/svg+xml").documentElement
    if (this.svg) this.resized.unobserve(this.svg)
    this.svg = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.importNode(svg, true)))
    this.element.replaceChildren(this.svg)
    this.resized.observe(this.svg)
    this.svg.style.setProperty("--natural-width", `${this.svg.dataset.width}px`)
    this.svg.style.setProperty("--natural-height", `${this.svg.viewBox.baseVal.height}px`)
    for (const name of ["room", "fine"]) {
      if (this.svg.dataset[name]) this.svg.style.setProperty(`--${name}`, `${this.svg.dataset[name]}px`)
    }
    this.columns = Number(this.svg.dataset.columns)
    this.pitch = Number(this.svg.dataset.pitch)
    this.left = Number(this.svg.dataset.left ?? 0) // of the first column
    const all = (selector) =>
      [...this.svg.querySelectorAll(selector)].map((element) => [
        element,
        Number(element.closest("[data-column]").dataset.column),
      ])
    this.slots = all("[data-slot]")
    this.roads = all("[data-road]")
    this.parts = all("[data-part]")
    this.labels = all("[data-label]")
    this.first = null
    this.faded = null
    this.cuts = ""
    this.blamed = null
    this.write()
  }

  /**
   * The time step that the first column stands for, so that `t` is in view between its neighbours. It stays as it is
   * while it can, and then leaves room on the way that the clock is going.
   */
  window(t, n_sequences) {
    const within = (first) => Math.max(0, Math.min(n_sequences - this.columns, first))
    if (this.first === null) return within((t ?? 0) - Math.floor(this.columns / 2))
    if (t === null) return within(this.first)
    const column = t - this.first
    if (column < 1) return within(t - this.columns + 1)
    return within(column < this.columns ? this.first : t - 2)
  }

  /** A label with the name that this run has for it; the name of a row has a letter for its time step. */
  called(label) {
    return this.names[label] ?? this.names[label.replaceAll("_t", "_{t}")]?.replaceAll("{t}", "t") ?? label
  }

  /** Writes the labels of the steps that the columns stand for. */
  label() {
    for (const [element, column] of this.labels) {
      svgMath(element, withTime(this.called(element.dataset.label), this.first + column, true))
      const symbol = symbolOf(withTime(element.dataset.label, this.first + column))
      if (symbol) element.dataset.symbol = symbol
    }
  }

  draw({ player, at, look, tween, follow, severed, wrong }) {
    const { t } = this.focus(player, at)
    const first = this.window(t, player.timeline.n_sequences)
    if (first !== this.first) {
      this.first = first
      tween = null // what stands in a column is another step
      this.label()
      /** @type {NodeListOf<SVGElement>} */
      const fromFirst = this.svg.querySelectorAll(".from-first")
      for (const element of fromFirst) element.style.display = first === 0 ? "" : "none"
    }
    this.showMarks()
    this.fade(follow)
    this.sever(severed)
    this.blame(wrong)
    const { light, flow, joins } = player.effects(at)
    for (const [element, column] of this.slots) this.fill(element, first + column, player, at, look, tween, joins)
    for (const [element, column] of this.roads) {
      const order = flow.get(`${element.dataset.road}.${first + column}`)
      element.classList.toggle("flow", order !== undefined)
      if (order !== undefined) tween?.travel(element, order)
    }
    for (const [element, column] of this.parts) {
      element.classList.toggle("lit", light.has(`${element.dataset.part}.${first + column}`))
    }
    this.setTabStop(t === null ? 1 : t - first)
    this.column = t === null ? null : t - first
  }

  /** Marks a column, or takes its mark away. @param {HTMLElement | null} column */
  mark(column) {
    if (!column) return
    const t = this.first + Number(column.dataset.column)
    if (!this.marked.delete(t)) this.marked.add(t)
    this.showMarks()
  }

  showMarks() {
    for (const [element, column] of this.parts) {
      if (element.dataset.part === "column") element.classList.toggle("marked", this.marked.has(this.first + column))
    }
  }

  /** Roads back that are cut: those out of these steps. */
  sever(steps) {
    const key = `${this.first} ${steps ?? ""}`
    if (key === this.cuts) return
    this.cuts = key
    for (const [element, column] of this.roads) {
      element.classList.toggle("severed", element.dataset.road === "back" && Boolean(steps?.includes(this.first + column)))
    }
  }

  /** The column from which on a program is wrong, and the number with which it begins. */
  blame(wrong) {
    const column = wrong && wrong.t - this.first
    const key = wrong && `${column} ${wrong.slot}`
    if (key === this.blamed) return
    this.blamed = key
    for (const [element, at] of this.slots) element.classList.toggle("blamed", wrong !== null && `${element.dataset.slot}.${this.first + at}` === wrong.slot)
    for (const [element, at] of this.parts) {
      if (element.dataset.part === "column") element.classList.toggle("blamed", at === column)
    }
  }

  /** Of one loss that is followed: what it does not reach is pale. */
  fade(follow) {
    const key = follow ? follow.t - this.first : null
    if (key === this.faded) return
    this.faded = key
    for (const element of this.svg.querySelectorAll("[data-column]")) {
      element.classList.toggle("aside", key !== null && Number(/** @type {SVGElement} */ (element).dataset.column) > key)
    }
  }

  /** The step that the clock stands at; at an operation of the loss, the time step of that operation. */
  focus(player, at) {
    const { t } = player.timeline.steps[at.step]
    const several = player.timeline.steps[at.step].operations.some(([, other]) => other > 1)
    return { t: t === null && at.operation !== null && several ? player.operationsAt(at)[0].t : t }
  }

  fill(element, t, player, at, look, tween, joins) {
    const slot = `${element.dataset.slot}.${t}`
    const entry = player.entry(slot, at)
    const drawn = [entry, t, player, player.sample, look]
    if (element.drawn?.every((part, i) => part === drawn[i])) return
    if (tween && entry?.step === at.step && element.drawn?.[0] !== entry && !element.dataset.strip) {
      const order = at.operation === null ? entry.operation : 0
      const parts = joins.get(slot)?.map((name) => this.standing(name, t)).filter(Boolean) ?? []
      tween.enter(element, element.cloneNode(true), order, parts.length > 1 ? parts : [])
    }
    element.drawn = drawn
    const values = entry && player.evaluate(entry.view, entry.t)
    const cells = element.children
    const name = this.nameOf(element.dataset, t, player, look)
    // A waiting place that nothing has come to, or ever will, is not drawn as an empty cell.
    element.classList.toggle("away", values === undefined && "waits" in element.dataset)
    element.classList.toggle("nowhere", values === null)
    const format = values && formatFor(values.data, element.dataset.kind, look)
    const beside = values && look.other ? look.other.beside(entry.view, entry.t, values.shape) : null
    if (element.dataset.strip) this.fillStrip(element, values, { view: entry?.view, t: entry?.t, entry }, look, name)
    else for (let i = 0; i < cells.length; i++) {
      const value = values && values.data[i]
      const called = element.dataset.slot === "loss" ? name : `${name}[${i + 1}]`
      const number = cells[i].querySelector("text")
      paint(cells[i], number, element.dataset.kind, value ?? values, look, format, called, beside?.[i])
      this.measure(number)
      cells[i].source = values ? { view: entry.view, t: entry.t, entry, index: i } : null
    }
    this.name(element, element.dataset.slot !== "loss" && values, name)
  }

  /** The place of a slot, by its name with its time step, where it shows numbers. */
  standing(name, t) {
    const found = this.slots.find(([{ dataset, drawn }, column]) =>
      this.first + column === t && `${dataset.slot}.${t}` === name && drawn?.[0] && !dataset.strip)
    return found?.[0]
  }

  /** The place of a slot, by its name with its time step. */
  placeOf(name) {
    return this.slots.find(([{ dataset }, column]) => `${dataset.slot}.${this.first + column}` === name)?.[0]
  }

  /** What the numbers of a slot are called; in a batch with the sample that they are of. */
  nameOf({ name, slot }, t, player, look) {
    const label = withTime(this.names[name] ?? name, t)
    if (player.arrays.x.shape[0] === 1 || slot === "loss") return label
    return fill(look.words["batch.sample"], { label, b: player.sample + 1 })
  }

  /** Tells the style how long a number is, so that one that is too long for its cell is set closer. */
  measure(number) {
    const { length } = number.textContent
    if (number.letters === length) return
    number.letters = length
    number.style.setProperty("--letters", String(length))
  }

  /** What a reader says of a slot. Nobody sees it: the frame that shows the numbers does not wait for it. */
  async name(element, values, name) {
    this.unnamed.set(element, { values, name })
    if (this.unnamed.size > 1) return
    await atRest()
    for (const [slot, { values: numbers, name: named }] of this.unnamed) {
      if (!numbers) slot.removeAttribute("aria-label")
      else slot.setAttribute("aria-label", `${named} = ${Array.from(numbers.data, precise).join(" ")}`)
      if (numbers) slot.setAttribute("role", "img")
    }
    this.unnamed.clear()
  }

  /** A slot of many nodes: an image, a pixel a node. */
  fillStrip(element, values, source, look, name) {
    const image = element.querySelector("image")
    element.dataset.state = values ? "shown" : values === null ? "none" : "hatched"
    image.cellAt = null
    if (!values) return
    image.setAttribute("href", columnUrl(values, element.dataset.kind, look))
    image.cellAt = cellUnder(image, values, values.data.length, 1, { source, name })
  }

  /** The diagram is one Tab stop: the state of the column where the clock stands. */
  setTabStop(column) {
    this.svg.querySelector(".cell[tabindex='0']")?.setAttribute("tabindex", "-1")
    const cell = this.svg.querySelector(`[data-column="${column}"] [data-slot="h"] .cell`)
    cell?.setAttribute("tabindex", "0")
    if (cell) this.element.removeAttribute("tabindex")
    else this.element.tabIndex = 0 // no cells: the keyboard can still scroll the picture
  }

  /** Takes the keyboard's focus: the state where the clock stands. */
  takeFocus() {
    /** @type {SVGElement | null} */
    const cell = this.svg.querySelector(".cell[tabindex='0']")
    ;(cell ?? this.element).focus()
  }

  /** Brings a column into view; after all that is drawn, since setting a scroll position lays out the page. */
  scrollTo(column = this.column) {
    const [room, width] = [this.element, this.svg].map((element) => this.widths.get(element))
    if (column === null || column === undefined || !(width > room + 1)) return
    const scale = width / Number(this.svg.dataset.width)
    const middle = (this.left + (column + 0.5) * this.pitch) * scale
    const left = Math.round(middle - (room + this.left * scale) / 2)
    if (left !== this.scrolled) this.element.scrollLeft = this.scrolled = left
  }
}
