/** A store as a page has it, without a server. */
import { Position } from "../clock/position.js"
import { Address } from "../store/address.js"
import { Store } from "../store/store.js"

const FIRST = {
  nonce: "a", revision: 0, text: "1textbook", language: "en",
  frame: "f", framed: { clockwork: { delayed: {} } }, arrays: {},
}

/** `left()` stops its timers. */
function storeOf(told, longest) {
  const position = new Position()
  const address = new Address(told, position, longest)
  const store = new Store({ address, undo: 10, onUnsent: () => {}, onChange: () => {} })
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

/** What a position is after it was read from an address, and the address that it gives. */
export function readAndWritten([told, longest, query]) {
  history.replaceState(null, "", query)
  const { address, position } = storeOf(told, longest)
  address.text = "1pencil"
  address.flush()
  return [{ ...position }, location.search]
}
