/** Programs that reproduce what is shown, and files with its numbers: Python writes them when they are asked for. */
import { copy } from "../dom/clipboard.js"
import { el } from "../dom/markup.js"
import { say } from "../dom/morph.js"
import { download } from "./pictures.js"

export class Programs {
  /** @param {(kind: string) => void} onExport asks for a file */
  constructor(onExport) {
    this.name = "programs"
    this.onExport = onExport
    /** What is shown as a text. */
    this.shown = ""
    /** What is downloaded once it comes. */
    this.wanted = ""
    this.choice = /** @type {HTMLSelectElement} */ (el("select", { change: () => this.ask() }))
    this.code = /** @type {HTMLTextAreaElement} */ (el("textarea", { readonly: true, rows: "9", spellcheck: "false" }))
    this.copyButton = el("button", { type: "button", class: "strong", click: () => this.copy() })
    this.fileButton = el("button", { type: "button", click: () => this.download(this.choice.value) })
    this.files = el("div", { class: "row" })
    this.said = el("p", { class: "hint", role: "status" })
    this.element = el("section", { class: "tool" }, el("div", { class: "row" }, this.choice, this.copyButton, this.fileButton), this.code, this.said, this.files)
    /** @type {Record<string, boolean>} */
    this.exports = {}
  }

  speak(words) {
    this.words = words
    this.choice.setAttribute("aria-label", words["take.part.programs"])
    this.code.setAttribute("aria-label", words["take.part.programs"])
    say(this.copyButton, words["tool.copy"])
    say(this.fileButton, words["take.download"])
    this.list()
  }

  take(data) {
    if (this.exports !== data.exports) {
      this.exports = data.exports
      this.list()
    }
    if (data.export) this.came(data.export)
  }

  list() {
    const names = Object.keys(this.exports)
    const chosen = this.choice.value
    this.choice.replaceChildren(...names.filter((name) => this.exports[name]).map((name) => el("option", { value: name }, this.words[`take.${name}`])))
    if (chosen) this.choice.value = chosen
    this.files.replaceChildren(...names.filter((name) => !this.exports[name]).map((name) =>
      el("button", { type: "button", click: () => this.download(name) }, this.words[`take.${name}`])))
  }

  open() {
    this.ask()
  }

  ask() {
    this.said.textContent = ""
    this.shown = this.choice.value
    this.onExport(this.shown)
  }

  download(kind) {
    this.wanted = kind
    this.onExport(kind)
  }

  came({ kind, name, mime, text, data, error }) {
    if (error) {
      this.wanted = ""
      this.code.value = kind === this.shown ? "" : this.code.value
      this.said.textContent = error
      return
    }
    if (kind === this.shown && text !== undefined) this.code.value = text
    if (kind !== this.wanted) return
    this.wanted = ""
    download(name, text ?? new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], { type: mime }), mime)
  }

  async copy() {
    this.said.textContent = this.words[(await copy(this.code)) ? "tool.copied" : "tool.copy_failed"]
  }
}
