/**
 * Motion from one position of the clock to the next, by transform and opacity alone: nothing is laid out or drawn
 * anew for it. What was there before fades out above what takes its place, so that no place is ever blank.
 */

/** The longest that one change of the clock moves, in milliseconds, and the part of a step's time that it may take. */
const LONGEST = 900
const PART = 0.6
/** Steps that follow each other faster than this are shown at once. */
const FAST = 300
const EASING = "cubic-bezier(.3, 0, .2, 1)"

const still = matchMedia("(prefers-reduced-motion: reduce)")

/** Timelines of more steps than this are shown without motion. */
const MOVING = 26

export class Tween {
  /** @param {import("../clock/clock.js").Clock} clock whose pace the motion keeps */
  constructor(clock) {
    this.clock = clock
    /** What moves, and what is to be done after it. @type {{animation: Animation, after?: () => void}[]} */
    this.running = []
    /** When the clock moved last, in milliseconds. */
    this.last = -FAST
    /** How long one operation within a change moves, in milliseconds. */
    this.slice = 0
    /** What has been drawn last. @type {{step: number, operation: number | null, player: unknown} | null} */
    this.before = null
  }

  /**
   * Ends what still moves. Gives itself where the change to a position may move: the clock goes on to what comes next,
   * and every cell shows its number.
   * @param {import("../types").At} at
   * @param {import("../clock/player.js").Player} player
   */
  to(at, player) {
    this.end()
    const { steps } = player.timeline
    const { before } = this
    this.before = { ...at, player }
    const now = performance.now()
    const slow = now - this.last >= FAST
    this.last = now
    const parts = at.operation === null ? steps[at.step].operations.length : 1
    this.slice = Math.min(LONGEST, PART * this.clock.time) / (parts + 1)
    const follows = before?.player === player && follow(before, at) && steps.length <= MOVING
    return follows && slow && !still.matches && !document.hidden ? this : null
  }

  end() {
    for (const { animation, after } of this.running) {
      animation.cancel()
      after?.()
    }
    this.running = []
  }

  /**
   * A place takes another content: `before`, a copy of what stood there, fades, and the place moves in; or `parts`, the
   * places that it is the sum of, run together into it.
   */
  enter(place, before, order, parts = []) {
    const [x, y] = (place.dataset.from ?? "0 0").split(" ")
    ghost(before, place)
    this.run(before, [{ opacity: 1 }, { opacity: 0 }], order, () => before.remove())
    if (parts.length) {
      parts.forEach((part) => this.join(part, place, order))
      this.run(place, [{ opacity: 0 }, { opacity: 0, offset: 0.7 }, { opacity: 1 }], order)
    } else this.run(place, [{ opacity: 0, transform: `translate(${x}px, ${y}px)` }, { opacity: 1, transform: "none" }], order)
  }

  /** What stands in one place of the picture goes to another one, and stays where it was. */
  join(part, place, order) {
    const [from, to] = [part, place].map((slot) => slot.querySelector("rect"))
    const way = (name) => Number(to.getAttribute(name)) - Number(from.getAttribute(name))
    const [x, y] = [way("x") + way("width") / 2, way("y")]
    const moving = part.cloneNode(true)
    ghost(moving, place)
    const there = `translate(${x}px, ${y}px)`
    const frames = [{ transform: "none", opacity: 1 }, { transform: there, opacity: 0.9, offset: 0.7 }, { transform: there, opacity: 0 }]
    this.run(moving, frames, order, () => moving.remove())
  }

  /** A token goes along a straight road, from its start to its end. */
  travel(road, order) {
    const [start, end] = [0, road.getTotalLength()].map((length) => road.getPointAtLength(length))
    const token = document.createElementNS("http://www.w3.org/2000/svg", "circle")
    token.setAttribute("r", "5")
    token.setAttribute("class", `token ${road.classList.contains("backward") ? "backward" : "forward"}`)
    road.after(token)
    const at = ({ x, y }) => `translate(${x}px, ${y}px)`
    this.run(token, [{ transform: at(start) }, { transform: at(end) }], order, () => token.remove())
  }

  /** Something appears where there was room for it. */
  appear(element, order) {
    this.run(element, [{ opacity: 0, transform: "translateY(5px)" }, { opacity: 1, transform: "none" }], order)
  }

  run(element, frames, order, after) {
    this.move(element, frames, { delay: order, duration: 2 }, after)
  }

  /** Moves something; `delay` and `duration` in times of one operation. */
  move(element, frames, { delay, duration }, after) {
    /** @type {KeyframeAnimationOptions} */
    const timing = { duration: duration * this.slice, delay: delay * this.slice, easing: EASING, fill: "both" }
    const animation = element.animate(frames, timing)
    const entry = { animation, after }
    this.running.push(entry)
    animation.onfinish = () => {
      animation.cancel() // as the style has it
      after?.()
      this.running = this.running.filter((other) => other !== entry)
    }
  }
}

/** Makes a copy of a place one that is seen only, above the place that is given. */
function ghost(copy, place) {
  copy.removeAttribute("data-slot")
  copy.classList.add("ghost")
  place.after(copy)
}

/** Whether one position is the next after another. */
function follow(before, { step, operation }) {
  if (step === before.step) return before.operation !== null && operation === before.operation + 1
  return step === before.step + 1
}
