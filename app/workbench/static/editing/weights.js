/** The weights of a layer as a framework keeps them: a field for each, which Python reads together. */
import { el, fill } from "../dom/markup.js"

export class Weights {
  /** @param {(framework: string, sources: Record<string, string>) => void} onGive */
  constructor(onGive) {
    this.onGive = onGive
    this.summary = el("summary")
    this.choice = /** @type {HTMLSelectElement} */ (el("select", { change: () => this.choose() }))
    this.fields = el("div", { class: "weights" })
    this.hint = el("p", { class: "hint" })
    this.button = el("button", { type: "button", class: "strong", click: () => this.give() })
    this.element = el("details", {}, this.summary, el("div", { class: "row" }, this.choice), this.fields, this.hint, this.button)
    /** @type {Record<string, string[]>} */
    this.frameworks = {}
  }

  speak(words, frameworks) {
    this.words = words
    this.summary.textContent = words["weights.title"]
    this.hint.textContent = words["weights.hint"]
    this.button.textContent = words["weights.give"]
    this.choice.setAttribute("aria-label", words["weights.title"])
    if (this.frameworks === frameworks) return
    this.frameworks = frameworks
    this.choice.replaceChildren(...Object.keys(frameworks).map((name) => el("option", { value: name }, words[`weights.${name}`])))
    this.choose()
  }

  choose() {
    /** @type {HTMLTextAreaElement[]} */
    this.inputs = this.frameworks[this.choice.value].map((name) =>
      el("textarea", { rows: "2", spellcheck: "false", autocapitalize: "off", autocomplete: "off", name }))
    this.fields.replaceChildren(...this.inputs.map((input) => el("label", { class: "tool" }, el("span", {}, input.name), input)))
  }

  give() {
    this.onGive(this.choice.value, Object.fromEntries(this.inputs.map((input) => [input.name, input.value])))
  }

  /** Puts the focus where something is wrong. */
  pointAt(field) {
    this.inputs.find((input) => input.name === field)?.focus()
  }
}
