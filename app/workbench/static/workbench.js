/** The workbench: puts the panels on the page, and wires them to one experiment, one clock and one position. */
import { Clock } from "./clock/clock.js"
import { paceOf } from "./clock/pace.js"
import { otherIn } from "./clock/other.js"
import { Player } from "./clock/player.js"
import { Position, placeOn } from "./clock/position.js"
import { el } from "./dom/markup.js"
import { lookOf } from "./dom/look.js"
import { unknown } from "./dom/numerals.js"
import { Editors } from "./editing/editors.js"
import { Handle } from "./editing/handle.js"
import { Tools } from "./editing/tools.js"
import { Lenses } from "./lenses/lenses.js"
import { Program } from "./lenses/program.js"
import { Where, followed } from "./lenses/where.js"
import { Why } from "./lenses/why.js"
import { Against } from "./page/against.js"
import { LessonList } from "./lessons/list.js"
import { Lessons } from "./lessons/lessons.js"
import { lightUp } from "./lessons/lit.js"
import { TeachersNotes } from "./lessons/notes.js"
import { veiled } from "./lessons/veil.js"
import { Board } from "./page/board.js"
import { Controls } from "./page/controls.js"
import { Glossary } from "./page/glossary.js"
import { Header, following } from "./page/header.js"
import { Help } from "./page/help.js"
import { lockUp } from "./page/lock.js"
import { Notes } from "./page/notes.js"
import { Theme } from "./page/theme.js"
import { Tour } from "./page/tour.js"
import { Charts } from "./stage/charts.js"
import { Equation } from "./stage/equation.js"
import { Glance } from "./stage/glance.js"
import { Ledger } from "./stage/ledger.js"
import { Legend } from "./stage/legend.js"
import { Pointer } from "./stage/pointer.js"
import { copyAsTable } from "./stage/selection.js"
import { Stage } from "./stage/stage.js"
import { Tween } from "./stage/tween.js"
import { Update } from "./stage/update.js"
import { Address } from "./store/address.js"
import { experimentOf, pinOf, presetText, withField } from "./store/link.js"
import { answerIn } from "./store/packing.js"
import { told, toldBefore } from "./store/kept.js"
import { Store } from "./store/store.js"
import { Gallery } from "./takeaway/gallery.js"
import { Link } from "./takeaway/link.js"
import { Numbers } from "./takeaway/numbers.js"
import { Programs } from "./takeaway/programs.js"
import { TakeAway } from "./takeaway/takeaway.js"

/** What a browser remembers that has seen the page. */
const WELCOMED = "unroll.welcomed"
const STYLES = ["workbench.css", "lenses/lenses.css", "lessons/lessons.css"]
/** Lenses in the order of their keys, and those that show nothing beyond the trace. */
const LENSES = ["worked", "program", "where", "why"]
const OF_TRACE = ["worked"]
/** Where the page stands in one column. */
const PHONE = matchMedia("(max-width: 900px)")
let workbench = null
/** The newest answer, packed and unpacked: Streamlit may hand the same one over again. */
let newest = { packed: null }
/** What is done once an answer that came deflated has been unpacked. @type {Promise<void> | null} */
let pending = null

/**
 * Called by Streamlit for every new answer of Python. There is one workbench a page, and it stands in the body,
 * outside what Streamlit draws: when a server is lost and another one takes over, Streamlit unmounts and mounts
 * the component anew, and what is being typed must not go with it.
 */
export function update({ parentElement, data, setStateValue }) {
  if (newest.packed !== data) newest = { packed: data, answer: answerIn(data) }
  const { answer } = newest
  if (!pending && !(answer instanceof Promise)) return show(answer, parentElement, setStateValue)
  const turn = Promise.resolve(pending).then(() => answer).then((unpacked) => {
    if (newest.answer === answer) newest.answer = unpacked
    show(unpacked, parentElement, setStateValue)
    if (pending === turn) pending = null
  })
  pending = turn
}

function show(answer, parentElement, setStateValue) {
  workbench ??= new Workbench(answer)
  workbench.theme.take(parentElement)
  workbench.receive(answer, setStateValue)
}

