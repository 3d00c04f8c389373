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

export class Tween {
  constructor() {
    this.running = []
    this.last = -FAST
  }

  /**
   * Ends what still moves, and says whether the change that is about to be drawn may move.
   * @param options.follows whether the clock goes on to what comes next; @param options.time of a step, in ms
   * @param options.parts number of operations that follow each other within the change
   */
  begin({ follows, time, parts }) {
    for (const { animation, after } of this.running) {
      animation.cancel()
      after?.()
    }
    this.running = []
    const now = performance.now()
    this.moves = follows && now - this.last >= FAST && !still.matches && !document.hidden
    this.last = now
    this.slice = Math.min(LONGEST, PART * time) / (parts + 1)
    return this.moves
  }

  /** A place takes another content: `before`, a copy of what stood there, fades, and the place moves in. */
  enter(place, before, order) {
    const [x, y] = (place.dataset.from ?? "0 0").split(" ")
    before.removeAttribute("data-slot")
    before.classList.add("ghost")
    place.after(before)
    this.run(before, [{ opacity: 1 }, { opacity: 0 }], order, () => before.remove())
    this.run(place, [{ opacity: 0, transform: `translate(${x}px, ${y}px)` }, { opacity: 1, transform: "none" }], order)
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
    const timing = { duration: 2 * this.slice, delay: order * this.slice, easing: EASING, fill: "both" }
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
