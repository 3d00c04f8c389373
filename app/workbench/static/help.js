/** The list of keys and of what this server allows, in a dialog. */
import { el, fill } from "./markup.js"

const KEYS = [
  ["Space", "play"], ["← →", "step"], ["Shift + ← →", "operation"], ["PageUp PageDown", "remote"],
  ["Home End", "ends"], ["+ −", "speed"], ["F", "projector"], ["?", "list"],
]

export class Help {
  constructor() {
    this.title = el("h2")
    this.list = el("dl")
    this.bounds = el("h2")
    this.allowed = el("ul")
    this.close = el("button", { type: "button", click: () => this.element.close() })
    this.element = el("dialog", { class: "help" }, this.title, this.list, this.bounds, this.allowed, this.close)
  }

  take({ words, largest, bounds, language }) {
    this.title.textContent = words["key.title"]
    this.element.setAttribute("aria-label", words["key.title"])
    this.close.textContent = words["key.close"]
    this.list.replaceChildren(...KEYS.flatMap(([keys, what]) => [
      el("dt", {}, ...keys.split(" ").map((key) => (key === "+" && keys.length > 3 ? " + " : el("kbd", {}, key)))),
      el("dd", {}, words[`key.${what}`]),
    ]))
    const number = (value) => value.toLocaleString(language)
    this.bounds.textContent = words["key.bounds"]
    this.allowed.replaceChildren(
      ...Object.entries(largest).map(([name, most]) =>
        el("li", {}, fill(words["key.bound.size"], { name: words[`size.${name}`], largest: number(most) }))),
      ...Object.entries(bounds).map(([name, most]) =>
        el("li", {}, fill(words[`key.bound.${name}`], { largest: number(most) }))),
    )
  }

  toggle() {
    if (this.element.open) this.element.close()
    else this.element.showModal()
  }
}
