/**
 * Dragging a number sideways changes it: fine with Shift, coarse with Ctrl, taken back by Escape. A finger does the
 * same; moved up or down it scrolls as ever.
 */

/** Pixels that the pointer has to move before it is a drag, and pixels for one unit. */
const THRESHOLD = 4
const PIXELS = 4

let gestures = 0

export class Scrub {
  /**
   * @param {HTMLElement} fields the element around the number fields
   * @param {object} options
   * @param {(input: HTMLInputElement) => {value: number, unit: number, whole: boolean} | null} options.start what a drag
   *   begins with; null where none may begin
   * @param {(input: HTMLInputElement, value: number, gesture: string) => void} options.move
   * @param {(gesture: string) => void} options.cancel
   */
  constructor(fields, { start, move, cancel }) {
    this.start = start
    this.move = move
    this.cancel = cancel
    /**
     * The drag under way: what it began with, its field, and how far it went.
     * @type {{value: number, unit: number, whole: boolean, input: HTMLInputElement, x: number, travel: number,
     *   active: boolean, gesture: string, last: number} | null}
     */
    this.drag = null
    /** The frame that will show where the drag is. @type {number | null} */
    this.frame = null
    fields.addEventListener("pointerdown", (event) => this.onDown(event))
    fields.addEventListener("pointermove", (event) => this.onMove(event))
    fields.addEventListener("pointerup", () => this.end())
    fields.addEventListener("pointercancel", () => this.takeBack())
    this.onKey = (event) => {
      if (event.key !== "Escape") return
      event.preventDefault()
      event.stopImmediatePropagation()
      this.takeBack()
    }
  }

  /** The field that is being dragged, if any. */
  get input() {
    return this.drag?.active ? this.drag.input : null
  }

  onDown(event) {
    const input = event.target
    if (event.button !== 0 || event.shiftKey || !input.dataset.i) return
    const begun = this.start(input)
    if (begun) this.drag = { ...begun, input, x: event.clientX, travel: 0, active: false, last: begun.value, gesture: `scrub ${++gestures}` }
  }

  onMove(event) {
    const { drag } = this
    if (!drag) return
    const distance = event.clientX - drag.x
    if (!drag.active && Math.abs(distance) < THRESHOLD) return
    if (!drag.active) this.activate(event)
    drag.x = event.clientX
    // A drag may switch between fine and coarse without a jump, so what counts is the way, not the place.
    drag.travel += (distance / PIXELS) * (event.ctrlKey || event.metaKey ? 10 : event.shiftKey ? 0.1 : 1)
    const value = reached(drag, event.shiftKey)
    if (Object.is(value, drag.last)) return
    drag.last = value
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null
      if (this.drag === drag) this.move(drag.input, drag.last, drag.gesture)
    })
  }

  activate(event) {
    const { drag } = this
    drag.active = true
    drag.input.setPointerCapture(event.pointerId)
    drag.input.classList.add("scrubbed")
    document.addEventListener("keydown", this.onKey, true)
  }

  /** Let go: what was last reached holds. */
  end() {
    const { drag } = this
    if (!this.finish() || Object.is(drag.last, drag.value)) return
    this.move(drag.input, drag.last, drag.gesture)
  }

  takeBack() {
    const { drag } = this
    if (this.finish()) this.cancel(drag.gesture)
  }

  /** Whether a drag was under way. */
  finish() {
    const { drag } = this
    this.drag = null
    if (!drag?.active) return false
    cancelAnimationFrame(this.frame)
    this.frame = null
    drag.input.classList.remove("scrubbed")
    document.removeEventListener("keydown", this.onKey, true)
    return true
  }
}

/** The value at the end of the way, on the grid of the unit; where nothing was gone, the one it began with. */
function reached({ value, unit, travel, whole }, fine) {
  const step = fine && !whole ? unit / 10 : unit
  const gone = Math.round((travel * unit) / step)
  if (gone === 0) return value
  const decimals = Math.max(0, Math.min(20, Math.round(-Math.log10(step))))
  return Number((Math.round(value / step) * step + gone * step).toFixed(decimals))
}

/** One unit of a number: of its last digit, or of its second one where it has more. */
export function unitOf(value, text) {
  const digits = text.includes("e") ? 0 : (text.split(".")[1] ?? "").length
  const last = 10 ** -Math.max(1, Math.min(12, digits))
  if (value === 0) return last
  return Math.max(text.includes("e") ? 0 : last, 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1))
}
