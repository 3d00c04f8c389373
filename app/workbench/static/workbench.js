/** The workbench: number grids, stage, equation, ledger, charts and controls around one clock. */
import { el, math } from "./dom/markup.js"
import { morph, say } from "./dom/morph.js"
import { Scale } from "./dom/scale.js"
import { Clock } from "./clock/clock.js"
import { Player } from "./clock/player.js"
import { withField } from "./store/link.js"
import { delayed, unpack } from "./store/packing.js"
import { Store } from "./store/store.js"
import { Editors } from "./editing/editors.js"
import { Tools } from "./editing/tools.js"
import { Charts } from "./stage/charts.js"
import { Equation } from "./stage/equation.js"
import { Ledger } from "./stage/ledger.js"
import { Listing } from "./stage/listing.js"
import { Pointer } from "./stage/pointer.js"
import { Stage } from "./stage/stage.js"
import { Tween } from "./stage/tween.js"
import { Controls } from "./page/controls.js"
import { Help } from "./page/help.js"
import { Share } from "./page/share.js"

const THEME = ["background-color", "secondary-background-color", "text-color", "border-color"]
/** What stays as it is while numbers are edited. */
const FRAME = ["frame", "assets", "words", "presets", "largest", "fills", "limits", "clockwork", "diagram", "figures"]
/** Timelines of more steps than this are shown without motion. */
const MOVING = 26
let workbench = null
/** The newest answer, packed and unpacked: Streamlit may hand the same one over again. */
let newest = { packed: null }

/**
 * Called by Streamlit for every new answer of Python. There is one workbench a page, and it stands in the body,
 * outside what Streamlit draws: when a server is lost and another one takes over, Streamlit unmounts and mounts
 * the component anew, and what is being typed must not go with it.
 */
export function update({ parentElement, data, setStateValue }) {
  if (newest.packed !== data) newest = { packed: data, answer: unpack(data) }
  workbench ??= new Workbench(newest.answer)
  if (workbench.themed !== parentElement) workbench.takeTheme(parentElement)
  workbench.receive(newest.answer, setStateValue)
}

class Workbench {
  constructor(data) {
    const address = new URL(location.href).searchParams
    this.store = new Store({
      limits: data.limits,
      onUnsent: (unsent) => (this.unsent.hidden = !unsent),
      onTooLong: (tooLong) => (this.tooLong.hidden = !tooLong),
      onChange: () => this.drawHistory(),
    })
    this.store.chosenLanguage = address.get("lang")
    this.store.view = address.get("view")
    this.store.sample = Number(address.get("sample")) || 0
    this.store.level = address.get("level") === "operation" ? "operation" : ""
    this.clock = new Clock(() => this.drawStep())
    this.clock.step = Number(address.get("step")) || 0
    this.store.step = this.clock.step
    this.clock.fine = this.store.level === "operation"
    this.controls = new Controls(this.clock, {
      f: () => this.setProjector(!this.projector),
      "?": () => this.help.toggle(),
    })
    this.help = new Help()
    this.projector = address.get("view") === "projector"
    this.editors = new Editors({
      text: () => this.store.text,
      before: (gesture) => this.store.history.before(gesture),
      onEdit: (text, gesture) => this.store.edit(text, gesture),
      onCancel: (gesture) => this.store.cancel(gesture),
      onSample: () => this.drawStep(),
      onTools: (name, opener) => this.tools.open(name, opener),
    })
    this.editors.sample = this.store.sample
    this.tools = new Tools({
      text: () => this.store.text,
      onEdit: (text) => this.store.edit(text),
      onLiteral: (literal) => this.store.ask(literal),
    })
    this.share = new Share({
      text: () => this.store.text,
      link: () => this.store.link(),
      onOpen: (text) => this.store.edit(text),
    })
    this.ledger = new Ledger({ onRestart: (fields) => this.restart(fields) })
    this.listing = new Listing()
    this.tween = new Tween()
    this.painted = 0
    this.build(data)
    this.stage = new Stage(this.diagram)
    this.charts = new Charts(this.chartHosts, (t) => this.goToTime(t))
    this.pointer = new Pointer(this.root)
    this.listen()
  }

