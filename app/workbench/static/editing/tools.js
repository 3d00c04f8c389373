/** What can be done with one array besides typing: as text, fill, copy, back to the preset. Beside the stage, not over it. */
import { shapeText } from "../dom/blocks.js"
import { copy } from "../dom/clipboard.js"
import { el, fill, math } from "../dom/markup.js"
import { parse } from "../dom/numerals.js"
import { Panel } from "../dom/panel.js"
import { explained } from "../dom/terms.js"
import { arrayField, withField, withFill, withoutField } from "../store/link.js"
import { Files } from "./files.js"
import { Offers } from "./offers.js"
import { Weights } from "./weights.js"

/** @extends {Panel<HTMLDialogElement>} */
export class Tools extends Panel {
  /**
   * @param {object} options
   * @param {() => string} options.text of the experiment
   * @param {(text: string) => void} options.onEdit
   * @param {(literal: import("../types").Literal) => void} options.onLiteral has an array read from text, or written so
   */
  constructor({ text, onEdit, onLiteral }) {
    super(el("dialog", { class: "tools-of" }))
    this.text = text
    this.onEdit = onEdit
    this.onLiteral = onLiteral
    /** @type {import("../types").Data | null} */
    this.data = null
    /** The array that it is open for. */
    this.name = ""
    /** The button to which the focus goes back. @type {HTMLElement | null} */
    this.opener = null
    /** Whether a fill, or what was written, waits for its answer. */
    this.filling = false
    this.putting = false
    /** The fill for which an amount was suggested. */
    this.suggested = ""
    this.title = el("h2")
    this.close = el("button", { type: "button", class: "close", click: () => this.leave() }, "✕")
    this.source = el("textarea", { rows: "6", spellcheck: "false", autocapitalize: "off", autocomplete: "off" })
    this.error = el("p", { class: "error", role: "alert" })
    this.said = el("p", { class: "hint", role: "status" })
    this.hint = el("p", { class: "hint" })
    this.label = el("label", { class: "tool" }, el("span"), this.source)
    this.offers = new Offers(({ source, sizes }) => this.ask({ source, sizes }))
    this.files = new Files(this.element, {
      most: () => this.data.limits.file,
      onFile: (file) => this.ask({ file }),
      onLarge: (name) => this.say(fill(this.data.words["tool.too_large"], { name, largest: Math.floor(this.data.limits.file / 1e6) }), true),
    })
    this.weights = new Weights((framework, sources) => this.ask({ framework, sources }))
    /** A text that was pasted into a cell, and who is told of it. @type {{name: string, source: string, answers: import("../types").Answers} | null} */
    this.pasted = null
    this.turn = el("button", { type: "button", click: () => this.transpose() })
    this.carry = el("button", { type: "button", click: () => this.carryOn() })
    this.carryHint = el("p", { class: "hint" })
    this.apply = el("button", { type: "button", class: "strong", click: () => this.put() })
    this.copyButton = el("button", { type: "button", click: () => this.copy() })
    this.reset = el("button", { type: "button", click: () => this.onEdit(withoutField(this.text(), this.field)) })
    this.fillName = el("p", { class: "hint" }) // a list has no room for a word that can be opened
    this.fills = el("select", { change: () => this.suggest() })
    this.amount = el("input", { type: "text", inputmode: "text", autocomplete: "off" })
    this.amountLabel = el("label", { class: "tool" }, el("span"), this.amount)
    this.seed = el("input", { type: "text", inputmode: "numeric", autocomplete: "off", value: "1" })
    this.seedLabel = el("label", { class: "tool" }, el("span"), this.seed)
    this.newSeed = el("button", { type: "button", click: () => this.drawSeed() })
    this.fill = el("button", { type: "button", class: "strong", click: () => this.put(() => this.fillIn()) })
    this.element.append(
      el("div", { class: "tools-head" }, this.title, this.close),
      this.label, this.hint, this.error, this.offers.element, this.said,
      el("div", { class: "row" }, this.apply, this.files.button, this.files.input, this.copyButton, this.reset),
      el("div", { class: "row" }, this.turn, this.carry), this.carryHint, this.weights.element,
      el("h3"), el("div", { class: "row" }, this.fills, this.amountLabel, this.seedLabel, this.newSeed), this.fillName, this.fill)
    this.element.addEventListener("keydown", (event) => this.onKey(event))
    this.source.addEventListener("input", () => { this.dirty = true })
    this.dirty = false
  }

