/** "Check your own": an array as somebody's program printed it, told apart from the right one and from known mistakes. */
import { el, math } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"

/** The arrays that can be checked, by the name that Python knows. */
const ARRAYS = { dW_h: "dW_h", dW_x: "dW_x", dB: "dB", dh: "dh", da: "da", dx: "dx", h: "h", dh_0: "dh_0" }

export class Own {
  /** @param {(own: {array: string, source: string}) => void} onCheck called with what is to be checked */
  constructor(onCheck) {
    this.source = el("textarea", { rows: "2", spellcheck: "false", keydown: (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.check()
    } })
    this.array = el("select", {}, ...Object.entries(ARRAYS).map(([name, said]) => el("option", { value: name }, said)))
    this.do = el("button", { type: "button", class: "strong", click: () => this.check() })
    this.said = el("p", { class: "own-said", role: "status" })
    this.onCheck = onCheck
    this.element = el("form", { class: "own", submit: (event) => event.preventDefault() },
      el("div", { class: "own-row" }, this.source, el("div", { class: "own-ways" }, this.array, this.do)), this.said)
  }

  check() {
    this.onCheck({ array: this.array.value, source: this.source.value })
  }

  speak(words) {
    say(this.do, words["lens.program.own.do"])
    this.array.setAttribute("aria-label", words["lens.program.array"])
    this.source.setAttribute("aria-label", words["lens.program.own"])
    this.source.placeholder = words["lens.program.own.hint"]
  }

  /** @param {string | undefined} said what it is */
  show(said) {
    morph(this.said, ...(said ? [math(said)] : []))
  }
}
