/**
 * The page's address: the experiment and the position from which it is looked at. Nothing else reads or writes it.
 *
 * An experiment too long for an address is kept in this tab, under a name that stands in its place.
 */
import { keep, kept } from "./kept.js"
import { sealed } from "./link.js"

/** Milliseconds without a change after which it is written. */
const SETTLED = 150
const KEPT = "unroll.text"
const KEPT_PIN = "unroll.pin"

export class Address {
  /**
   * @param {import("../types").AddressOf} of what stands in it, from `app/workbench/address.py`
   * @param {import("../clock/position.js").Position} position takes what the page was opened with, and is what is written
   * @param {number} longest text that is written, in characters
   */
  constructor({ names, in_tab }, position, longest) {
    this.names = names
    this.inTab = in_tab
    this.position = position
    this.longest = longest
    /** The experiment's text. @type {string | null} */
    this.text = null
    /** The text of the experiment that is compared with. @type {string | null} */
    this.pin = null
    /** The text of what a first visit shows, which stands for itself. */
    this.plain = ""
    this.timer = 0
    this.keepTimer = 0
    const opened = mended(new URL(location.href).searchParams)
    /** An experiment that could not be read stays as it is until there is another one. @type {{text: string, stands: string} | null} */
    this.unread = null
    /** Whether the page was opened with an experiment that the tab keeps. */
    this.openedInTab = opened.get(names.experiment) === in_tab
    this.pinnedInTab = opened.get(names.pin) === in_tab
    /** Whether it was opened without an experiment and without a place on the clock. */
    this.isPlain = !opened.has(names.experiment) && !opened.has(names.step)
    for (const [field, name] of this.fields) if (opened.has(name)) position.read(field, opened.get(name))
  }

  /** The fields of a position that stand in it, each with its name there. */
  get fields() {
    return Object.entries(this.names).filter(([field]) => field !== "experiment" && field !== "pin")
  }

  /** The experiment that this tab kept when the page was left, if that is what it was opened with. */
  keptText() {
    return this.openedInTab ? kept(KEPT) : null
  }

  /** The pinned one that this tab kept, likewise. */
  keptPin() {
    return this.pinnedInTab ? kept(KEPT_PIN) : null
  }

  get tooLong() {
    return this.text !== null && this.text.length > this.longest
  }

  /** Whether the pinned experiment has no room in the address beside the present one. */
  get pinTooLong() {
    return this.pin !== null && this.pin.length + (this.tooLong ? 0 : this.text.length) > this.longest
  }

  /** Has another experiment written, once it has settled, and what it is compared with. */
  take(text, pin) {
    this.text = text
    this.pin = pin
    this.write()
    clearTimeout(this.keepTimer) // not the timer of the address, which playing puts off
    this.keepTimer = setTimeout(() => this.keepText(), SETTLED)
  }

  /** Has the address written, once the page has settled. */
  write() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.flush(), SETTLED)
  }

  /** Writes at once. */
  flush() {
    if (this.text === null) return
    clearTimeout(this.timer)
    this.keepText()
    if (this.unread && this.text !== this.unread.stands) this.unread = null
    const experiment = this.unread ? this.unread.text : this.tooLong ? this.inTab : this.text === this.plain ? null : sealed(this.text)
    const names = new Set(Object.values(this.names))
    const others = location.search.slice(1).split("&").filter((part) => part && !names.has(named(part.split("=")[0])))
    const query = [...this.parts(experiment), ...others].join("&")
    history.replaceState(history.state, "", location.pathname + (query ? "?" + query : "") + location.hash)
  }

  /** What the address says of an experiment and of the position, as `name=value`. */
  parts(experiment, pinInTab = this.pinTooLong) {
    const all = [
      [this.names.experiment, experiment],
      [this.names.pin, this.pin && (pinInTab ? this.inTab : sealed(this.pin))],
      ...this.fields.map(([field, name]) => [name, this.position.written(field)]),
    ]
    return all.filter(([, value]) => value !== null).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  }

  /** What is shown as a file has it: as a link, however long it is. */
  get asFile() {
    return `?${this.parts(sealed(this.text), false).join("&")}\n`
  }

  /** Takes the position that a file names. @param {string} text of the file */
  readPosition(text) {
    const params = mended(new URLSearchParams(text.slice(text.indexOf("?") + 1)))
    for (const [field, name] of this.fields) if (params.has(name)) this.position.read(field, params.get(name))
    return params.has(this.names.step)
  }

  /** Keeps a link that could not be read in the address, while what is shown in its place has not been changed. */
  keepUnread(text, stands) {
    this.unread = { text, stands }
  }

  keepText() {
    keep(KEPT, this.tooLong ? this.text : null)
    keep(KEPT_PIN, this.pinTooLong ? this.pin : null)
  }

  /** The address of what is shown, with fields as they are given here. @param {Record<string, string>} given */
  linkWith(given) {
    this.flush()
    const link = new URL(location.href)
    for (const [field, value] of Object.entries(given)) {
      if (value) link.searchParams.set(this.names[field], value)
      else link.searchParams.delete(this.names[field])
    }
    return Object.values(given).some(Boolean) ? link.href : location.href
  }
}

/** A name in the address, without what a second escaping of `&` left before it. */
const named = (name) => name.replace(/^(amp;)+/, "")

/** What stands in the address, by names that were not escaped twice. */
function mended(params) {
  const found = new URLSearchParams()
  for (const [name, value] of params) if (!found.has(named(name))) found.append(named(name), value)
  return found
}