  /** Opens for an array. @param opener the button to which the focus goes back */
  open(name, opener) {
    Object.assign(this, { name, opener, dirty: false, filling: false })
    this.say("")
    this.offers.show()
    this.source.value = ""
    this.element.show()
    this.take(this.data)
    this.onLiteral({ name, source: null })
    this.close.focus()
  }

  /**
   * Has a text read that was pasted into a cell: where there is something to ask, it opens with it.
   * @param {string} name of the array @param {{source: string, at: number, flat: boolean}} block
   * @param {import("../types").Answers} answers
   */
  paste(name, block, answers) {
    this.pasted = { name, source: block.source, answers }
    this.onLiteral({ name, ...block })
  }

  /** What Python says of a text that was pasted. */
  answerPasted(literal) {
    const { name, source, answers } = this.pasted
    this.pasted = null
    if (literal.source) return literal.notes && requestAnimationFrame(() => answers.tell(literal.notes.join(" "))) // once all is drawn
    if (!literal.offers) return answers.refuse(literal.error)
    Object.assign(this, { name, dirty: true, putting: true })
    this.opener = document.querySelector(`[data-editor="${this.field}"] .more`)
    this.say("")
    this.source.value = source
    this.element.show()
    this.take({ ...this.data, literal })
    this.offers.element.querySelector("button").focus()
  }

  /** The name of the array in the experiment's text. */
  get field() {
    return this.data.properties[this.name].field
  }

  leave() {
    this.element.close()
    // The button may have been made anew meanwhile.
    /** @type {HTMLElement | null} */
    const button = this.opener.isConnected ? this.opener : document.querySelector(`[data-editor="${this.field}"] .more`)
    button?.focus()
  }

  /** Takes new data; what the text box shows follows unless it is being written in. */
  take(data) {
    if (data.literal && data.literal.name === this.pasted?.name) this.answerPasted(data.literal)
    else if (data.literal) this.answer(data.literal)
    if (!data.current) return
    const changed = this.data && data.text !== this.data.text
    this.data = data
    if (!this.element.open) return
    const editor = data.editors.find(({ name }) => name === this.name)
    if (!editor) return this.element.close()
    this.relabel(data.words, editor)
    if (changed && this.filling) this.say(fill(data.words["tool.done"], { name: this.field }))
    this.filling = false
    if (this.element.open && changed && !this.dirty) this.onLiteral({ name: this.name, source: null })
  }

  relabel(words, { fills, shape, changed }) {
    const name = this.field
    const say = (element, key) => { element.textContent = fill(words[key], { name }) }
    this.title.replaceChildren(math(words[`array.${this.name}`]), ` ${shapeText(shape)}`)
    this.element.setAttribute("aria-label", fill(words["tool.open"], { name }))
    this.close.setAttribute("aria-label", words["tool.close"])
    say(this.label.firstChild, "tool.text")
    say(this.hint, "tool.text_hint")
    say(this.apply, "tool.apply")
    say(this.copyButton, "tool.copy")
    say(this.reset, "tool.reset")
    say(this.element.querySelector("h3"), "fill.title")
    say(this.seedLabel.firstChild, "fill.seed")
    say(this.newSeed, "fill.new_seed")
    say(this.fill, "fill.do")
    this.files.button.textContent = words["tool.file"]
    this.turn.textContent = words["tool.transpose"]
    this.turn.hidden = shape.length !== 2 || shape[0] !== shape[1] || shape[0] < 2 || !this.data.properties[this.name].weight
    this.carry.textContent = words["tool.carry"]
    this.carry.hidden = this.carryHint.hidden = this.name !== "h_initial"
    this.carryHint.replaceChildren(math(words["tool.carry_hint"]))
    this.weights.element.hidden = !this.data.properties[this.name].weight
    this.weights.speak(words, this.data.frameworks)
    this.reset.hidden = changed === null
    this.fills.setAttribute("aria-label", words["fill.title"])
    const chosen = this.fills.value
    this.fills.replaceChildren(...fills.map((one) => el("option", { value: one }, words[`fill.${one}`])))
    this.fills.value = fills.includes(chosen) ? chosen : fills[0]
    if (this.fills.value !== this.suggested) this.suggest()
    else this.nameFill()
  }

  /** Says what the chosen fill asks for, and the terms in its name. */
  nameFill() {
    const { words } = this.data
    const chosen = this.fills.value
    this.amountLabel.firstChild.textContent = words[`fill.amount.${chosen}`] ?? ""
    const name = explained(words[`fill.${chosen}`], words)
    this.fillName.replaceChildren(...(name.querySelector("button") ? [name] : []))
  }

