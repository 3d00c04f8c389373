/** What can be undone, told by what undoing and redoing gives. */
import { History } from "../store/history.js"

export function undoneAndRedone() {
  const history = new History(3)
  const seen = []
  for (const text of ["1a", "1a~B-1", "1a~B-2", "1a~B-3", "1a~B-3~r-1"]) history.note(text)
  let text = "1a~B-4~r-1"
  for (const way of ["undo", "undo", "redo", "undo", "undo", "undo", "redo"]) {
    const next = history[way](text)
    seen.push(next)
    text = next ?? text
  }
  return seen
}

export function gestures() {
  const history = new History(9)
  history.note("1a")
  history.note("1b", "drag 1")
  history.note("1c", "drag 1")
  const before = [history.before("drag 1"), history.before("drag 2"), history.before(null)]
  const cancelled = history.cancel()
  history.note("1d", "drag 2")
  history.settle("1d")
  history.note("1e", "drag 2")
  return [before, cancelled, history.undo("1f"), history.undo("1e"), history.undo("1a")]
}
