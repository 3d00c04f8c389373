/** What the worked equations and the opened sums of an experiment say, as it is printed. */
import { paceOf } from "../clock/pace.js"
import { Player } from "../clock/player.js"
import { formatFor } from "../dom/blocks.js"
import { lookOf } from "../dom/look.js"
import { Equation } from "../stage/equation.js"
import { Pointer } from "../stage/pointer.js"
import { Frame } from "../store/frame.js"
import { unpack } from "../store/packing.js"

/** What is said at every step, and how long it stays. */
export function paces(packed) {
  const data = new Frame().complete(unpack(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0))))
  const pace = paceOf(new Player(data.timeline, data.arrays), data.captions)
  return data.captions.map((caption, step) => [caption, pace({ step, operation: null })])
}

/** {rows, sums}: of every position each row of pieces, and of every cell its opened sum. */
export function said([packed, view]) {
  const data = new Frame().complete(unpack(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0))))
  const { timeline, arrays } = data
  const player = new Player(timeline, arrays)
  const look = lookOf(data, { dark: false, projected: view === "projector" })
  const pointer = new Pointer(document.createElement("div"))
  pointer.take(data)
  pointer.draw({ player, look })
  const rows = []
  const sums = new Set()
  timeline.steps.forEach((step, number) => {
    for (const operation of [null, ...step.operations.keys()]) {
      const at = { step: number, operation }
      const equation = new Equation()
      equation.draw({ player, at, look, position: { projected: false }, tween: null })
      player.rows(at).forEach(({ terms, t }, i) => {
        const line = equation.element.children[i]
        rows.push(terms.map((term, k) => (typeof term === "string" ? line.children[k].textContent : block(line.children[k]))))
        for (const cell of line.querySelectorAll(".cell")) if (cell.source) note(pointer, cell, sums)
      })
    }
  })
  return { rows, sums: [...sums, ...standing(player, look, pointer)] }
}

function block(term) {
  const cells = [...term.querySelectorAll(".cell")]
  const columns = Number(term.firstElementChild.style.getPropertyValue("--columns"))
  return { columns, texts: cells.map((cell) => cell.textContent), entries: cells.map((cell) => cell.painted.entry ?? null) }
}

function note(pointer, cell, sums) {
  const worked = pointer.work(cell)
  if (worked) sums.add(worked.text)
}

/** The sums of what stands in the diagram and in the ledger. */
function standing(player, look, pointer) {
  const sums = new Set()
  for (const [slot, entries] of player.shown) {
    for (const entry of entries) {
      const values = player.evaluate(entry.view, entry.t)
      if (!values) continue
      const format = formatFor(values.data, slot.startsWith("loss") ? "loss" : "state", look)
      values.data.forEach((number, index) =>
        note(pointer, { source: { view: entry.view, t: entry.t, entry, index }, painted: { entry: number, format } }, sums))
    }
  }
  return sums
}