  build(data) {
    const asset = (name) => new URL(data.assets[name], document.baseURI).href
    this.plotly = asset("plotly.min.js")
    const style = el("link", { rel: "stylesheet", href: asset("workbench.css") })
    this.title = el("strong", { class: "phase" })
    this.said = el("span")
    this.unsent = el("p", { class: "unsent", role: "status", hidden: true })
    this.tooLongText = el("span")
    this.notice = el("p", { class: "notice", role: "alert", hidden: true })
    this.languageButton = el("button", { type: "button", class: "language", click: () => this.switchLanguage() })
    this.projectorButton = el("button", { type: "button", click: () => this.setProjector(!this.projector) })
    this.undoButton = el("button", { type: "button", click: () => this.store.undo() }, "↶")
    this.redoButton = el("button", { type: "button", click: () => this.store.redo() }, "↷")
    this.shareButton = el("button", { type: "button", "aria-haspopup": "dialog", click: () => this.share.open() })
    this.saveButton = el("button", { type: "button", click: () => this.share.save() })
    this.helpButton = el("button", { type: "button", click: () => this.help.toggle() }, "?")
    this.diagram = el("div", { class: "diagram" })
    this.equation = new Equation()
    this.chartHosts = ["states", "gradients"].map((name) => el("div", { class: `chart ${name}` }))
    this.tooLong = el("p", { class: "unsent", role: "status", hidden: true }, this.tooLongText, " ", this.saveButton)
    this.editorsTitle = el("h2", { class: "heard" })
    this.editors.element.prepend(this.editorsTitle)
    this.middle = el("section", { class: "middle" }, this.diagram, this.equation.element, this.listing.element)
    this.right = el("aside", { class: "side right", tabindex: "0" }, this.ledger.element,
      ...this.chartHosts.flatMap((host) => [host, el("p", { class: "legend" })]))
    this.root = el(
      // Streamlit tells of a lost connection in a dialog, and closes to everything else but what is marked as above
      // it. The page tells it itself and goes on: playing needs no server, and edits are kept until there is one.
      "div", { class: "unroll", "data-testid": "stage", "data-react-aria-top-layer": "true" },
      el("header", { class: "top" },
        el("h1", {}, "Unroll"),
        el("p", { class: "caption", "aria-live": "polite" }, this.title, " ", this.said),
        el("div", { class: "tools" }, this.undoButton, this.redoButton, this.shareButton, this.projectorButton, this.helpButton, this.languageButton)),
      el("div", { class: "notes" }, this.unsent, this.tooLong, this.notice), this.editors.element, this.middle, this.right, this.controls.element,
      this.help.element, this.share.element, this.tools.element,
    )
    this.root.style.visibility = "hidden"
    style.addEventListener("load", () => {
      this.root.style.visibility = ""
      this.redraw() // what fits is known only with the style
      this.charts.resize()
    })
    document.body.append(style, this.root)
    document.getElementById("root").inert = true // what Streamlit draws lies behind: no Tab stop, nothing to read
  }

  listen() {
    document.addEventListener("keydown", (event) => this.onUndoKey(event))
    document.addEventListener("keydown", (event) => this.controls.onKey(event))
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
    this.dark = isDark(style.getPropertyValue("--st-background-color"))
  }

  receive(answer, setStateValue) {
    const data = this.framed(answer, setStateValue)
    if (!data) return
    if (data.notice && this.tools.takesRefusal(data.notice)) data.notice = null
    const { paint, current } = this.store.receive(data, setStateValue)
    if (data.literal) this.tools.answer(data.literal)
    if (!paint) return
    const same = this.data?.text === data.text && this.data.language === data.language
    // The answer to the page's own first request has nothing new, and leaves a notice about the link standing.
    if (same && (data.revision <= 1 || this.data.notice === data.notice)) return
    this.paint(data, current)
  }

