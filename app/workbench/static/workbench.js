/** The workbench: number grids, stage, equation, ledger, charts and controls around one clock. */
import { block, equation, shapeText } from "./blocks.js"
import { Charts } from "./charts.js"
import { Clock } from "./clock.js"
import { arrayField, numberField, withField } from "./codec.js"
import { Controls } from "./controls.js"
import { Grid } from "./grid.js"
import { el, fill, lock, math } from "./markup.js"
import { short } from "./numbers.js"
import { Player } from "./player.js"
import { Scale } from "./scale.js"
import { Stage } from "./stage.js"
import { Store } from "./store.js"
import { unpack } from "./views.js"

const WEIGHTS = ["W_h", "W_x", "B"]
const THEME = ["background-color", "secondary-background-color", "text-color", "border-color"]
let workbench = null

/**
 * Called by Streamlit for every new answer of Python. There is one workbench a page, and it stands in the body,
 * outside what Streamlit draws: when a server is lost and another one takes over, Streamlit unmounts and mounts
 * the component anew, and what is being typed must not go with it.
 */
export function update({ parentElement, data, setStateValue }) {
  workbench ??= new Workbench(data)
  workbench.takeTheme(parentElement)
  workbench.receive(data, setStateValue)
}

class Workbench {
  constructor(data) {
    this.store = new Store((unsent) => (this.unsent.hidden = !unsent))
    this.clock = new Clock(() => this.drawStep())
    this.clock.step = Number(new URL(location.href).searchParams.get("step")) || 0
    this.store.chosenLanguage = new URL(location.href).searchParams.get("lang")
    this.controls = new Controls(this.clock)
    this.painted = 0
    this.sample = 0
    this.replaced = JSON.parse(sessionStorage.getItem("unroll.replaced") ?? "[]")
    this.build(data)
    this.stage = new Stage(this.diagram)
    this.charts = new Charts(this.chartHosts, (t) => this.goToTime(t))
    this.listen()
  }

  build(data) {
    const asset = (name) => new URL(data.assets[name], document.baseURI).href
    this.plotly = asset("plotly.min.js")
    const style = el("link", { rel: "stylesheet", href: asset("workbench.css") })
    this.title = el("strong", { class: "phase" })
    this.said = el("span")
    this.unsent = el("p", { class: "unsent", role: "status", hidden: true })
    this.notice = el("p", { class: "notice", role: "alert", hidden: true })
    this.languageButton = el("button", { type: "button", class: "language", click: () => this.switchLanguage() })
    this.settings = el("div", { class: "settings" })
    this.editors = el("div", { class: "editors" })
    this.hint = el("p", { class: "hint" })
    this.diagram = el("div", { class: "diagram" })
    this.equation = el("div", { class: "equation" })
    this.ledger = el("div", { class: "ledger" })
    this.chartHosts = [el("div", { class: "chart" }), el("div", { class: "chart" })]
    this.tip = el("div", { class: "tip", role: "tooltip", hidden: true })
    this.left = el("aside", { class: "side left" }, this.settings, this.editors, this.hint)
    this.middle = el("section", { class: "middle" }, this.diagram, this.equation)
    this.right = el("aside", { class: "side right" }, this.ledger, ...this.chartHosts)
    this.root = el(
      "div", { class: "unroll", "data-testid": "stage" },
      el("header", { class: "top" },
        el("h1", {}, "Unroll"),
        el("p", { class: "caption", "aria-live": "polite" }, this.title, " ", this.said),
        this.languageButton),
      this.unsent, this.notice, this.left, this.middle, this.right, this.controls.element, this.tip,
    )
    this.root.style.visibility = "hidden"
    style.addEventListener("load", () => {
      this.root.style.visibility = ""
      this.charts?.resize()
    })
    document.body.append(style, this.root)
  }

