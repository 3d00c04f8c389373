/** The list of the lessons, in a dialog. */
import { el } from "../dom/markup.js"
import { Panel } from "../dom/panel.js"
import { explained } from "../dom/terms.js"

/** @extends {Panel<HTMLDialogElement>} */
export class LessonList extends Panel {
  /** @param {(name: string) => void} onOpen called with the lesson that is chosen */
  constructor(onOpen) {
    super(el("dialog", { class: "lesson-list" }))
    this.onOpen = onOpen
    this.title = el("h2", { tabindex: "-1", autofocus: true })
    this.list = el("ol")
    this.close = el("button", { type: "button", click: () => this.element.close() })
    this.element.append(this.title, this.list, this.close)
  }

  take({ lessons, words }) {
    if (words === this.words) return
    this.words = words
    this.title.textContent = words["lesson.list"]
    this.element.setAttribute("aria-label", words["lesson.list"])
    this.close.textContent = words["key.close"]
    this.list.replaceChildren(...lessons.map(({ name, title, aim }) => el("li", {},
      el("button", { type: "button", "data-name": name, click: () => {
        this.element.close()
        this.onOpen(name)
      } }, el("b", {}, title), el("span", {}, explained(aim, words))))))
  }

  open() {
    this.element.showModal()
  }
}
