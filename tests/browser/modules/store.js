/** A store as a page has it, without a server. */
import { Position } from "../clock/position.js"
import { Address } from "../store/address.js"
import { Store } from "../store/store.js"

const FIRST = {
  nonce: "a", revision: 0, text: "1textbook", language: "en",
  frame: "f", framed: { clockwork: { delayed: {} } }, arrays: {},
}

/** `left()` stops its timers. */
function storeOf(told, longest, onUnsent = () => {}) {
  const position = new Position()
  const address = new Address(told, position, longest)
  const store = new Store({ address, undo: 10, onUnsent, onChange: () => {} })
  const left = () => {
    for (const timer of [store.unsentTimer, store.againTimer, address.timer, address.keepTimer]) clearTimeout(timer)
  }
  return { store, address, position, left }
}

/** A page that was opened with an experiment too long for its address, and is left before its server has answered it. */
export function leftEarly([told, longest]) {
  history.replaceState(null, "", "?e=tab&step=2&other=1")
  const text = "1textbook~B-" + "1_".repeat(100) + "1"
  sessionStorage.setItem("unroll.text", text)
  const { store, address, left } = storeOf(told, longest)
  const painted = store.receive(FIRST, () => {})
  left()
  address.flush()
  return [painted, location.search, sessionStorage.getItem("unroll.text") === text]
}

/** A page that plays, and so has a new address at every step, with an experiment too long for it. */
export async function playing([told, longest]) {
  const text = "1textbook~B-" + "2_".repeat(100) + "2"
  sessionStorage.removeItem("unroll.text")
  history.replaceState(null, "", "?")
  const { store, address, position, left } = storeOf(told, longest)
  store.receive(FIRST, () => {})
  store.edit(text)
  for (let step = 0; step < 10; step++) {
    position.step = step
    address.write()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const kept = sessionStorage.getItem("unroll.text") === text
  left()
  return kept
}

/** A page whose server answers slowly, and what it says while changes are made; the time that it waits is cut short. */
export async function slow([told, longest, kept, edits]) {
  if (kept) sessionStorage.setItem("unroll.text", kept)
  else sessionStorage.removeItem("unroll.text")
  history.replaceState(null, "", kept ? "?e=tab" : "?")
  const unsent = []
  const { store, left } = storeOf(told, longest, (waits) => unsent.push(waits))
  const { setTimeout: later } = window
  window.setTimeout = (call, delay) => later(call, delay === 1500 ? 0 : delay)
  const passes = () => new Promise((resolve) => later(resolve, 20))
  store.receive(FIRST, () => {})
  for (const edit of edits) {
    if (edit === "answer") {
      store.receive({ ...FIRST, text: store.text, language: store.language, revision: store.revision }, () => {})
    } else if (edit === "other server") store.receive({ ...FIRST, nonce: "b" }, () => {})
    else store.edit(edit)
    await passes()
  }
  await passes()
  window.setTimeout = later
  left()
  sessionStorage.removeItem("unroll.text")
  return unsent
}

/** What a position is after it was read from an address, and the address that it gives. */
export function readAndWritten([told, longest, query]) {
  history.replaceState(null, "", query)
  const { address, position } = storeOf(told, longest)
  address.text = "1pencil"
  address.flush()
  return [{ ...position }, location.search]
}
