/** All that one can take away of what is shown: link and file, programs, data, numbers, pictures. A part for each. */
import { el } from "../dom/markup.js"
import { say } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"

/**
 * @typedef {object} Part
 * @property {HTMLElement} element
 * @property {string} name of the part in the catalogue
 * @property {(words: import("../types").Words) => void} speak
 * @property {(data: import("../types").Data) => void} take
 * @property {(scene: import("../types").Scene) => void} open when it is opened
 */

/** @extends {Panel<HTMLDialogElement>} */
export class TakeAway extends Panel {
  /** @param {Part[]} parts */
  constructor(parts) {
    super(el("dialog", { class: "help share" }))
    this.parts = parts
    this.title = el("h2")
    this.closeButton = el("button", { type: "button", click: () => this.element.close() })
    this.folds = parts.map((part, i) => {
      const fold = /** @type {HTMLDetailsElement} */ (el("details", { name: "take" }, el("summary"), part.element))
      fold.open = i === 0
      fold.addEventListener("toggle", () => fold.open && this.element.open && part.open(this.scene))
      return fold
    })
    this.element.append(this.title, ...this.folds, this.closeButton)
  }

  speak(words) {
    say(this.title, words["take.title"])
    this.element.setAttribute("aria-label", words["take.title"])
    say(this.closeButton, words["key.close"])
    this.parts.forEach((part, i) => {
      say(this.folds[i].firstElementChild, words[`take.part.${part.name}`])
      part.speak(words)
    })
  }

  take(data) {
    for (const part of this.parts) part.take(data)
  }

  draw(scene) {
    this.scene = scene
  }

  open() {
    this.element.showModal()
    this.parts.forEach((part, i) => this.folds[i].open && part.open(this.scene))
  }
}