  /** An answer with its frame: words, picture, charts and clockwork travel only when they have changed. */
  framed(answer, setStateValue) {
    if ("diagram" in answer) {
      this.frame = Object.fromEntries(FRAME.map((name) => [name, answer[name]]))
      this.store.frame = answer.frame
    } else if (this.frame.frame !== answer.frame) {
      this.store.frame = ""
      this.store.send = setStateValue
      this.store.request()
      return null
    }
    const timeline = this.frame.clockwork
    for (const [name, { of, first }] of Object.entries(timeline.delayed)) {
      answer.arrays[name] ??= delayed(answer.arrays[of], answer.arrays[first])
    }
    return { ...this.frame, ...answer, timeline }
  }

  paint(data, current) {
    this.data = data
    this.arrays = data.arrays
    if (data.words !== this.words) this.speak(data)
    const place = this.placeOn(data.timeline)
    this.player = new Player(data.timeline, this.arrays, this.player)
    this.clock.resize(data.timeline.steps.map((step) => step.operations.length), place)
    this.controls.setTimeline(data.timeline, this.words)
    this.stage.setMarkup(data.diagram)
    this.ledger.take(data, this.arrays)
    this.listing.take(data)
    this.pointer.take(this.player)
    this.share.take(data)
    this.notice.hidden = !data.notice
    say(this.notice, data.notice ?? "")
    if (current || !this.editors.grids) this.editors.take(data, this.arrays)
    if (current) this.tools.take(data)
    this.redraw()
    this.painted += 1
    this.root.dataset.revision = this.painted
  }

  /** The step of a timeline with the phase and the time step where the clock stands; else the same number. */
  placeOn({ steps }) {
    const now = this.player?.timeline.steps[this.clock.step]
    const same = now ? steps.findIndex(({ phase, t }) => phase === now.phase && t === now.t) : -1
    return same >= 0 ? same : this.clock.step
  }

  /** Says in another language what is said once and for all. */
  speak(data) {
    const { words, language } = data
    this.words = words
    document.documentElement.lang = language
    document.title = words["page.title"]
    this.help.take(data)
    this.unsent.textContent = words["page.unsent"]
    this.tooLongText.textContent = words["page.too_long"]
    this.saveButton.textContent = words["share.save"]
    this.shareButton.textContent = words["share.open"]
    for (const [button, key] of [[this.undoButton, "history.undo"], [this.redoButton, "history.redo"]]) {
      button.setAttribute("aria-label", words[key])
      button.title = words[key]
    }
    this.languageButton.textContent = words["page.language"]
    this.languageButton.setAttribute("aria-label", words["page.language_name"])
    this.languageButton.lang = language === "en" ? "ja" : "en"
    this.helpButton.setAttribute("aria-label", words["key.title"])
    this.drawHistory()
    this.projectorButton.textContent = words["page.projector"]
    this.editorsTitle.textContent = words["page.editors"]
    this.middle.setAttribute("aria-label", words["page.stage"])
    this.right.setAttribute("aria-label", words["page.ledger"])
  }

  redraw() {
    if (!this.data) return
    const { dark } = this
    this.root.dataset.dark = dark
    this.look = { scale: new Scale(this.arrays, this.projector), dark, words: this.words, ...this.size() }
    this.editors.show(this.look)
    this.drawStep()
  }

  /** How many digits fit, how large charts write, and how many columns of numbers have room in the ledger. */
  size() {
    return this.projector ? { digits: 2, chartText: 18, widest: 4 } : { digits: 3, chartText: 11, widest: 5 }
  }