class Workbench {
  /** @param {import("./types").Answer} answer the first one */
  constructor(answer) {
    this.position = new Position()
    const { address, limits, groups, assets } = answer.framed
    this.address = new Address(address, this.position, limits.link)
    this.address.plain = presetText(Object.values(groups)[0][0])
    this.store = new Store({
      address: this.address,
      undo: limits.undo,
      onUnsent: (unsent) => (this.notes.unsent.hidden = !unsent),
      onChange: () => this.drawText(),
    })
    this.clock = new Clock(this.position, () => this.draw())
    this.tween = new Tween(this.clock)
    this.makePanels()
    this.openLens(this.position.lens)
    this.learn()
    this.root = this.build()
    this.theme = new Theme(this.root, () => this.redraw())
    this.pointer = new Pointer(this.root)
    copyAsTable(this.root)
    this.glossary = new Glossary(this.root)
    this.root.append(this.pointer.element, this.glossary.element)
    /** All that stands on the page, in the order in which it is drawn. @type {import("./dom/panel.js").Panel[]} */
    this.panels = [
      this.header, this.notes, this.against, this.board, this.controls, this.stage, this.update, this.legend, this.lenses, this.ledger, this.lessons, this.lessonList, this.notesOfLesson, this.editors, this.handle,
      this.pointer, this.charts, this.tools, this.takeAway, this.help,
      this.glossary, this.tour,
    ]
    this.painted = 0
    /** The loss whose way back diagram and ledger show alone. @type {import("./types").Follow | null} */
    this.follow = null
    /** The preset that was chosen and has not come yet. @type {string | null} */
    this.chosen = null
    /**
     * The place on the clock of a file or a stop that was opened and has not come yet.
     * @type {{step: number, operation?: number | null, text?: string} | null}
     */
    this.opening = null
    this.handle.restore()
    this.show(STYLES.map((name) => new URL(assets[name], document.baseURI).href))
    window.addEventListener("resize", () => this.charts.resize())
    window.addEventListener("pagehide", () => this.address.flush())
  }

  makePanels() {
    const { store } = this
    const text = () => store.text
    this.header = new Header({
      undo: () => store.undo(),
      redo: () => store.redo(),
      lessons: () => this.lessonList.open(),
      pin: () => this.pin(),
      share: () => this.takeAway.open(),
      projector: () => this.switchView(),
      help: () => this.help.toggle(),
      language: () => this.switchLanguage(),
    })
    this.notes = new Notes(() => this.link.save(), (link) => store.edit(experimentOf(link)))
    this.against = new Against({ swap: () => store.swap(), unpin: () => store.compare(null) })
    this.board = new Board()
    const keys = { ...this.board.keys, p: () => this.pin(), l: () => this.lessonList.open(), f: () => this.switchView(), "?": () => this.help.toggle() }
    for (const [i, name] of LENSES.entries()) keys[i + 1] = () => this.openLens(name)
    this.controls = new Controls(this.clock, keys, () => this.stage.takeFocus())
    this.editors = new Editors({
      text,
      before: (gesture) => store.history.before(gesture),
      onEdit: (changed, gesture) => store.edit(changed, gesture),
      onCancel: (gesture) => store.cancel(gesture),
      onSample: (sample) => this.goToSample(sample),
      onTools: (name, opener) => this.tools.open(name, opener),
      onText: (name, block, answers) => this.tools.paste(name, block, answers),
      onPreset: (name) => this.choose(name),
    })
    this.handle = new Handle((width) => {
      this.root.style.setProperty("--left", `${width}px`)
      this.charts.resize()
    })
    this.tools = new Tools({
      text,
      onEdit: (changed) => store.edit(changed),
      onLiteral: (literal) => store.ask(literal),
    })
    this.stage = new Stage(() => this.position.projected)
    this.equation = new Equation()
    this.legend = new Legend()
    this.ledger = new Ledger((t) => this.goBackTo(t))
    this.update = new Update((fields) => this.restart(fields))
    const editing = { text, before: (gesture) => store.history.before(gesture), onEdit: (changed, gesture) => store.edit(changed, gesture) }
    const lensOptions = {
      onSet: (settings) => this.setLens(settings),
      onTime: (t) => this.goToTime(t),
      onOwn: (own) => store.check(own),
      onBack: () => this.goBackTo(1),
      editing,
    }
    this.lenses = new Lenses({ worked: this.equation, program: new Program(lensOptions), where: new Where(lensOptions), why: new Why(lensOptions) }, (name) => this.openLens(name))
    this.charts = new Charts((t) => this.goToTime(t))
    this.link = new Link({ text, link: (lock) => this.address.linkWith({ lock }), asFile: () => this.address.asFile, onOpen: (opened) => this.open(opened) })
    this.takeAway = new TakeAway([
      this.link,
      new Programs((kind) => store.askFor(kind)),
      new Numbers(() => this.equation.terms, () => this.equation.latex),
      new Gallery(() => this.stage.svg, () => this.charts.hosts.filter((host) => host.dataset.wired)),
    ])
    this.tour = new Tour()
    this.lessons = new Lessons({ position: this.position, onStop: (stop) => this.setAsStop(stop), onReveal: () => this.veil(), onMove: () => this.learn(), onNotes: (lesson) => this.notesOfLesson.open(lesson) })
    this.notesOfLesson = new TeachersNotes()
    this.lessonList = new LessonList((name) => this.lessons.open(name))
    this.help = new Help(() => this.tour.begin(true))
  }