  /** Shows what the chosen fill asks for. */
  suggest() {
    const chosen = this.fills.value
    const { amount, random } = this.data.fills[chosen]
    this.suggested = chosen
    this.amountLabel.hidden = amount === null
    this.amount.value = String(amount ?? "")
    this.seedLabel.hidden = !random
    this.newSeed.hidden = !random
    this.nameFill()
  }

  /** What Python says of the text: the array as text, or what is wrong with it and where. */
  answer({ name, source, error, line, column, field, offers, notes }) {
    if (name !== this.name || !this.element.open) return
    if (error || this.putting) this.offers.show(offers, notes)
    if (error) {
      this.say(error, true)
      this.source.setAttribute("aria-invalid", "true")
      if (field) this.weights.pointAt(field)
      else if (offers) this.offers.element.querySelector("button").focus()
      else this.pointAt(line, column)
    } else if (!this.dirty || this.putting) {
      this.source.value = source
      this.dirty = false
      this.source.removeAttribute("aria-invalid")
      if (this.putting) this.say(fill(this.data.words["tool.done"], { name: this.field }))
    }
    this.putting = false
  }

  /** Whether a refusal is the answer to a fill, and so is told here. */
  takesRefusal(sentence) {
    if (!this.filling || !this.element.open) return false
    this.filling = false
    this.say(sentence, true)
    return true
  }

  /** Puts in what was written. */
  put(how = () => this.ask({ source: this.source.value })) {
    this.say("")
    how()
  }

  /** Has something read that was given for the array. @param {Partial<import("../types").Literal>} given */
  ask(given) {
    this.say("")
    this.putting = true
    this.onLiteral({ name: this.name, ...given })
  }

  /** Rows as columns, of a square matrix. */
  transpose() {
    const { shape: [n], data } = this.data.arrays[this.name]
    const turned = data.map((_, i) => data[(i % n) * n + Math.floor(i / n)])
    this.dirty = false
    this.onEdit(withField(this.text(), this.field, arrayField(turned)))
    this.say(fill(this.data.words["tool.done"], { name: this.field }))
  }

  /** h_0 becomes the h_T of this pass, so that the next one goes on where it ended. */
  carryOn() {
    const { shape: [batch, steps, nodes], data } = this.data.arrays.h
    const last = Array.from({ length: batch * nodes }, (_, i) =>
      data[(Math.floor(i / nodes) * steps + steps - 1) * nodes + (i % nodes)])
    this.dirty = false
    this.onEdit(withField(this.text(), this.field, arrayField(last)))
    this.say(fill(this.data.words["tool.done"], { name: this.field }))
  }

  pointAt(line, column) {
    if (!line) return
    const lines = this.source.value.replaceAll("\r\n", "\n").split("\n")
    const at = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1
    this.source.focus()
    this.source.setSelectionRange(at, at + 1)
  }

  fillIn() {
    const { words, fills, limits } = this.data
    const chosen = this.fills.value
    const amount = parse(this.amount.value)
    const seed = parse(this.seed.value)
    if (fills[chosen].amount !== null && amount.error) {
      return this.refuse(`${this.amountLabel.firstChild.textContent}: ${words[amount.error]}`, this.amount)
    }
    const whole = !seed.error && Number.isInteger(seed.value) && seed.value >= 0 && seed.value <= limits.seed
    const found = this.seed.value.trim()
    if (fills[chosen].random && !whole) {
      return this.refuse(fill(words["error.fill.seed"], { found, largest: limits.seed }), this.seed)
    }
    this.dirty = false
    this.filling = true
    this.onEdit(withFill(this.text(), this.field, {
      fill: chosen,
      amount: fills[chosen].amount === null ? null : amount.value,
      seed: fills[chosen].random ? seed.value : null,
    }))
  }

  refuse(sentence, field) {
    this.say(fill(sentence, { found: field.value.trim() }), true)
    field.focus()
  }

  drawSeed() {
    this.seed.value = String(Math.floor(Math.random() * 10_000))
    this.put(() => this.fillIn())
  }

  async copy() {
    const { words } = this.data
    this.say(words[(await copy(this.source)) ? "tool.copied" : "tool.copy_failed"])
  }

  say(sentence, wrong = false) {
    this.error.replaceChildren(wrong ? explained(sentence, this.data.words, { how: String }) : "")
    this.said.textContent = wrong ? "" : sentence
  }

  onKey(event) {
    if (event.key === "Escape") {
      event.stopPropagation()
      this.leave()
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target === this.source) {
      event.preventDefault()
      this.put()
    } else if (event.key === "Enter" && (event.target === this.amount || event.target === this.seed)) {
      event.preventDefault()
      this.put(() => this.fillIn())
    }
  }
}
