/** The list of keys, in a dialog. */
import { el } from "./markup.js"
import { morph } from "./morph.js"

const KEYS = [
  ["Space", "play"], ["← →", "step"], ["Shift + ← →", "operation"], ["PageUp PageDown", "remote"],
  ["Home End", "ends"], ["+ −", "speed"], ["F", "projector"], ["?", "list"],
  ["Ctrl + Z", "undo"], ["Ctrl + Shift + Z", "redo"], ["Alt + ↑ ↓", "nudge"], ["Enter F2", "edit"],
  ["Shift + ↑ ↓", "choose"], ["Ctrl + Enter", "spread"],
]

export class Help {
  constructor() {
    this.title = el("h2")
    this.list = el("dl")
    this.close = el("button", { type: "button", click: () => this.element.close() })
    this.element = el("dialog", { class: "help" }, this.title, this.list, this.close)
  }

  take({ words }) {
    this.title.textContent = words["key.title"]
    this.element.setAttribute("aria-label", words["key.title"])
    this.close.textContent = words["key.close"]
    morph(this.list, ...KEYS.flatMap(([keys, what]) => [
      el("dt", {}, ...keys.split(" ").map((key) => (key === "+" && keys.includes(" + ") ? " + " : el("kbd", {}, key)))),
      el("dd", {}, words[`key.${what}`]),
    ]))
  }

  toggle() {
    if (this.element.open) this.element.close()
    else this.element.showModal()
  }
}