  build() {
    this.left = el("aside", { class: "edge" }, this.editors.element, this.handle.element)
    this.middle = el("section", { class: "middle" }, this.stage.element, this.update.element, this.legend.element, this.lenses.element)
    this.right = el("aside", { class: "side right", tabindex: "0" }, this.tour.element, this.ledger.element, this.charts.element)
    return el(
      // Streamlit tells of a lost connection in a dialog, and closes to everything else but what is marked as above
      // it. The page tells it itself and goes on: playing needs no server, and edits are kept until there is one.
      "div", { class: "unroll", "data-testid": "stage", "data-react-aria-top-layer": "true" },
      this.header.element, el("div", { class: "above" }, this.notes.element, this.against.element), this.left, this.middle, this.right, this.controls.element,
      this.help.element, this.lessonList.element, this.notesOfLesson.element, this.takeAway.element, this.tools.element, this.board.element,
    )
  }

  /** Puts the page where it is seen, once its style has come: before, what fits is not known. */
  show(addresses) {
    const styles = addresses.map((address) => el("link", { rel: "stylesheet", href: address }))
    this.root.style.visibility = "hidden"
    Promise.all(styles.map((style) => new Promise((resolve) => style.addEventListener("load", resolve)))).then(() => {
      this.root.style.visibility = ""
      this.redraw()
      this.charts.resize()
      this.welcome()
    })
    document.body.append(...styles, this.root)
    document.getElementById("root").inert = true // what Streamlit draws lies behind: no Tab stop, nothing to read
  }

  /** On a first visit: the whole run at a glance, then what is on the stage; whatever is done meanwhile ends the glance. */
  welcome() {
    if (toldBefore(WELCOMED) || !this.address.isPlain) return
    told(WELCOMED)
    this.root.dataset.inviting = "yes"
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    if (still || document.hidden) return this.tour.begin()
    const glance = new Glance(this.stage.svg, this.scene(), () => this.tour.begin())
    for (const done of ["keydown", "pointerdown", "wheel"]) document.addEventListener(done, () => glance.end(), { once: true })
  }

  /** @param {import("./types").Answer} answer @param {import("./types").Send} send to Python */
  receive(answer, send) {
    const data = this.store.receive(answer, send)
    if (!data) return
    if (data.notice && this.tools.takesRefusal(data.notice)) data.notice = null
    if (data.current) data.notice = this.link.refusal(data.notice)
    if (data.unread) this.address.keepUnread(data.unread, data.text)
    const same = this.data?.text === data.text && this.data.language === data.language && looksAt(this.data) === looksAt(data)
    // The answer to the page's own first request has nothing new, and leaves a notice about the link standing.
    if (same && (data.revision <= 1 || this.data.notice === data.notice)) {
      this.tools.take(data)
      this.takeAway.take(data)
    } else this.take(data)
    this.lessons.takeLesson(data)
  }

