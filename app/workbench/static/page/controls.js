/** The transport: buttons, scrubber, speed and loop, and the keys that do the same. */
import { el } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"
import { SPEEDS } from "../clock/clock.js"

/** A field of a number grid in which nothing is being typed. */
const RESTING = ".fields input[data-i]:not(.editing)"
/** Keys that such a field leaves to the page. */
const LEFT_TO_PAGE = [" ", "PageUp", "PageDown", "Escape"]

const ICONS = { first: "|◀", previous: "◀", play: "▶", pause: "❚❚", next: "▶", last: "▶|" }

export class Controls extends Panel {
  /**
   * @param {import("../clock/clock.js").Clock} clock
   * @param {Record<string, () => void>} keys further keys of the page: what each does
   * @param {() => void} onLeave called when a number field is left for the stage
   */
  constructor(clock, keys = {}, onLeave = () => {}) {
    super(el("section", { class: "controls" }))
    this.clock = clock
    this.keys = keys
    this.onLeave = onLeave
    /** @type {import("../types").Words} */
    this.words = {}
    /** @type {import("../types").Timeline | null} */
    this.timeline = null
    const button = (name, action) => el("button", { type: "button", class: `control ${name}`, click: action })
    this.buttons = {
      first: button("first", () => clock.first()),
      previous: button("previous", () => clock.previous()),
      play: button("play", () => clock.toggle()),
      next: button("next", () => clock.next()),
      last: button("last", () => clock.last()),
    }
    this.track = el("div", { class: "track", "aria-hidden": "true" })
    this.range = el("input", {
      type: "range", class: "range", min: "0", step: "1", input: () => clock.go(Number(this.range.value)),
    })
    this.speed = el("select", { change: () => clock.setSpeed(Number(this.speed.value)) },
      ...SPEEDS.map((speed) => el("option", { value: speed }, `${speed}×`)))
    this.level = el("select", { class: "level", change: () => clock.setLevel(this.level.value) })
    this.loop = el("input", { type: "checkbox", change: () => clock.setLoop(this.loop.checked) })
    this.loopText = el("span")
    this.hint = el("p", { class: "keys-hint", hidden: true })
    this.element.append(
      ...Object.values(this.buttons),
      el("div", { class: "scrubber" }, this.track, this.range),
      this.level,
      this.speed,
      el("label", { class: "loop" }, this.loop, this.loopText),
      this.hint,
    )
    document.addEventListener("keydown", (event) => this.onKey(event))
    document.addEventListener("focusin", ({ target }) => this.showHint(target))
    document.addEventListener("focusout", () => (this.hint.hidden = true))
  }

  speak(words) {
    this.words = words
    this.element.setAttribute("aria-label", words["control.group"])
    this.range.setAttribute("aria-label", words["control.scrubber"])
    this.speed.setAttribute("aria-label", words["control.speed"])
    this.level.setAttribute("aria-label", words["control.level"])
    morph(this.level,
      ...["step", "operation"].map((level) => el("option", { value: level }, words[`control.level.${level}`])))
    say(this.loopText, words["control.loop"])
    say(this.hint, words["control.in_grid"])
  }

  /** Says, while a number field has the focus, which keys are its own and which still move the player. */
  showHint(target) {
    this.hint.hidden = !(target instanceof Element && target.matches(RESTING) && target.matches(":focus-visible"))
  }

  take({ timeline }) {
    if (timeline === this.timeline) return
    this.timeline = timeline
    this.range.max = String(timeline.steps.length - 1)
    const labelled = timeline.steps.length <= 30
    this.track.classList.toggle("dense", !labelled)
    morph(this.track,
      ...timeline.steps.map((step) => el("span", { class: step.phase }, labelled ? (timeline.steps.length > 16 ? step.short : step.label) : "")))
  }

  draw({ step }) {
    const { clock, words } = this
    for (const [name, button] of Object.entries(this.buttons)) {
      const shown = name === "play" && clock.playing ? "pause" : name
      say(button, ICONS[shown])
      button.setAttribute("aria-label", words[`control.${shown}`])
      button.title = words[`control.${shown}`]
    }
    // A button at the end of the road stays as it is for keyboard and reader: it only does nothing.
    const { first, previous, next, last } = this.buttons
    for (const button of [first, previous]) button.classList.toggle("idle", clock.atStart)
    for (const button of [next, last]) button.classList.toggle("idle", clock.atEnd)
    this.range.value = String(clock.step)
    this.range.setAttribute("aria-valuetext", step.title)
    ;[...this.track.children].forEach((part, i) => {
      part.classList.toggle("now", i === clock.step)
      part.classList.toggle("todo", i > clock.step)
    })
    this.level.value = clock.position.level
    this.speed.value = String(clock.speed)
    this.loop.checked = clock.loop
  }

  /** Keys of the whole page; never while a field, list or button has them for itself. */
  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return
    const { target } = event
    const resting = target.matches?.(RESTING)
    if (resting ? !LEFT_TO_PAGE.includes(event.key) : target.closest?.("input, select, textarea, [contenteditable], dialog")) return
    const { clock } = this
    const action = {
      " ": () => clock.toggle(),
      ArrowLeft: () => (event.shiftKey ? clock.previousOperation() : clock.go(clock.step - 1)),
      ArrowRight: () => (event.shiftKey ? clock.nextOperation() : clock.go(clock.step + 1)),
      PageUp: () => clock.previous(),
      PageDown: () => clock.next(),
      Home: () => clock.first(),
      End: () => clock.last(),
      "+": () => clock.setSpeed(SPEEDS[Math.min(SPEEDS.length - 1, SPEEDS.indexOf(clock.speed) + 1)]),
      "-": () => clock.setSpeed(SPEEDS[Math.max(0, SPEEDS.indexOf(clock.speed) - 1)]),
      ...(resting && { Escape: this.onLeave }),
      ...this.keys,
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!action || (event.key === " " && target.closest?.("button"))) return
    event.preventDefault()
    action()
  }
}
