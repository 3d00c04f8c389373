/** A against B: which two runs are compared, what differs between them, and what came of it. */
import { el, math } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"

export class Against extends Panel {
  /** @param {{swap: () => void, unpin: () => void}} actions */
  constructor({ swap, unpin }) {
    super(el("section", { class: "against", hidden: true, "data-testid": "against" }))
    this.key = el("span", { class: "pin-key" })
    this.said = el("p", { role: "status" })
    this.swap = el("button", { type: "button", click: swap })
    this.unpin = el("button", { type: "button", click: unpin })
    this.element.append(this.key, this.said, this.swap, this.unpin)
  }

  speak(words) {
    this.element.setAttribute("aria-label", words["pin.bar"])
    this.key.replaceChildren(el("i", { class: "sample before" }), words["pin.a"], el("i", { class: "sample line" }), words["pin.b"])
    say(this.swap, words["pin.swap"])
    say(this.unpin, words["pin.unpin"])
  }

  take({ pinned }) {
    this.element.hidden = !pinned
    if (pinned) morph(this.said, math(pinned.said))
  }
}