  take(data) {
    const spoken = this.data?.words === data.words
    const stood = this.player?.timeline.steps[this.position.step]
    this.answer = data
    unknown.text = this.lessons.hidden.length ? "?" : "NaN"
    data = this.data = veiled(data, this.lessons.hidden, this.lessons.asked)
    this.player = new Player(data.timeline, data.arrays, this.player)
    const follow = followed(data)
    this.follow = follow && { t: follow.t, name: follow.name, player: new Player(data.timeline, { ...data.arrays, ...follow.arrays }, this.player) }
    this.clock.pace = paceOf(this.player, data.captions)
    const { steps } = data.timeline
    this.clock.resize(steps.map((step) => step.operations.length), placeOn(steps, stood, this.position.step))
    if (data.current && this.opening !== null && (this.opening.text ?? data.text) === data.text) {
      if (this.opening.operation === undefined) this.clock.open(this.opening.step)
      else this.stand()
      this.opening = null
    }
    if (data.current && this.chosen) {
      if (this.chosen === data.preset) this.clock.open(data.first_steps[data.preset])
      this.chosen = null
    }
    this.position.sample = Math.min(this.position.sample, data.sizes.batch_size - 1)
    if (!spoken) this.speak(data)
    for (const panel of this.panels) panel.take(data)
    this.redraw()
    this.painted += 1
    this.root.dataset.revision = String(this.painted)
  }

  /** Says in another language what is said once and for all. */
  speak({ words, language }) {
    document.documentElement.lang = language
    document.title = words["page.title"]
    this.left.setAttribute("aria-label", words["page.editors"])
    this.middle.setAttribute("aria-label", words["page.stage"])
    this.right.setAttribute("aria-label", words["page.ledger"])
    for (const panel of this.panels) panel.speak(words)
  }

  /** Draws everything anew: other numbers, other colours, or another size. */
  redraw() {
    if (!this.data) return
    this.look = lookOf(this.data, { dark: this.theme.dark, projected: this.position.projected, other: otherIn(this.data), keeps: this.lessons.hidden.length > 0 })
    this.draw()
  }

  /** Draws what belongs to this position of the clock. */
  draw() {
    if (!this.data) return
    if (this.clock.playing) this.tour.leave()
    const scene = this.scene()
    this.placeLens(scene.position)
    this.placeLesson(scene.position)
    this.mark(scene)
    this.placeOutcome(scene.position)
    const follows = this.follow ? { ...scene, player: this.follow.player, follow: this.follow } : scene
    for (const panel of this.panels) panel.draw(panel === this.stage || panel === this.ledger ? follows : scene)
    if (scene.tween) this.ledger.gather(scene, this.equation, this.root)
    lockUp(this.root, this.editors.fields, scene.position.lock)
    lightUp(this.root, this.lessons.lit, (name) => this.stage.placeOf(name))
    this.stage.scrollTo() // after all that is drawn
    this.address.write()
  }

  /** What an update gives stands between diagram and equation; projected, where the charts are. */
  placeOutcome({ projected }) {
    const { element } = this.update
    const before = projected ? this.charts.element : this.legend.element
    if (element.nextElementSibling !== before) before.before(element)
  }

  /** Projected, a lens stands where ledger and charts are, and the worked equation keeps its place. */
  placeLens({ projected, lens }) {
    this.lenses.place(projected && lens !== LENSES[0] ? this.tour.element : null)
  }

  /** The card of a lesson stands above the inputs; projected beside the diagram, on a phone above it. */
  placeLesson({ projected }) {
    const before = PHONE.matches ? this.stage.element : projected ? this.tour.element : this.editors.element.firstElementChild
    if (this.lessons.element !== before && this.lessons.element.nextElementSibling !== before) before.before(this.lessons.element)
  }

  /** @returns {import("./types").Scene} */
  scene() {
    const { data, player, position, look } = this
    const at = { step: position.step, operation: position.operation }
    player.sample = position.sample
    if (this.follow) this.follow.player.sample = position.sample
    if (look.other) look.other.sample = position.sample
    return { data, player, position, look, at, step: data.timeline.steps[at.step], follow: null, wrong: data.lens?.shows.parted ?? null, severed: data.lens?.shows.cut?.severed.map((t) => t + 1) ?? null, tween: this.tween.to(at, player) }
  }

