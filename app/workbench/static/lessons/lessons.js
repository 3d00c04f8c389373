/** The card of a lesson: what is said at a stop, what is asked for, and the way on. */
import { el, fill } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"
import { explained } from "../dom/terms.js"
import { keep, kept } from "../store/kept.js"
import { fieldsOf } from "./ask.js"
import { rolled } from "./picture.js"
import { printSheet } from "./sheet.js"

const KEPT = "unroll.lesson."
/** What is made of the run that is shown, anew each time. */
const QUIZ = "quiz"

export class Lessons extends Panel {
  /**
   * @param {object} options
   * @param {import("../clock/position.js").Position} options.position its lesson and stop
   * @param {(stop: import("../types").Stop) => void} options.onStop sets the page as a stop has it
   * @param {() => void} options.onReveal called when something is kept back no more, or something else is
   * @param {(lesson: import("../types").Lesson) => void} options.onNotes opens the teacher's page
   * @param {() => void} options.onMove called when there is another stop, or no lesson any more
   */
  constructor({ position, onStop, onReveal, onMove, onNotes }) {
    super(el("section", { class: "lesson", "data-testid": "lesson", hidden: true }))
    this.position = position
    this.onStop = onStop
    this.onReveal = onReveal
    this.onMove = onMove
    /** @type {import("../types").Lesson | null} */
    this.lesson = null
    this.language = ""
    /** Stops whose question was answered, or whose answer was shown. @type {Record<number, "right" | "shown">} */
    this.answered = {}
    /** Whether the page is to be set as the stop has it, once the lesson is there. */
    this.sets = !position.isGiven("step")
    /** @type {import("../types").Words} */
    this.words = {}
    this.title = el("h2", { tabindex: "-1" })
    this.count = el("small")
    this.text = el("div", { class: "lesson-text" })
    this.question = el("p", { class: "question" })
    this.fields = el("div")
    this.feedback = el("p", { class: "feedback", role: "status", hidden: true })
    this.show = el("button", { type: "button", class: "show", click: () => this.settle("shown") })
    this.before = el("button", { type: "button", click: () => this.go(this.position.stop - 1) }, "‹")
    this.dots = el("span", { class: "dots", "aria-hidden": "true" })
    this.next = el("button", { type: "button", class: "strong", click: () => this.goOn() })
    this.back = el("button", { type: "button", class: "back", click: () => this.onStop(this.stop) })
    this.print = el("button", { type: "button", click: () => printSheet(this.lesson, this.words) })
    this.notes = el("button", { type: "button", click: () => onNotes(this.lesson) })
    this.leave = el("button", { type: "button", class: "leave", click: () => this.open("") })
    this.element.append(
      el("div", { class: "lesson-head" }, this.title, this.count), this.text, this.question, this.fields, this.feedback, this.show,
      el("div", { class: "lesson-way" }, this.before, this.dots, this.next), el("div", { class: "lesson-more" }, this.back, this.print, this.notes, this.leave),
    )
  }

  /** The stop at which the lesson stands; null while there is none. */
  get stop() {
    return this.lesson?.stops[this.position.stop - 1] ?? null
  }

  /** What is asked for and not answered: arrays with flat indices. @returns {[string, number[]][]} */
  get hidden() {
    const ask = this.stop?.ask
    return ask && !this.answered[this.position.stop] ? ask.hide : []
  }

  /** The number that is asked for, where it is one. */
  get asked() {
    return this.stop?.ask?.value ?? null
  }

  /** What is framed while the page is as the stop has it. @returns {string[]} */
  get lit() {
    return (!this.back.hidden ? null : this.stop?.lit) ?? []
  }

  /** Whether the page has the lesson that is open, in its language. */
  get known() {
    return this.lesson !== null && this.lesson.name === this.position.lesson
  }

  speak(words) {
    this.words = words
    say(this.leave, words["lesson.leave"])
    say(this.back, words["lesson.back"])
    say(this.show, words["lesson.show"])
    say(this.print, words["lesson.print"])
    say(this.notes, words["lesson.notes"])
    this.before.setAttribute("aria-label", words["lesson.before"])
    this.write()
  }

