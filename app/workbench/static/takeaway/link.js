/** Handing an experiment out: its link, the link as QR code, and a file for what is too big for a link. */
import { copy } from "../dom/clipboard.js"
import { el, fill } from "../dom/markup.js"
import { say } from "../dom/morph.js"
import { LOCKS } from "../page/lock.js"
import { download } from "./pictures.js"

/** What a file has beside the experiment's text: its place on the clock, and a line break (bytes). */
const ROOM = 200

export class Link {
  /**
   * @param {object} options
   * @param {() => string} options.text of the experiment
   * @param {(lock: string) => string} options.link the address of what is shown, with what it hides or locks
   * @param {() => string} options.asFile the same for a file
   * @param {(text: string) => void} options.onOpen takes the text of a file
   */
  constructor({ text, link, asFile, onOpen }) {
    this.name = "link"
    this.text = text
    this.link = link
    this.asFile = asFile
    this.onOpen = onOpen
    /** The file whose case waits for its answer. */
    this.opening = ""
    /** @type {import("../types").Words} */
    this.words = {}
    /** @type {import("../types").Framed["limits"] | null} */
    this.limits = null
    this.preset = ""
    this.address = el("input", { type: "text", readonly: true, focus: () => this.address.select() })
    this.label = el("label", { class: "tool" }, el("span"), this.address)
    this.copyButton = el("button", { type: "button", class: "strong", click: () => this.copy() })
    this.said = el("p", { class: "hint", role: "status" })
    this.code = el("img", { class: "qr" })
    this.saveButton = el("button", { type: "button", click: () => this.save() })
    this.file = el("input", { type: "file", accept: ".txt,text/plain", hidden: true, change: () => this.load() })
    this.loadButton = el("button", { type: "button", click: () => this.file.click() })
    this.locks = new Map(LOCKS.map((name) => [name, el("input", { type: "checkbox", change: () => this.open() })]))
    this.lockNames = new Map(LOCKS.map((name) => [name, el("span")]))
    this.lockTitle = el("summary")
    const exercise = el("details", { class: "exercise" }, this.lockTitle,
      ...LOCKS.map((name) => el("label", {}, this.locks.get(name), this.lockNames.get(name))))
    this.element = el("section", {}, this.label, this.said, this.code, exercise,
      el("div", { class: "row" }, this.copyButton, this.saveButton, this.loadButton, this.file))
  }

  speak(words) {
    this.words = words
    say(this.label.firstChild, words["share.link"])
    say(this.copyButton, words["share.copy"])
    say(this.saveButton, words["share.save"])
    say(this.loadButton, words["share.load"])
    this.code.alt = words["share.qr"]
    say(this.lockTitle, words["lock.title"])
    for (const [name, text] of this.lockNames) say(text, words[`lock.${name}`])
  }

  take({ limits, preset }) {
    this.limits = limits
    this.preset = preset
  }

  open() {
    const { words, limits } = this
    const count = this.text().length
    const fits = count <= limits.link
    const link = this.link(LOCKS.filter((name) => this.locks.get(name).checked).join("~"))
    this.label.hidden = !fits
    this.copyButton.hidden = !fits
    this.code.hidden = !fits || link.length > limits.qr
    this.address.value = link
    if (!this.code.hidden) this.code.src = new URL(`qr?link=${encodeURIComponent(link)}`, document.baseURI).href
    this.say("")
    if (!fits) this.say(fill(words["share.too_long"], { count, largest: limits.link }))
    else if (this.code.hidden) this.say(fill(words["share.no_qr"], { count: link.length, largest: limits.qr }))
  }

  async copy() {
    this.say(this.words[(await copy(this.address)) ? "tool.copied" : "tool.copy_failed"])
  }

  save() {
    download(`unroll-${this.preset}.txt`, this.asFile(), "text/plain")
  }

  async load() {
    const [file] = this.file.files
    this.file.value = ""
    if (!file) return
    const largest = this.limits.text
    const text = file.size > largest + ROOM ? "" : (await file.text()).trim()
    if (file.size > largest + ROOM) return this.say(fill(this.words["share.too_big"], { largest }))
    this.element.closest("dialog").close()
    this.opening = file.name
    this.onOpen(text)
  }

  /** What is said of a case that was refused; of one out of a file with the name of that. */
  refusal(notice) {
    const name = this.opening
    this.opening = ""
    return name && notice ? fill(this.words["share.refused"], { name, reason: notice }) : notice
  }

  say(sentence) {
    this.said.textContent = sentence
  }
}
