/**
 * The clock: moves the position along the timeline, and plays. Knows steps and operations by number only.
 *
 * `operation` is null where a whole step is shown, else the number of the operation that the step has come to.
 * By step, the buttons and playing move a step at a time; by operation, one operation.
 */

/** Time that a position stays on the stage at speed 1, in milliseconds, unless its pace says otherwise. */
const TIME = 1600
/** A timeline of more steps than this is not read step by step: all of it goes by in so long, by step, by operation. */
const READ = 26
const ALL_STEPS = 20_000
const ALL_OPERATIONS = 120_000
/** Up to so many steps, whoever has not chosen yet is led operation by operation. */
const SHORT = 10
export const SPEEDS = [0.25, 0.5, 1, 2, 4]

export class Clock {
  /**
   * @param {import("./position.js").Position} position moves as the clock goes
   * @param {() => void} onChange called after every change of position, level, playing, speed or loop
   */
  constructor(position, onChange) {
    this.position = position
    this.onChange = onChange
    /** The number of operations of each step. @type {number[]} */
    this.counts = [1]
    this.playing = false
    this.speed = 1
    this.loop = false
    this.timer = 0
    /** How long each position stays at speed 1, in milliseconds. @type {(at: import("../types").At) => number} */
    this.pace = () => TIME
    /** Whether by step or by operation is still to be chosen. */
    this.unchosen = !position.isGiven("level")
  }

  get step() {
    return this.position.step
  }

  get operation() {
    return this.position.operation
  }

  /** Whether the clock goes by operation. */
  get fine() {
    return this.position.level === "operation"
  }

  get count() {
    return this.counts.length
  }

  /** How long the present position stays, in milliseconds. */
  get time() {
    return (this.count > READ ? this.timeInLong : this.pace({ step: this.step, operation: this.operation })) / this.speed
  }

  get timeInLong() {
    if (!this.fine) return ALL_STEPS / this.count
    return ALL_OPERATIONS / this.counts.reduce((sum, count) => sum + count, 0)
  }

  get atStart() {
    return this.step === 0 && (this.fine ? this.operation === 0 : true)
  }

  get atEnd() {
    return this.step === this.count - 1 && (this.operation === null || this.operation === this.counts.at(-1) - 1)
  }

  /** Takes another timeline, as the number of operations of each step, and where on it the clock stands. */
  resize(counts, step) {
    const { position } = this
    this.counts = counts
    position.step = Math.min(step, this.count - 1)
    if (position.operation !== null) position.operation = Math.min(position.operation, counts[position.step] - 1)
    if (this.playing) this.schedule()
  }

  /** Stands at a step of another timeline: by operation where the step has come to its end, and at the start to its first. */
  open(step) {
    Object.assign(this.position, { step, operation: this.fine ? this.shownAt(step) : null })
  }

  /** The operation that a step is shown at where the clock goes by operation. */
  shownAt(step) {
    return step === 0 ? 0 : this.counts[step] - 1
  }

  /** To a step as a whole. */
  go(step) {
    this.moveTo(Math.max(0, Math.min(this.count - 1, step)), null)
  }

  first() {
    this.moveTo(0, this.fine ? 0 : null)
  }

  last() {
    this.go(this.count - 1)
  }

  next() {
    if (this.fine) this.nextOperation()
    else this.go(this.step + 1)
  }

  previous() {
    if (this.fine) this.previousOperation()
    else this.go(this.operation === null || this.operation === this.counts[this.step] - 1 ? this.step - 1 : this.step)
  }

  nextOperation() {
    const { step, operation } = this
    if (operation !== null && operation < this.counts[step] - 1) this.moveTo(step, operation + 1)
    else if (step < this.count - 1) this.moveTo(step + 1, 0)
  }

  /** A whole step shows what its last operation shows: the one before that is the second to last. */
  previousOperation() {
    const { step } = this
    const operation = this.operation ?? this.counts[step] - 1
    if (operation > 0) this.moveTo(step, operation - 1)
    else if (step > 0) this.moveTo(step - 1, this.counts[step - 1] - 1)
  }

  moveTo(step, operation) {
    if (step === this.step && operation === this.operation) return
    Object.assign(this.position, { step, operation })
    if (this.playing) this.schedule()
    this.onChange()
  }

  /** By step, or by operation: then the last one of the step has been shown, and at the start the first. */
  setLevel(level) {
    this.unchosen = false
    this.position.level = level
    this.position.operation = level === "operation" ? this.shownAt(this.step) : null
    if (this.playing) this.schedule()
    this.onChange()
  }

  toggle() {
    if (this.playing) return this.pause()
    this.playing = true
    if (this.unchosen && this.count <= SHORT) this.lead()
    this.unchosen = false
    if (this.atEnd) this.first()
    this.schedule()
    this.onChange()
  }

  /** By operation, from the beginning of the present step on: a whole step back is more than one can follow at first. */
  lead() {
    Object.assign(this.position, { level: "operation", operation: this.atEnd ? this.operation : 0 })
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
    this.timer = setTimeout(() => this.advance(), this.time)
  }

  advance() {
    if (!this.atEnd) this.next()
    else if (this.loop) this.first()
    else this.pause()
  }
}