  listen() {
    document.addEventListener("keydown", (event) => this.controls.onKey(event))
    this.root.addEventListener("pointerover", (event) => this.point(event))
    this.root.addEventListener("focusin", (event) => this.point(event))
    this.root.addEventListener("pointerleave", () => (this.tip.hidden = true))
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(() => {
      this.takeTheme(this.themed)
      this.redraw()
    }, 100))
    window.addEventListener("resize", () => this.charts.resize())
    window.addEventListener("pagehide", () => this.store.flushAddress())
  }

  /** Streamlit's colours are set on its own elements; the workbench takes them over. */
  takeTheme(element) {
    const style = getComputedStyle(element.querySelector?.("*") ?? element)
    for (const name of THEME) this.root.style.setProperty(`--st-${name}`, style.getPropertyValue(`--st-${name}`))
    this.themed = element
  }

  receive(data, setStateValue) {
    const { paint, current } = this.store.receive(data, setStateValue)
    if (!paint) return
    const same = this.data?.text === data.text && this.data.language === data.language
    // The answer to the page's own first request has nothing new, and leaves a notice about the link standing.
    if (same && (data.revision <= 1 || this.data.notice === data.notice)) return
    this.paint(data, current)
  }

  paint(data, current) {
    this.data = data
    this.words = data.words
    this.arrays = unpack(data.arrays)
    this.player = new Player(data.timeline, this.arrays)
    this.sample = Math.min(this.sample, data.sizes.batch_size - 1)
    document.documentElement.lang = data.language
    document.title = this.words["page.title"]
    this.clock.resize(data.timeline.steps.length)
    this.controls.setTimeline(data.timeline, this.words)
    this.stage.setMarkup(data.diagram)
    this.notice.hidden = !data.notice
    this.notice.textContent = data.notice ?? ""
    this.unsent.textContent = this.words["page.unsent"]
    this.hint.textContent = this.words["page.hint"]
    this.languageButton.textContent = this.words["page.language"]
    this.languageButton.setAttribute("aria-label", this.words["page.language_name"])
    this.languageButton.lang = data.language === "en" ? "ja" : "en"
    this.left.setAttribute("aria-label", this.words["page.editors"])
    this.middle.setAttribute("aria-label", this.words["page.stage"])
    this.right.setAttribute("aria-label", this.words["page.ledger"])
    if (current || !this.grids) this.drawEditors()
    this.redraw()
    this.painted += 1
    this.root.dataset.revision = this.painted
  }

  redraw() {
    if (!this.data) return
    const background = getComputedStyle(this.root).getPropertyValue("--st-background-color")
    this.root.dataset.dark = isDark(background)
    this.look = { scale: new Scale(this.arrays), dark: isDark(background), words: this.words }
    this.showGrids()
    this.drawStep()
  }

  /* ---- editors ---- */

  drawEditors() {
    const { sizes, language, presets } = this.data
    const key = JSON.stringify([sizes, language])
    if (key !== this.editorKey) {
      this.editorKey = key
      this.settings.replaceChildren(...this.settingFields(presets), this.sampleField())
      this.grids = this.data.editors.map((editor) => this.makeGrid(editor))
      this.editors.replaceChildren(...this.grids.map((grid) => grid.element))
    }
    this.presetSelect.value = this.data.preset
    for (const name of ["f", "l"]) this.selects[name].value = this.data.settings[name].value
  }

  settingFields(presets) {
    const { words, data } = this
    const select = (label, options, say, onChange) => {
      const field = el("select", { "aria-label": label, change: () => onChange(field.value) },
        ...options.map((option) => el("option", { value: option }, say(option))))
      return [el("label", { class: "setting" }, el("span", {}, label), field), field]
    }
    const [preset, presetSelect] = select(words["choice.preset"], presets, (name) => words[`preset.${name}`],
      (name) => this.edit(`1${name}`))
    const [activation, f] = select(words["choice.activation"], data.settings.f.options, (name) => name,
      (name) => this.edit(withField(this.store.text, "f", "-" + name)))
    const [loss, l] = select(words["choice.loss"], data.settings.l.options, (name) => words[`choice.loss.${name}`],
      (name) => this.edit(withField(this.store.text, "l", "-" + name)))
    this.presetSelect = presetSelect
    this.selects = { f, l }
    this.rate = new Grid({
      name: "learning_rate", kind: "plain", words, cellName: () => words.learning_rate,
      onEdit: ([value]) => this.edit(withField(this.store.text, "r", numberField(value))),
    })
    this.sizeFields = Object.keys(data.sizes).map((name) => this.sizeField(name))
    return [
      preset, activation, loss, this.rate.element,
      el("div", { class: "sizes" }, ...this.sizeFields.map((field) => field.element)),
    ]
  }

  sizeField(name) {
    const { words } = this
    const grid = new Grid({
      name, kind: "plain", words: words, cellName: () => words[`size.${name}`],
      onEdit: ([value]) => {
        const found = short(value, 6)
        const largest = this.data.largest[name]
        const wrong = !Number.isInteger(value) ? fill(words["error.whole"], { found })
          : value < 1 || value > largest ? fill(words["error.size"], { name, found, largest }) : ""
        if (wrong) {
          this.showGrids()
          return grid.say(wrong)
        }
        const sizes = Object.values({ ...this.data.sizes, [name]: value }).join(".")
        this.edit(withField(this.store.text, "to", "-" + sizes))
      },
    })
    grid.title.textContent = words[`size.${name}`]
    return grid
  }

  sampleField() {
    const count = this.data.sizes.batch_size
    if (count === 1) return null ?? ""
    const field = el("select", { "aria-label": this.words["choice.sample"], change: () => {
      this.sample = Number(field.value)
      this.showGrids()
      this.drawStep()
    } }, ...Array.from({ length: count }, (_, b) => el("option", { value: b }, `${b + 1} / ${count}`)))
    field.value = String(this.sample)
    return el("label", { class: "setting" }, el("span", {}, this.words["choice.sample"]), field)
  }

  makeGrid({ name, kind, shape }) {
    const { words } = this
    const batch = this.data.sizes.batch_size > 1 && `cell.${name}.batch` in words
    const sentence = words[batch ? `cell.${name}.batch` : `cell.${name}`]
    const columns = shape.at(-1)
    return new Grid({
      name, kind, words,
      cellName: (index) => fill(sentence, cellNumbers(name, index, shape, columns)),
      onEdit: (all) => this.edit(withField(this.store.text, name, arrayField(all))),
    })
  }

  showGrids() {
    if (!this.grids) return
    const { sizes, editors, settings } = this.data
    editors.forEach(({ name, shape }, i) => {
      const columns = shape.at(-1)
      const perSample = name === "x" || name === "y" || name === "h_0"
      const rows = name === "x" || name === "y" ? shape[1] : name === "W_x" || name === "W_h" ? shape[0] : 1
      this.grids[i].show({
        all: this.arrays[name].data, rows, columns, offset: perSample ? this.sample * rows * columns : 0,
        shapeText: shapeText(shape), look: this.look,
      })
    })
    const one = (value) => ({ all: Float64Array.of(value), rows: 1, columns: 1, offset: 0, shapeText: "", look: this.look })
    this.rate.show(one(settings.r.value))
    Object.keys(sizes).forEach((name, i) => this.sizeFields[i].show(one(sizes[name])))
  }

  edit(text) {
    this.store.edit(text)
  }

  switchLanguage() {
    const language = this.data.language === "en" ? "ja" : "en"
    this.store.chosenLanguage = language
    this.store.setLanguage(language)
  }

  /* ---- the clock ---- */

  goToTime(t) {
    const steps = this.data.timeline.steps
    const { phase } = steps[this.clock.step]
    const wanted = phase === "backward" || phase === "update" ? "backward" : "forward"
    this.clock.go(steps.findIndex((step) => step.t === t && step.phase === wanted))
  }

  drawStep() {
    if (!this.data) return
    const { timeline } = this.data
    const number = this.clock.step
    const step = timeline.steps[number]
    this.player.sample = this.sample
    Object.assign(this.root.dataset, {
      phase: step.phase, t: step.t ?? "", step: number, steps: timeline.steps.length,
      operation: "", playing: this.clock.playing, locked: step.locked,
    })
    this.title.replaceChildren(math(step.title))
    this.said.replaceChildren(math(step.caption))
    this.controls.draw()
    this.stage.draw(this.player, number, this.look)
    this.equation.replaceChildren(...equation(timeline.equations[step.equation], this.player, step.t ?? 0, this.look))
    this.drawLedger(number, step)
    this.lightEditors(number)
    this.charts.draw(this.data.figures, this.player, number, this.look, this.plotly)
      .catch(() => {}) // without the library the page goes on without charts
    this.store.writeAddress({ step: number })
  }

  lightEditors(number) {
    const { light } = this.player.effects(number)
    for (const grid of this.grids) grid.element.classList.toggle("lit", light.has(grid.name))
  }

  drawLedger(number, step) {
    const { words, look, player } = this
    const n_sequences = this.data.timeline.n_sequences
    const done = this.data.timeline.steps.slice(0, number + 1).filter(({ phase }) => phase === "backward").length
    const updated = step.phase === "update"
    const parts = WEIGHTS.map((name) => {
      const values = player.values(`ledger.${name}`, number)
      const shape = this.arrays[`d${name}`].shape
      return el("section", { class: "sum" },
        el("h3", {}, el("span", {}, math(`∂L/∂${name}`)), el("small", {}, words["ledger.so_far"]), el("span", { class: "shape" }, shapeText(shape))),
        block(values, "gradient", look, { shape }))
    })
    const state = updated ? "ledger.updated" : step.locked ? "ledger.locked" : "ledger.open"
    const batch = this.data.sizes.batch_size
    this.ledger.replaceChildren(
      el("h2", {}, words["page.ledger"], el("small", {}, fill(words["ledger.steps"], { done, total: n_sequences }))),
      ...parts,
      el("p", { class: "rule" }, step.locked ? lock() : null, math(words[state]),
        batch > 1 ? " " + fill(words["ledger.batch"], { count: batch }) : ""),
      this.afterPanel(number, updated),
    )
  }

  afterPanel(number, updated) {
    const { words } = this
    const buttons = []
    if (updated && this.data.updated) {
      buttons.push(el("button", { type: "button", class: "strong", click: () => this.goOn() }, words["after.continue"]))
    }
    if (this.replaced.length) {
      buttons.push(el("button", { type: "button", click: () => this.goBack() }, words["after.back"]))
    }
    if (!updated) return buttons.length ? el("div", { class: "after" }, ...buttons) : ""
    const [before, after] = ["loss", "loss_after"].map((name) => short(this.arrays[name].data[0], 4))
    return el("div", { class: "after" },
      el("p", { class: "new-loss" }, fill(words["after.loss"], { before, after })), ...buttons)
  }

  /** The experiment with the weights that the update gave; the old ones are kept for the way back. */
  goOn() {
    const old = Object.fromEntries(WEIGHTS.map((name) => [name, arrayField(this.arrays[name].data)]))
    this.remember([...this.replaced, { fields: old, shape: this.arrays.W_x.shape }])
    this.restart(this.data.updated)
  }

  goBack() {
    const { fields, shape } = this.replaced.at(-1)
    this.remember(this.replaced.slice(0, -1))
    if (String(shape) === String(this.arrays.W_x.shape)) this.restart(fields)
    else this.drawStep()
  }

  remember(replaced) {
    this.replaced = replaced.slice(-100)
    sessionStorage.setItem("unroll.replaced", JSON.stringify(this.replaced))
  }

  restart(fields) {
    let { text } = this.store
    for (const [name, field] of Object.entries(fields)) text = withField(text, name, field)
    if (this.clock.playing) this.clock.pause()
    this.clock.go(0)
    this.edit(text)
  }

  /* ---- pointing ---- */

  point({ target }) {
    const cell = target.closest?.("[data-value]")
    this.tip.hidden = !cell
    if (!cell) return
    const box = cell.getBoundingClientRect()
    this.tip.replaceChildren(math(cell.dataset.value))
    this.tip.style.left = `${Math.min(box.left, innerWidth - 190)}px`
    this.tip.style.top = `${Math.max(4, box.top - 30)}px`
  }
}

/** 1-based numbers of a cell, by the letters that the catalogue uses. */
function cellNumbers(name, index, shape, columns) {
  const row = Math.floor(index / columns)
  const column = (index % columns) + 1
  if (name === "W_x" || name === "W_h") return { row: row + 1, column }
  if (name === "B" || name === "h_0") return { b: row + 1, n: column }
  return { b: Math.floor(row / shape[1]) + 1, t: (row % shape[1]) + 1, f: column, n: column }
}

function isDark(colour) {
  const hex = /^#([0-9a-f]{6})/i.exec(colour.trim())
  if (!hex) return matchMedia("(prefers-color-scheme: dark)").matches
  const [r, g, b] = [0, 2, 4].map((i) => parseInt(hex[1].slice(i, i + 2), 16))
  return r + g + b < 384
}
