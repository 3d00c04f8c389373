/** What the page has to say about itself: edits that wait, an experiment too long for a link, a change that was refused. */
import { el } from "../dom/markup.js"
import { morph } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"
import { explained } from "../dom/terms.js"

export class Notes extends Panel {
  /** @param {() => void} save keeps the experiment as a file, where it is too long for a link */
  constructor(save) {
    const unsent = el("p", { class: "unsent", role: "status", hidden: true })
    const tooLongText = el("span")
    const saveButton = el("button", { type: "button", click: save })
    const tooLong = el("p", { class: "unsent", role: "status", hidden: true }, tooLongText, " ", saveButton)
    const notice = el("p", { class: "notice", role: "alert", hidden: true })
    super(el("div", { class: "notes" }, unsent, tooLong, notice))
    this.unsent = unsent
    this.tooLong = tooLong
    this.tooLongText = tooLongText
    this.saveButton = saveButton
    this.notice = notice
  }

  speak(words) {
    this.unsent.textContent = words["page.unsent"]
    this.tooLongText.textContent = words["page.too_long"]
    this.saveButton.textContent = words["share.save"]
  }

  take({ notice, words }) {
    this.notice.hidden = !notice
    morph(this.notice, notice ? explained(notice, words, { how: String }) : "")
  }
}
