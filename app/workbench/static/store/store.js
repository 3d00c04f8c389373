/**
 * The experiment of this page, as text with a revision number, and its way to Python and into the address.
 *
 * One request is under way at a time and the latest wins. An answer carries the revision that it answers and
 * the nonce of its session; a nonce that is not known (server restarted, other replica) makes the page send its
 * text again. What has not been answered is marked unsent and sent again until it is.
 */
import { History } from "./history.js"
import { keep, kept } from "./kept.js"

const UNSENT_AFTER = 1500
/** Milliseconds after which a request is sent again; each time twice as many, up to the latter: a line may be slow. */
const AGAIN_AFTER = 3000
const AGAIN_AT_MOST = 12_000
/** Milliseconds without a change after which it is written into the address, or into this tab's storage. */
const SETTLED = 150

export class Store {
  /**
   * @param options.onUnsent, @param options.onTooLong called with true or false: unsent edits; a text too long for a
   * link; @param options.onChange called when there is another text; @param options.limits of the link and of undoing
   */
  constructor({ onUnsent, onTooLong, onChange, limits }) {
    this.limits = limits
    this.onChange = onChange
    this.history = new History(limits.undo)
    this.text = null
    this.language = null
    this.revision = 0
    this.nonce = null
    this.frame = ""
    this.inFlight = null
    this.attempt = 0
    this.onUnsent = onUnsent
    this.onTooLong = onTooLong
    this.send = null
    this.literal = null // an array as text that is to be read or written
  }

  /** Takes an answer of Python; says whether it may be painted and whether it is the newest state. */
  receive(data, setStateValue) {
    this.send = setStateValue
    const begins = this.text === null
    const known = data.nonce === this.nonce
    this.nonce = data.nonce
    if (begins) return this.begin(data)
    if (!known && data.revision !== this.revision) {
      this.request() // another session: it does not know this page's experiment yet
      return { paint: false, current: false }
    }
    if (data.revision === this.inFlight) this.answered()
    const current = data.revision === this.revision
    if (current) {
      if (this.literal?.source && data.text !== this.text) this.history.note(this.text)
      this.literal = null
      this.text = data.text
      this.language = data.language
      this.history.settle(data.text)
      this.onChange()
      this.remember()
    } else if (this.inFlight === null) this.request()
    return { paint: true, current }
  }

  begin(data) {
    const address = new URL(location.href).searchParams
    const text = kept("unroll.text")
    this.language = data.language
    this.text = data.text
    const restore = address.get("e") === "tab" && text
    if (restore) this.text = text
    this.revision = 1
    this.remember()
    this.request() // so that the server's session always holds what this page shows
    return { paint: !restore, current: !restore }
  }

  /** A change by the visitor; those with the same gesture are undone as one. */
  edit(text, gesture = null) {
    this.history.note(this.text, gesture)
    this.text = text
    this.changed()
  }

  undo() {
    this.goTo(this.history.undo(this.text))
  }

  redo() {
    this.goTo(this.history.redo(this.text))
  }

  /** Takes back what a gesture has done so far. */
  cancel(gesture) {
    if (this.history.before(gesture) !== null) this.goTo(this.history.cancel())
  }

  goTo(text) {
    if (text === null) return
    this.text = text
    this.changed()
  }

  /** Has an array read from its text, or written as text where there is no source. */
  ask(literal) {
    this.literal = literal
    this.changed()
  }

  setLanguage(language) {
    this.language = language
    this.changed()
  }

  changed() {
    this.revision += 1
    this.onChange()
    this.remember()
    if (this.inFlight === null) this.request()
  }

  request() {
    clearTimeout(this.unsentTimer)
    this.unsentTimer = setTimeout(() => this.onUnsent(true), UNSENT_AFTER)
    this.transmit()
  }

  /** Sends, and sends again until there is an answer. */
  transmit(again = AGAIN_AFTER) {
    this.inFlight = this.revision
    this.attempt += 1
    this.send("request", {
      text: this.text, revision: this.revision, language: this.language, frame: this.frame, attempt: this.attempt,
      ...(this.literal && { literal: this.literal }),
    })
    clearTimeout(this.againTimer)
    this.againTimer = setTimeout(() => this.transmit(Math.min(2 * again, AGAIN_AT_MOST)), again)
  }

  answered() {
    clearTimeout(this.unsentTimer)
    clearTimeout(this.againTimer)
    this.inFlight = null
    this.onUnsent(false)
  }

  /** Has the experiment written into the address, or, where it is too long for one, into this tab's storage. */
  remember() {
    const tooLong = this.text.length > this.limits.link
    this.onTooLong(tooLong)
    this.writeAddress({ e: tooLong ? "tab" : this.text, plain: "1textbook" })
    clearTimeout(this.keepTimer) // not that of the address, which playing puts off
    this.keepTimer = setTimeout(() => this.keepText(), SETTLED)
  }

  keepText() {
    keep("unroll.text", this.e === "tab" ? this.text : null)
  }

  /** The address of what is shown. */
  link() {
    this.flushAddress()
    return location.href
  }

  writeAddress({ e = this.e, plain, step = this.step, view = this.view, sample = this.sample, level = this.level } = {}) {
    this.e = e === plain ? null : e
    Object.assign(this, { step, view, sample, level })
    clearTimeout(this.addressTimer)
    this.addressTimer = setTimeout(() => this.flushAddress(), SETTLED)
  }

  flushAddress() {
    this.keepText()
    const others = location.search.slice(1).split("&").filter((part) => part && !/^(e|step|sample|level|lang|view)=/.test(part))
    const ours = []
    if (this.e) ours.push(`e=${this.e}`)
    if (this.step) ours.push(`step=${this.step}`)
    if (this.sample) ours.push(`sample=${this.sample}`)
    if (this.level) ours.push(`level=${this.level}`)
    if (this.view) ours.push(`view=${this.view}`)
    if (this.chosenLanguage) ours.push(`lang=${this.chosenLanguage}`)
    const query = [...ours, ...others].join("&")
    history.replaceState(history.state, "", location.pathname + (query ? "?" + query : "") + location.hash)
  }
}