  /** Says on the root where the page stands: for its style, and for who watches it. */
  mark({ data, player, position, at, step }) {
    Object.assign(this.root.dataset, {
      dark: this.theme.dark, view: position.view,
      lesson: this.lessons.stop ? position.lesson : "", lens: position.lens, aside: Boolean(this.lenses.first), phase: step.phase, t: step.t ?? "", step: at.step, steps: data.timeline.steps.length,
      operation: at.operation === null ? "" : player.operationsAt(at)[0].name.split(".")[0],
      level: at.operation === null ? position.level : "operation",
      playing: this.clock.playing, ...(this.clock.playing && { inviting: "" }), locked: step.locked, batch: data.sizes.batch_size > 1,
    })
  }

  /** The text of the experiment is another one. */
  drawText() {
    this.header.drawHistory(this.store.history)
    this.notes.tooLong.hidden = !this.address.tooLong
  }

  /** To a time step that was pointed at in a chart: on the way back if the clock has come that far. */
  goToTime(t) {
    const { steps } = this.data.timeline
    const { phase } = steps[this.position.step]
    const wanted = phase === "backward" || phase === "update" ? "backward" : "forward"
    this.clock.go(steps.findIndex((step) => step.t === t && step.phase === wanted))
  }

  /** To the way back of a time step. */
  goBackTo(t) {
    this.clock.go(this.data.timeline.steps.findIndex((step) => step.t === t && step.phase === "backward"))
  }

  /** Opens a lens, and has Python say what it shows. */
  openLens(name) {
    this.lenses.open(name)
    this.position.lens = this.lenses.name
    this.lookThrough()
    this.draw()
  }

  /** Another thing is looked at through the lens. */
  setLens(settings) {
    for (const [name, value] of Object.entries(settings)) this.position.set(name, value)
    this.lookThrough()
    this.draw()
  }

  lookThrough() {
    const { lens, detail, sample } = this.position
    this.store.look(OF_TRACE.includes(lens) ? null : { name: lens, detail, sample })
  }

  goToSample(sample) {
    this.position.sample = sample
    this.lookThrough()
    this.draw()
  }

  /** Sets the page as a stop of a lesson has it. */
  setAsStop({ text, step, operation, lens, detail }) {
    if (this.clock.playing) this.clock.pause()
    this.opening = { step, operation, text }
    if (this.position.lens !== lens || this.position.detail !== detail) {
      this.position.detail = detail
      this.openLens(lens)
    }
    if (this.store.text === text && this.data?.text === text) {
      this.stand()
      this.draw()
    } else this.store.edit(text)
  }

  /** Stands at the step that is to be opened, as a whole or by operation. */
  stand() {
    const { step, operation } = this.opening
    Object.assign(this.position, { step, operation, level: operation === null ? "step" : "operation" })
    this.opening = null
  }

  /** Has Python say what the open lesson says. */
  learn() {
    const { lesson, stop } = this.position
    this.store.learn(lesson ? { name: lesson, stop, known: this.lessons.known } : null)
    this.draw()
  }

  /** Shows what is kept back no more, and keeps back what is asked for. */
  veil() {
    if (this.answer) this.take(this.answer)
  }

  /** Pins the present run, to compare with; or unpins. */
  pin() {
    this.store.compare(this.store.pin === null ? this.store.text : null)
  }

  /** Another preset, which is opened at its own step. */
  choose(name) {
    if (this.clock.playing) this.clock.pause()
    this.chosen = name
    this.store.edit(presetText(name))
  }

  /** The case and the place that a file holds. */
  open(text) {
    if (this.clock.playing) this.clock.pause()
    if (this.address.readPosition(text)) this.opening = { step: this.position.step }
    this.store.pin = pinOf(text)
    this.store.edit(experimentOf(text))
  }

  /** Starts over with other weights. */
  restart(fields) {
    if (this.clock.playing) this.clock.pause()
    this.clock.first()
    this.store.edit(Object.entries(fields).reduce((text, [name, field]) => withField(text, name, field), this.store.text))
  }

  /** Desk and projector: there, editors are folded away and everything is large enough for the back row. */
  switchView() {
    this.position.view = this.position.projected ? "" : "projector"
    this.redraw()
    this.charts.resize()
  }

  switchLanguage() {
    this.position.language = following(this.data.languages, this.data.language)
    this.store.setLanguage(this.position.language)
  }
}

/** What an answer's lens looks at, and what it compares with, as text. */
function looksAt({ lens, pin }) {
  return `${lens ? [lens.name, lens.detail, lens.sample, lens.shows.own ?? ""].join(" ") : ""} ${pin?.text ?? ""}`
}
