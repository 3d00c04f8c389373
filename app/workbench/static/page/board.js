/** In front of a class: a blank screen, and a spotlight that follows the pointer while its key is held. */
import { el } from "../dom/markup.js"
import { Panel } from "../dom/panel.js"

/** The key that lights. */
const LIGHT = "s"

export class Board extends Panel {
  constructor() {
    super(el("div", { class: "board" }))
    this.blank = el("button", { type: "button", class: "blank", hidden: true, click: () => this.toggle() })
    this.light = el("div", { class: "spotlight", hidden: true, "aria-hidden": "true" })
    this.element.append(this.blank, this.light)
    /** Where the focus was before the screen went blank. @type {Element | null} */
    this.before = null
    document.addEventListener("pointermove", ({ clientX, clientY }) => {
      this.light.style.setProperty("--x", `${clientX}px`)
      this.light.style.setProperty("--y", `${clientY}px`)
    })
    document.addEventListener("keyup", ({ key }) => {
      if (key.toLowerCase() === LIGHT) this.light.hidden = true
    })
    window.addEventListener("blur", () => (this.light.hidden = true))
  }

  speak(words) {
    this.blank.setAttribute("aria-label", words["board.blank"])
  }

  /** The keys of the page: what each does. */
  get keys() {
    const toggle = () => this.toggle()
    return { b: toggle, ".": toggle, [LIGHT]: () => (this.light.hidden = false) }
  }

  /** Blanks the screen, so that the class looks at who speaks; or shows it again. */
  toggle() {
    const blank = this.blank.hidden
    this.blank.hidden = !blank
    if (blank) {
      this.before = document.activeElement
      this.blank.focus()
    } else if (this.before instanceof HTMLElement) this.before.focus()
  }
}