  drawStep() {
    if (!this.data) return
    const { timeline } = this.data
    const { player, clock, look } = this
    const at = { step: clock.step, operation: clock.operation }
    const step = timeline.steps[at.step]
    player.sample = this.editors.sample
    Object.assign(this.root.dataset, {
      phase: step.phase, t: step.t ?? "", step: at.step, steps: timeline.steps.length,
      operation: at.operation === null ? "" : player.operationsAt(at)[0].name.split(".")[0],
      level: clock.fine || at.operation !== null ? "operation" : "step",
      playing: clock.playing, locked: step.locked, view: this.projector ? "projector" : "",
    })
    this.projectorButton.setAttribute("aria-pressed", this.projector)
    morph(this.title, math(step.title))
    morph(this.said, math(player.caption(at) ?? this.data.captions[at.step]))
    this.controls.draw()
    const tween = this.tweenTo(at)
    this.stage.draw(player, at, look, tween)
    this.equation.draw(player.rows(at), player, look, this.projector)
    if (tween) [...this.equation.element.children].forEach((row, order) => tween.appear(row, order))
    this.ledger.draw(player, at, look)
    this.listing.draw(player, at)
    this.editors.light(player.effects(at).light)
    this.pointer.take(player)
    this.charts.draw(this.data.figures, player, at, look, this.plotly)
      .catch(() => {}) // without the library the page goes on without charts
    this.stage.scrollTo()
    this.store.writeAddress({ step: at.step, sample: this.editors.sample, level: clock.fine ? "operation" : "" })
  }

  /** Ctrl+Z and Ctrl+Shift+Z, where no text is being written: there they belong to the text. */
  onUndoKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.(".editing, textarea, dialog input")) return
    const key = event.key.toLowerCase()
    if (key !== "z" && key !== "y") return
    event.preventDefault()
    if (key === "y" || event.shiftKey) this.store.redo()
    else this.store.undo()
  }

  drawHistory() {
    const { past, future } = this.store.history
    this.undoButton.classList.toggle("idle", past.length === 0)
    this.redoButton.classList.toggle("idle", future.length === 0)
  }

  /** What moves to a position: only the clock's going on moves, and only where every cell shows its number. */
  tweenTo(at) {
    const { steps } = this.data.timeline
    const before = this.drawnAt
    this.drawnAt = { ...at, player: this.player }
    const parts = at.operation === null ? steps[at.step].operations.length : 1
    const follows = before?.player === this.player && steps.length <= MOVING && (at.step === before.step + 1 ||
      (at.step === before.step && at.operation === before.operation + 1 && before.operation !== null))
    return this.tween.begin({ follows, time: this.clock.time, parts }) ? this.tween : null
  }

  /** To a time step that was pointed at in a chart: on the way back if the clock has come that far. */
  goToTime(t) {
    const { steps } = this.data.timeline
    const { phase } = steps[this.clock.step]
    const wanted = phase === "backward" || phase === "update" ? "backward" : "forward"
    this.clock.go(steps.findIndex((step) => step.t === t && step.phase === wanted))
  }

  /** Starts over with other weights. */
  restart(fields) {
    if (this.clock.playing) this.clock.pause()
    this.clock.first()
    this.store.edit(Object.entries(fields).reduce((text, [name, field]) => withField(text, name, field), this.store.text))
  }

  /** Editors folded away and everything large enough for the back row. */
  setProjector(on) {
    this.projector = on
    this.store.writeAddress({ view: on ? "projector" : "" })
    this.redraw()
    this.charts.resize()
  }

  switchLanguage() {
    const language = this.data.language === "en" ? "ja" : "en"
    this.store.chosenLanguage = language
    this.store.setLanguage(language)
  }
}

function isDark(colour) {
  const hex = /^#([0-9a-f]{6})/i.exec(colour.trim())
  if (!hex) return matchMedia("(prefers-color-scheme: dark)").matches
  const [r, g, b] = [0, 2, 4].map((i) => parseInt(hex[1].slice(i, i + 2), 16))
  return r + g + b < 384
}
