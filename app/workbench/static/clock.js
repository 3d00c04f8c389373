/** The clock: where on the timeline the page stands, and playing. Knows steps by number only. */

/** Time that a step stays on the stage at speed 1, in milliseconds. */
const STEP_TIME = 1600
export const SPEEDS = [0.25, 0.5, 1, 2, 4]

export class Clock {
  /** @param onChange called after every change of step, playing, speed or loop. */
  constructor(onChange) {
    this.step = 0
    this.count = 1
    this.playing = false
    this.speed = 1
    this.loop = false
    this.onChange = onChange
    this.timer = null
  }

  /** Takes a timeline of another length; the step stays where it was as far as it can. */
  resize(count) {
    this.count = count
    this.step = Math.min(this.step, count - 1)
    if (this.playing) this.schedule()
  }

  go(step) {
    const wanted = Math.max(0, Math.min(this.count - 1, step))
    if (wanted === this.step) return
    this.step = wanted
    if (this.playing) this.schedule()
    this.onChange()
  }

  toggle() {
    if (this.playing) return this.pause()
    this.playing = true
    if (this.step === this.count - 1) this.step = 0
    this.schedule()
    this.onChange()
  }

  pause() {
    clearTimeout(this.timer)
    this.playing = false
    this.onChange()
  }

  setSpeed(speed) {
    this.speed = speed
    if (this.playing) this.schedule()
    this.onChange()
  }

  setLoop(loop) {
    this.loop = loop
    this.onChange()
  }

  schedule() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.advance(), STEP_TIME / this.speed)
  }

  advance() {
    if (this.step < this.count - 1) this.go(this.step + 1)
    else if (this.loop) this.go(0)
    else this.pause()
  }
}
