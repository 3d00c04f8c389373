/** Every array that the page shows, given and computed, and the worked equation, to be copied with all digits. */
import { copy } from "../dom/clipboard.js"
import { FORMATS } from "../dom/formats.js"
import { el } from "../dom/markup.js"
import { say } from "../dom/morph.js"

/** The choice that stands for the worked equation. */
const EQUATION = "="

export class Numbers {
  /**
   * @param {() => {label: string, values: import("../types").Values}[]} terms of the worked equation
   * @param {() => string} latex the worked equation
   */
  constructor(terms, latex) {
    this.name = "numbers"
    this.terms = terms
    this.latex = latex
    this.choice = /** @type {HTMLSelectElement} */ (el("select", { change: () => this.write() }))
    this.format = /** @type {HTMLSelectElement} */ (el("select", { change: () => this.write() }))
    this.text = /** @type {HTMLTextAreaElement} */ (el("textarea", { readonly: true, rows: "6", spellcheck: "false" }))
    this.copyButton = el("button", { type: "button", class: "strong", click: () => this.copy() })
    this.said = el("p", { class: "hint", role: "status" })
    this.element = el("section", { class: "tool" }, el("div", { class: "row" }, this.choice, this.format, this.copyButton), this.text, this.said)
    /** @type {Record<string, import("../types").Values>} */
    this.found = {}
  }

  speak(words) {
    this.words = words
    this.choice.setAttribute("aria-label", words["take.part.numbers"])
    this.text.setAttribute("aria-label", words["take.part.numbers"])
    this.format.setAttribute("aria-label", words["take.format"])
    this.format.replaceChildren(...Object.keys(FORMATS).map((name) => el("option", { value: name }, words[`take.format.${name}`])))
    say(this.copyButton, words["tool.copy"])
  }

  take(data) {
    this.data = data
  }

  /** Lists what stands in the equation at this position of the clock, then every array. */
  open() {
    const { properties, arrays } = this.data
    const chosen = this.choice.value
    const all = Object.keys(arrays).map((name) => ({ label: properties[name]?.field ?? name, values: arrays[name] }))
    const terms = this.terms().map(({ label, values }) => ({ label: `${label}`, values }))
    this.found = {}
    const options = (group, list) => list.map(({ label, values }, i) => {
      this.found[`${group}${i}`] = values
      return el("option", { value: `${group}${i}` }, `${label} (${values.shape.join(", ")})`)
    })
    this.choice.replaceChildren(
      el("optgroup", { label: this.words["take.now"] }, el("option", { value: EQUATION }, this.words["take.equation"]), ...options("t", terms)),
      el("optgroup", { label: this.words["take.all"] }, ...options("a", all)))
    if (chosen in this.found) this.choice.value = chosen
    this.write()
  }

  write() {
    this.said.textContent = ""
    const whole = this.choice.value === EQUATION
    this.format.disabled = whole
    this.text.value = whole ? this.latex() : FORMATS[this.format.value](this.found[this.choice.value])
  }

  async copy() {
    this.said.textContent = this.words[(await copy(this.text)) ? "tool.copied" : "tool.copy_failed"]
  }
}