  /** Opens a lesson at a stop; none of that name leaves it. */
  open(name, stop = 1) {
    if (name === "practice") name += `-${Math.floor(1e6 * Math.random())}`
    if (name === QUIZ) this.lesson = null
    this.position.lesson = name
    this.position.stop = stop
    this.sets = true
    if (!this.known) this.lesson = null
    this.onMove()
    if (this.stop) return this.enter()
    this.onReveal()
    this.write()
  }

  /** Takes what an answer brings of the lesson: itself, and whether the change that is asked for was made. */
  takeLesson({ lesson = null }) {
    if (lesson?.all && lesson.name === this.lesson?.name) { // in another language
      this.lesson = lesson.all
      this.write()
    } else if (lesson?.all && lesson.name === this.position.lesson) {
      this.lesson = lesson.all
      this.position.stop = Math.max(1, Math.min(this.position.stop, this.lesson.stops.length))
      if (lesson.name === QUIZ) this.position.stop = 1 + Math.max(0, this.lesson.stops.findIndex(({ step }) => step > this.position.step))
      this.answered = lesson.name === QUIZ ? {} : JSON.parse(kept(KEPT + lesson.name) ?? "{}")
      this.enter()
    }
    if (lesson?.done && lesson.stop === this.position.stop && this.stop && !this.answered[lesson.stop]) {
      this.settle("right")
    }
  }

  /** Stands at the stop: the page is set as it has it, unless the page was opened elsewhere. */
  enter() {
    this.onReveal()
    if (this.sets) this.onStop(this.stop)
    this.sets = true
    this.write()
  }

  /** Writes the card. */
  write() {
    const { stop, words, lesson } = this
    this.element.hidden = !stop
    if (!stop) return
    const { ask } = stop
    const number = this.position.stop
    const given = this.answered[number]
    Object.assign(this.element.dataset, { lesson: lesson.name, stop: number, stops: lesson.stops.length })
    const title = lesson.number === null ? lesson.title : fill(words["lesson.title"], { number: lesson.number, title: lesson.title })
    this.element.setAttribute("aria-label", title)
    morph(this.title, title)
    this.print.hidden = !lesson.sheet
    this.notes.hidden = !lesson.teacher
    say(this.count, fill(words["lesson.count"], { stop: number, stops: lesson.stops.length }))
    this.text.replaceChildren(...(stop.picture ? [rolled()] : []), ...stop.say.split("\n\n").map((part) => el("p", {}, explained(part, words))))
    this.question.hidden = !ask
    this.fields.hidden = !ask || Boolean(given)
    this.show.hidden = !ask || Boolean(given)
    if (ask) this.question.replaceChildren(explained(ask.question, words))
    this.fields.replaceChildren(...(ask && !given ? [fieldsOf(ask, words, (answer) => this.answer(answer))] : []))
    this.tell(given ?? null, ask?.right)
    const last = number === lesson.stops.length
    this.before.hidden = number === 1
    this.next.textContent = words[last ? "lesson.done" : "lesson.next"]
    this.next.disabled = Boolean(ask && !given)
    morph(this.dots, ...lesson.stops.map((_, i) => el("i", { class: i < number ? "passed" : "" })))
  }

  /** Says something to an answer. @param {"right" | "shown" | "wrong" | null} how @param {string} [said] */
  tell(how, said) {
    this.feedback.hidden = !how
    if (!how) return
    this.feedback.dataset.how = how
    this.feedback.replaceChildren(el("b", {}, this.words[`lesson.is.${how}`]), " ", explained(said, this.words))
  }

  answer({ right, said }) {
    if (right) this.settle("right")
    else this.tell("wrong", said)
  }

  /** The question is answered or given up: what was kept back is shown. */
  settle(given) {
    this.answered = { ...this.answered, [this.position.stop]: given }
    if (this.lesson.name !== QUIZ) keep(KEPT + this.lesson.name, JSON.stringify(this.answered))
    this.onReveal()
    this.write()
    this.next.focus()
  }

  goOn() {
    if (this.position.stop === this.lesson.stops.length) return this.open("")
    this.go(this.position.stop + 1)
  }

  go(stop) {
    this.position.stop = stop
    this.onMove()
    this.enter()
    this.title.focus()
  }

  /** The way back is offered where the page is not as the stop has it. */
  draw({ data, position }) {
    const { stop } = this
    this.back.hidden = !stop || (data.text === stop.text && position.step === stop.step && position.lens === stop.lens)
  }
}
