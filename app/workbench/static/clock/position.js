/**
 * Where the visitor stands and how the page is looked at: the one owner of step, operation, level, sample, view and
 * chosen language. What of it stands in the address, and under which name, `app/workbench/address.py` says.
 */

/** A whole number that is not below 0; 0 for any other text. */
const count = (text) => (/^\d{1,9}$/.test(text) ? Number(text) : 0)

/** Each field of a position that can stand in an address: what it is on a first visit, and what a text stands for. */
const FIELDS = /** @type {const} */ ({
  step: { first: 0, read: count },
  sample: { first: 0, read: count },
  level: { first: "step", read: (text) => (text === "operation" ? "operation" : "step") },
  lesson: { first: "", read: (text) => text },
  stop: { first: 1, read: (text) => Math.max(1, count(text)) },
  lens: { first: "worked", read: (text) => text },
  detail: { first: "", read: (text) => text },
  lock: { first: "", read: (text) => text },
  view: { first: "", read: (text) => (text === "projector" ? "projector" : "") },
  language: { first: null, read: (text) => text },
})

export class Position {
  constructor() {
    /** The number of the step on the timeline. @type {number} */
    this.step = FIELDS.step.first
    /** The number of the operation that the step has come to; null where the whole step is shown. @type {number | null} */
    this.operation = null
    /** How far the buttons and playing go at a time. @type {"step" | "operation"} */
    this.level = FIELDS.level.first
    /** The sample on stage, counted from 0. @type {number} */
    this.sample = FIELDS.sample.first
    /** The lesson that is open, and its stop, from 1 on. @type {string} */
    this.lesson = FIELDS.lesson.first
    /** @type {number} */
    this.stop = FIELDS.stop.first
    /** The lens that is open. @type {string} */
    this.lens = FIELDS.lens.first
    /** What of the lenses is looked at: settings by name, see `set`. @type {string} */
    this.detail = FIELDS.detail.first
    /** What is hidden or locked, see `page/lock.js`. @type {string} */
    this.lock = FIELDS.lock.first
    /** How the page is laid out; "" at the desk. @type {"" | "projector"} */
    this.view = FIELDS.view.first
    /** The language that the visitor chose; null where the browser's preference holds. @type {string | null} */
    this.language = FIELDS.language.first
  }

  /** The fields that were read from a text. @type {Set<string>} */
  #given = new Set()

  /** Whether a field was read from a text. */
  isGiven(name) {
    return this.#given.has(name)
  }

  /** Takes a field from its text. */
  read(name, text) {
    this[name] = FIELDS[name].read(text.trim().replace(/[^\w-]+$/u, "")) // a link may end a sentence
    this.#given.add(name)
  }

  /** A field as text; null where it is as on a first visit. */
  written(name) {
    return this[name] === FIELDS[name].first ? null : String(this[name])
  }

  /** A setting of a lens, as text; null where it is as on a first visit. */
  setting(name) {
    return settingsIn(this.detail).find(([one]) => one === name)?.[1] ?? null
  }

  /** Sets it; null forgets it. */
  set(name, value) {
    const others = settingsIn(this.detail).filter(([one]) => one !== name)
    this.detail = [...others, ...(value === null ? [] : [[name, value]])].map(([one, text]) => `${one}-${text}`).join("~")
  }

  get projected() {
    return this.view === "projector"
  }
}

/** Settings as they stand in a text, `from-3~cut-2`: [name, value] of each. */
function settingsIn(text) {
  return text.split("~").filter((part) => part.includes("-")).map((part) => {
    const end = part.indexOf("-")
    return [part.slice(0, end), part.slice(end + 1)]
  })
}

/** The number of the step with the phase and time step of `step`, where there is one; else `number`. */
export function placeOn(steps, step, number) {
  const same = step ? steps.findIndex(({ phase, t }) => phase === step.phase && t === step.t) : -1
  return same >= 0 ? same : number
}
