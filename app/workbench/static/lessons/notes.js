/** The teacher's page of a lesson: aim, time, what to ask, what is got wrong, what to show. On the screen, and on paper. */
import { el, fill } from "../dom/markup.js"
import { Panel } from "../dom/panel.js"
import { explained } from "../dom/terms.js"
import { printed } from "./sheet.js"

/** @extends {Panel<HTMLDialogElement>} */
export class TeachersNotes extends Panel {
  constructor() {
    super(el("dialog", { class: "lesson-list teacher" }))
    this.title = el("h2", { tabindex: "-1", autofocus: true })
    this.body = el("div")
    this.print = el("button", { type: "button", click: () => this.onPaper() })
    this.close = el("button", { type: "button", click: () => this.element.close() })
    this.element.append(this.title, this.body, el("p", { class: "row" }, this.print, this.close))
  }

  speak(words) {
    this.words = words
    this.print.textContent = words["lesson.print"]
    this.close.textContent = words["key.close"]
  }

  /** @param {import("../types").Lesson} lesson */
  open(lesson) {
    this.title.textContent = `${this.words["lesson.notes"]}: ${lesson.title}`
    this.element.setAttribute("aria-label", this.title.textContent)
    this.body.replaceChildren(...this.written(lesson))
    this.element.showModal()
  }

  /** @param {import("../types").Lesson} lesson */
  written({ teacher, stops }) {
    const { words } = this
    const list = (key) => [el("h3", {}, words[`lesson.notes.${key}`]), el("ul", {}, ...teacher.lists[key].map((one) => el("li", {}, explained(one, words))))]
    return [
      el("p", {}, explained(teacher.aim, words), " ", fill(words["lesson.notes.time"], { minutes: teacher.minutes, stops: stops.length })),
      ...list("ask"), ...list("wrong"), ...list("show"),
    ]
  }

  onPaper() {
    const sheet = el("section", { class: "sheet" }, el("h1", {}, this.title.textContent), this.body.cloneNode(true))
    this.element.close()
    printed(sheet)
  }
}
