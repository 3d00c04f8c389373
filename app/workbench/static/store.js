/**
 * The experiment of this page, as text with a revision number, and its way to Python and into the address.
 *
 * One request is under way at a time and the latest wins. An answer carries the revision that it answers and
 * the nonce of its session; a nonce that is not known (server restarted, other replica) makes the page send its
 * text again. What has not been answered is marked unsent and sent again until it is.
 */
import { keep, kept } from "./kept.js"

const UNSENT_AFTER = 1500
const AGAIN_AFTER = 3000

export class Store {
  /** @param onUnsent, @param onTooLong called with true or false: unsent edits; a text too long for a link */
  constructor({ onUnsent, onTooLong }) {
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
      this.text = data.text
      this.language = data.language
      this.remember(data.longest_link)
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
    this.request() // so that the server's session always holds what this page shows
    return { paint: !restore, current: !restore }
  }

  /** A change by the visitor. */
  edit(text) {
    this.text = text
    this.changed()
  }

  setLanguage(language) {
    this.language = language
    this.changed()
  }

  changed() {
    this.revision += 1
    this.remember()
    if (this.inFlight === null) this.request()
  }

  request() {
    clearTimeout(this.unsentTimer)
    this.unsentTimer = setTimeout(() => this.onUnsent(true), UNSENT_AFTER)
    this.ask()
  }

  /** Asks, and asks again until there is an answer. */
  ask() {
    this.inFlight = this.revision
    this.attempt += 1
    this.send("request", {
      text: this.text, revision: this.revision, language: this.language, frame: this.frame, attempt: this.attempt,
    })
    clearTimeout(this.againTimer)
    this.againTimer = setTimeout(() => this.ask(), AGAIN_AFTER)
  }

  answered() {
    clearTimeout(this.unsentTimer)
    clearTimeout(this.againTimer)
    this.inFlight = null
    this.onUnsent(false)
  }

  /** Writes the experiment into the address, or, where it is too long for one, into this tab's storage. */
  remember(longest = this.longest ?? 8000) {
    this.longest = longest
    const tooLong = this.text.length > longest
    this.onTooLong(tooLong)
    keep("unroll.text", tooLong ? this.text : null)
    this.writeAddress({ e: tooLong ? "tab" : this.text, plain: "1textbook" })
  }

  writeAddress({ e = this.e, plain, step = this.step, view = this.view } = {}) {
    this.e = e === plain ? null : e
    this.step = step
    this.view = view
    clearTimeout(this.addressTimer)
    this.addressTimer = setTimeout(() => this.flushAddress(), 150)
  }

  flushAddress() {
    const others = location.search.slice(1).split("&").filter((part) => part && !/^(e|step|lang|view)=/.test(part))
    const ours = []
    if (this.e) ours.push(`e=${this.e}`)
    if (this.step) ours.push(`step=${this.step}`)
    if (this.view) ours.push(`view=${this.view}`)
    if (this.chosenLanguage) ours.push(`lang=${this.chosenLanguage}`)
    const query = [...ours, ...others].join("&")
    history.replaceState(history.state, "", location.pathname + (query ? "?" + query : "") + location.hash)
  }
}
