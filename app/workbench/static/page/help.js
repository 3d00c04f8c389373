/** The list of keys and of what this server allows, in a dialog. */
import { el, fill, math } from "../dom/markup.js"
import { morph } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"
import { NAMES, meaningOf } from "../dom/symbols.js"

const KEYS = [
  ["Space", "play"], ["← →", "step"], ["Shift + ← →", "operation"], ["PageUp PageDown", "remote"],
  ["Home End", "ends"], ["+ −", "speed"], ["1 2 3 4", "lens"], ["L", "lessons"], ["P", "pin"], ["F", "projector"], ["B .", "blank"], ["S", "light"], ["?", "list"],
  ["Ctrl + Z", "undo"], ["Ctrl + Shift + Z", "redo"], ["Alt + ↑ ↓", "nudge"], ["Enter F2", "edit"],
  ["Shift + ↑ ↓", "choose"], ["Ctrl + Enter", "spread"],
]

/** The limits that are listed, besides the sizes. */
const BOUNDS = ["link", "qr", "text", "undo", "sessions"]

/** @extends {Panel<HTMLDialogElement>} */
export class Help extends Panel {
  /** @param {() => void} onTour called when the first minute is asked for */
  constructor(onTour) {
    super(el("dialog", { class: "help" }))
    /** The words in which the limits are listed. @type {import("../types").Words | null} */
    this.boundsIn = null
    /** Words and sizes with which the symbols are explained. @type {unknown[]} */
    this.explained = []
    this.title = el("h2", { tabindex: "-1", autofocus: true }) // a long list is read from its beginning
    this.list = el("dl")
    this.bounds = el("h2")
    this.allowed = el("ul")
    this.symbols = el("details", {}, el("summary"), el("ul"))
    this.close = el("button", { type: "button", click: () => this.element.close() })
    this.tour = el("button", { type: "button", click: () => {
      this.element.close()
      onTour()
    } })
    this.element.append(this.title, this.list, this.symbols, this.bounds, this.allowed, el("p", { class: "help-ways" }, this.tour, " ", this.close))
  }

  speak(words) {
    this.title.textContent = words["key.title"]
    this.element.setAttribute("aria-label", words["key.title"])
    this.close.textContent = words["key.close"]
    this.tour.textContent = words["tour.again"]
    morph(this.list, ...KEYS.flatMap(([keys, what]) => [
      el("dt", {}, ...keys.split(" ").map((key) => (key === "+" && keys.includes(" + ") ? " + " : el("kbd", {}, key)))),
      el("dd", {}, words[`key.${what}`]),
    ]))
  }

  take({ words, largest, limits, language, sizes }) {
    const explained = [words, ...Object.values(sizes)]
    if (!explained.every((part, i) => part === this.explained[i])) {
      this.explained = explained
      this.symbols.firstElementChild.textContent = words["symbol.title"]
      morph(this.symbols.lastElementChild, ...NAMES.map((name) => el("li", {}, math(meaningOf(name, words, sizes)))))
    }
    if (words === this.boundsIn) return
    this.boundsIn = words
    const number = (value) => value.toLocaleString(language)
    this.bounds.textContent = words["key.bounds"]
    this.allowed.replaceChildren(
      ...Object.entries(largest).map(([name, most]) =>
        el("li", {}, fill(words["key.bound.size"], { name: words[`size.${name}`], largest: number(most) }))),
      ...BOUNDS.map((name) => el("li", {}, fill(words[`key.bound.${name}`], { largest: number(limits[name]) }))),
    )
  }

  toggle() {
    if (this.element.open) this.element.close()
    else this.element.showModal()
  }
}
