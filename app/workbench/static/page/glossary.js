/** What a term of linear algebra means, and what it is for W_h as it stands: a small dialog beside the word. */
import { el, fill } from "../dom/markup.js"
import { alike } from "../dom/numerals.js"
import { Panel } from "../dom/panel.js"
import { explained, termName } from "../dom/terms.js"

/** @extends {Panel<HTMLDialogElement>} */
export class Glossary extends Panel {
  /** @param {HTMLElement} root where words with `data-term` open it */
  constructor(root) {
    super(el("dialog", { class: "glossary" }))
    /** @type {import("../types").Data | null} */
    this.data = null
    /** The term that is explained; empty while it is closed. */
    this.term = ""
    /** The word to which the focus goes back. @type {HTMLElement | null} */
    this.opener = null
    this.title = el("h2", { tabindex: "-1" })
    this.meaning = el("p")
    this.present = el("p", { class: "present" })
    this.close = el("button", { type: "button", class: "close", click: () => this.leave() }, "✕")
    this.element.append(el("div", { class: "tools-head" }, this.title, this.close), this.meaning, this.present)
    this.element.addEventListener("keydown", (event) => this.onKey(event))
    root.addEventListener("click", ({ target }) => {
      const word = target instanceof Element ? target.closest("[data-term]") : null
      if (word instanceof HTMLElement) this.open(word)
      else if (target instanceof Element && !this.element.contains(target)) this.element.close()
    })
  }

  take(data) {
    this.data = data
    if (this.element.open) this.write()
  }

  /** @param {HTMLElement} word */
  open(word) {
    this.term = word.dataset.term
    if (!this.element.contains(word)) this.opener = word
    this.write()
    this.element.show()
    const { left, bottom, top } = this.opener.getBoundingClientRect()
    const { width, height } = this.element.getBoundingClientRect()
    this.element.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`
    this.element.style.top = `${bottom + height + 12 < innerHeight ? bottom + 6 : Math.max(8, top - height - 6)}px`
    this.title.focus()
  }

  leave() {
    this.element.close()
    // The sentence may have been written anew meanwhile.
    const again = document.querySelector(`[data-term="${this.opener.dataset.term}"]`)
    const word = this.opener.isConnected ? this.opener : again
    if (word instanceof HTMLElement) word.focus()
  }

  write() {
    const { words } = this.data
    const name = termName(words, this.term)
    this.title.textContent = name
    this.element.setAttribute("aria-label", name)
    this.close.setAttribute("aria-label", words["tool.close"])
    this.meaning.replaceChildren(explained(words[`term.${this.term}.means`], words, { except: this.term }))
    this.present.replaceChildren(explained(this.value(), words, { except: this.term }))
  }

  /** What the term is for W_h as it stands. */
  value() {
    const { words, matrix } = this.data
    if (!matrix) return words["term.unknown"]
    const [radius, largest] = [matrix.spectral_radius, matrix.singular_values[0]].map((value) => alike([value])[0])
    if (this.term === "normal") {
      return fill(words[matrix.normal ? "term.normal.yes" : "term.normal.no"], { radius, largest })
    }
    const values = (this.term === "eigenvalue" ? complex(matrix.eigenvalues) : alike(matrix.singular_values)).join(", ")
    return fill(words[`term.${this.term}.here`], { values, radius })
  }

  onKey(event) {
    if (event.key !== "Escape") return
    event.stopPropagation()
    this.leave()
  }
}

/** @param {[number, number][]} values */
function complex(values) {
  const texts = alike(values.flatMap(([real, imaginary]) => [real, Math.abs(imaginary)]))
  return values.map(([, imaginary], i) =>
    imaginary === 0 ? texts[2 * i] : `${texts[2 * i]} ${imaginary < 0 ? "−" : "+"} ${texts[2 * i + 1]}i`)
}
