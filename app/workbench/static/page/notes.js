/** What the page has to say about itself: edits that wait, an experiment too long for a link, a change that was refused. */
import { el } from "../dom/markup.js"
import { morph } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"
import { explained } from "../dom/terms.js"

export class Notes extends Panel {
  /**
   * @param {() => void} save keeps the experiment as a file, where it is too long for a link
   * @param {(text: string) => void} onMended takes a link that could not be read, as it is mended
   */
  constructor(save, onMended) {
    const unsent = el("p", { class: "unsent", role: "status", hidden: true })
    const tooLongText = el("span")
    const saveButton = el("button", { type: "button", click: save })
    const tooLong = el("p", { class: "unsent", role: "status", hidden: true }, tooLongText, " ", saveButton)
    const notice = el("p", { class: "notice", role: "alert", hidden: true })
    const link = /** @type {HTMLInputElement} */ (el("input", { type: "text", spellcheck: "false", autocapitalize: "off" }))
    const open = el("button", { type: "submit" })
    const mend = el("form", { class: "mend", hidden: true, submit: (event) => {
      event.preventDefault()
      onMended(link.value)
    } }, link, open)
    super(el("div", { class: "notes" }, unsent, tooLong, notice, mend))
    this.link = link
    this.openButton = open
    this.mend = mend
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
    this.openButton.textContent = words["page.mend"]
    this.link.setAttribute("aria-label", words["page.mend_link"])
  }

  /** @param {import("../types").Data} data */
  take({ notice, words, unread }) {
    this.notice.hidden = !notice
    if (unread) this.link.value = unread
    this.mend.hidden = !(unread || (notice && !this.mend.hidden))
    morph(this.notice, notice ? explained(notice, words, { how: String }) : "")
  }
}
