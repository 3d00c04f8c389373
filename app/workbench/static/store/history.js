/** What can be undone: texts of the experiment. Everything that one drag of a number does is one change. */
export class History {
  /** @param depth how many changes are kept */
  constructor(depth) {
    this.depth = depth
    this.past = []
    this.future = []
    this.gesture = null
  }

  /** Notes the text that a change leaves behind. @param gesture what changes belong to, if they come in a row */
  note(text, gesture = null) {
    const goesOn = gesture !== null && gesture === this.gesture
    this.gesture = gesture
    if (goesOn) return
    this.future = []
    this.past.push(shared(text, this.past.at(-1)))
    if (this.past.length > this.depth) this.past.shift()
  }

  /** The text that a gesture began with; null for one that has changed nothing yet. */
  before(gesture) {
    return gesture !== null && gesture === this.gesture ? this.past.at(-1).join("~") : null
  }

  /** The text before the last change, which can be redone then; null if there is none. */
  undo(text) {
    return this.move(text, this.past, this.future)
  }

  redo(text) {
    return this.move(text, this.future, this.past)
  }

  /** The text before the last change, which is forgotten. */
  cancel() {
    this.gesture = null
    return this.past.pop().join("~")
  }

  /** Takes Python's form of the present text: a change that came to nothing was none. */
  settle(text) {
    if (this.past.at(-1)?.join("~") !== text) return
    this.past.pop()
    this.gesture = null
  }

  move(text, from, to) {
    if (!from.length) return null
    this.gesture = null
    to.push(shared(text, to.at(-1)))
    return from.pop().join("~")
  }
}

/** The fields of a text; those that an earlier one has as well are held only once. */
function shared(text, earlier = []) {
  // A piece that `split` gives may keep the whole text in memory; one that was parsed does not.
  return text.split("~").map((field) => earlier.find((other) => other === field) ?? JSON.parse(JSON.stringify(field)))
}
