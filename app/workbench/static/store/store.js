/**
 * The experiment of this page, as text with a revision number, and its way to Python.
 *
 * One request is under way at a time and the latest wins. An answer carries the revision that it answers and
 * the nonce of its session; a nonce that is not known (server restarted, other replica) makes the page send its
 * text again. What has not been answered is marked unsent and sent again until it is.
 */
import { Frame } from "./frame.js"
import { History } from "./history.js"
import { Pinned } from "./pinned.js"

const UNSENT_AFTER = 1500
/** Milliseconds after which a request is sent again; each time twice as many, up to the latter: a line may be slow. */
const AGAIN_AFTER = 3000
const AGAIN_AT_MOST = 12_000

export class Store {
  /**
   * @param {object} options
   * @param {import("./address.js").Address} options.address in which the experiment is written
   * @param {number} options.undo how many changes can be undone
   * @param {(unsent: boolean) => void} options.onUnsent whether edits wait for an answer for long
   * @param {() => void} options.onChange called when there is another text
   */
  constructor({ address, undo, onUnsent, onChange }) {
    this.address = address
    this.onUnsent = onUnsent
    this.onChange = onChange
    this.history = new History(undo)
    /** The experiment's text. @type {string | null} */
    this.text = null
    /** The language of the sentences that are asked for. @type {string | null} */
    this.language = null
    this.revision = 0
    /** Whether there is a change that Python has not answered. */
    this.waits = false
    /** The nonce of the session that answered last. @type {string | null} */
    this.nonce = null
    this.frame = new Frame()
    /** The revision that has been sent and not yet answered. @type {number | null} */
    this.inFlight = null
    this.attempt = 0
    /** Streamlit's way to Python, from its newest answer. @type {((name: string, value: unknown) => void) | null} */
    this.send = null
    /** An array as text that is to be read, or written where it has no source. @type {import("../types").Literal | null} */
    this.literal = null
    /** The kind of file that is to be made. @type {string | null} */
    this.file = null
    /** The lens that is open; null where it needs nothing beyond the trace. @type {import("../types").OpenLens | null} */
    this.lens = null
    /** The text of the experiment that is compared with; null for none. @type {string | null} */
    this.pin = null
    this.pinned = new Pinned()
    /** The lesson that is open. @type {{name: string, stop: number, known: boolean} | null} */
    this.lesson = null
    /** An array of one's own that the lens is to check. @type {{array: string, source: string} | null} */
    this.own = null
    this.unsentTimer = 0
    this.againTimer = 0
  }

  /**
   * Takes an answer of Python.
   * @param {import("../types").Answer} answer
   * @returns {import("../types").Data | null} what may be painted; `current` says whether it is the newest state
   */
  receive(answer, setStateValue) {
    this.send = setStateValue
    const data = this.frame.complete(answer)
    if (data === null) { // of another server, with another frame
      this.frame.forget()
      this.request()
      return null
    }
    data.pinned = this.pinned.complete(data)
    const { paint, current } = this.judge(data)
    return paint ? { ...data, current } : null
  }

  /** Whether an answer may be painted, and whether it is the newest state. */
  judge(data) {
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
      this.waits = false
      if (this.literal && (this.literal.source || this.literal.file || this.literal.framework) && data.text !== this.text) this.history.note(this.text)
      this.literal = this.file = this.own = null
      if (this.lesson && data.lesson?.all) this.lesson = { ...this.lesson, known: true }
      this.text = data.text
      this.pin = data.pin?.text ?? null
      this.language = data.language
      this.history.settle(data.text)
      this.remember()
    } else if (this.inFlight === null) this.request()
    return { paint: true, current }
  }

  begin(data) {
    const kept = this.address.keptText()
    this.language = data.language
    this.text = kept ?? data.text
    this.pin = this.address.keptPin() ?? data.pin?.text ?? null
    this.revision = 1
    this.remember()
    this.waits = kept !== null
    this.request() // so that the server's session always holds what this page shows
    return { paint: kept === null, current: kept === null }
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

  /** Has a file made that can be taken away. @param {string} kind */
  askFor(kind) {
    this.file = kind
    this.changed()
  }

  /** Has the answers say what a lens shows, from the next on. @param {import("../types").OpenLens | null} lens */
  look(lens) {
    if (JSON.stringify(lens) === JSON.stringify(this.lens)) return
    this.lens = lens
    if (this.text !== null) this.changed()
  }

  /** Has an array of one's own checked by the open lens. @param {{array: string, source: string}} own */
  check(own) {
    this.own = own
    this.changed()
  }

  /** Has the answers compare with another experiment, from the next on; null for none. @param {string | null} text */
  compare(text) {
    this.pin = text
    this.changed()
  }

  /** The pinned experiment becomes the present one, and that is pinned. */
  swap() {
    const pinned = this.pin
    this.pin = this.text
    this.edit(pinned)
  }

  /** Has the answers bring what an open lesson needs. @param {{name: string, stop: number, known: boolean} | null} lesson */
  learn(lesson) {
    if (JSON.stringify(lesson) === JSON.stringify(this.lesson)) return
    this.lesson = lesson
    if (this.text !== null) this.changed()
  }

  setLanguage(language) {
    this.language = language
    if (this.lesson) this.lesson = { ...this.lesson, known: false }
    this.changed()
  }

  changed() {
    this.revision += 1
    this.waits = true
    this.remember()
    if (this.inFlight === null) this.request()
    else this.watch()
  }

  request() {
    this.watch()
    this.transmit()
  }

  /** Has it told that a change waits for its answer, where none comes soon. */
  watch() {
    if (this.waits) this.unsentTimer ||= setTimeout(() => this.onUnsent(true), UNSENT_AFTER)
  }

  /** Sends, and sends again until there is an answer. */
  transmit(again = AGAIN_AFTER) {
    this.inFlight = this.revision
    this.attempt += 1
    this.send("request", {
      text: this.text, revision: this.revision, language: this.language, frame: this.frame.key, attempt: this.attempt,
      ...(this.literal && { literal: this.literal }),
      ...(this.lens && { lens: { ...this.lens, ...(this.own && { own: this.own }) } }),
      ...(this.pin && { pin: { text: this.pin, known: this.pin === this.pinned.text } }),
      ...(this.lesson && { lesson: this.lesson }),
      ...(this.file && { export: this.file }),
    })
    clearTimeout(this.againTimer)
    this.againTimer = setTimeout(() => this.transmit(Math.min(2 * again, AGAIN_AT_MOST)), again)
  }

  answered() {
    clearTimeout(this.unsentTimer)
    clearTimeout(this.againTimer)
    this.unsentTimer = 0
    this.inFlight = null
    this.onUnsent(false)
  }

  /** The text is another one: everything that shows or keeps it is to know. */
  remember() {
    this.address.take(this.text, this.pin)
    this.onChange()
  }
}
