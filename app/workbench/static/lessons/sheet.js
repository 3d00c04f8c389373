/** A sheet of practice on paper: the questions, and on the page after them the answers. */
import { el } from "../dom/markup.js"
import { explained } from "../dom/terms.js"

/** @param {import("../types").Lesson} lesson @param {import("../types").Words} words */
export function printSheet(lesson, words) {
  const list = (write) => el("ol", {}, ...lesson.stops.map((stop) => el("li", {}, ...write(stop))))
  const answers = words["lesson.answers"]
  const sheet = el("section", { class: "sheet" },
    el("h1", {}, lesson.title),
    list(({ say, ask }) => [el("p", {}, explained(say, words)), el("p", {}, el("b", {}, explained(ask.question, words))), el("p", { class: "room" })]),
    el("h1", { class: "answers" }, `${lesson.title}: ${answers}`),
    list(({ ask }) => [el("p", {}, explained(ask.right, words))]))
  printed(sheet)
}

/** Prints an element alone. @param {HTMLElement} sheet */
export function printed(sheet) {
  document.body.append(sheet)
  document.body.classList.add("prints-sheet")
  window.addEventListener("afterprint", () => {
    sheet.remove()
    document.body.classList.remove("prints-sheet")
  }, { once: true })
  window.print()
}
