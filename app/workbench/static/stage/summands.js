/** Whose numbers a sum adds up: the samples of a batch, and the time steps, in the order of its summands. */
import { fill } from "../dom/markup.js"
import { origin, evaluate } from "../clock/view.js"

/** As many summands as are written out. */
const LONGEST = 12
/** What only picks numbers of an array. */
const PICKS = new Set(["at", "rows", "transpose"])

/**
 * @param {import("../types").View} view that is worked out, in entry `index`
 * @returns {string} such as "sample 1: t = 2, 3 · sample 2: t = 2, 3"; empty where it adds up something else
 */
export function summands(view, index, { arrays, variables, properties, words }) {
  const summed = view[0] === "divide" ? view[1] : view
  const places = placesOf(summed, index, arrays, variables, properties).slice(0, LONGEST)
  if (places.length < 2 || places.includes(null)) return ""
  const samples = new Map()
  for (const { b, t } of places) samples.set(b, [...(samples.get(b) ?? []), t + 1])
  const steps = new Set(places.map(({ t }) => t)).size > 1
  const several = arrays.x.shape[0] > 1
  return [...samples].map(([b, times]) => {
    const sample = several ? fill(words["batch.summand"], { b: b + 1 }) : ""
    const when = steps ? `t = ${times.join(", ")}` : ""
    return [sample, when].filter(Boolean).join(": ")
  }).filter(Boolean).join(" · ")
}

/** Sample and time step of each summand, both from 0; null for one that is of none. */
function placesOf(view, index, arrays, variables, properties) {
  const [operation, ...parts] = view
  const place = (part, offset) => placeIn(part, offset, arrays, variables, properties)
  if (operation === "add") return parts.map((part) => place(leaf(part), 0))
  if (operation !== "sum" && operation !== "matmul") return []
  const added = operation === "sum" ? leaf(parts[0]) : parts[1]
  if (!added || !picks(added)) return []
  const { shape } = evaluate(added, arrays, variables)
  const [count, n] = [shape[0], shape.length > 1 ? shape[1] : 1]
  return Array.from({ length: count }, (_, k) => place(added, k * n + (index % n)))
}

function placeIn(view, offset, arrays, variables, properties) {
  const [name, at] = (view && origin(view, offset, arrays, variables))?.split(":") ?? []
  if (!properties[name]?.axes.startsWith("bt")) return null
  const [, n_sequences, n] = arrays[name].shape
  const row = Math.floor(Number(at) / n)
  return { b: Math.floor(row / n_sequences), t: row % n_sequences }
}

/** The first part of a view that only picks numbers. */
function leaf(view) {
  if (typeof view === "string" || picks(view)) return view
  return view.slice(1).map((part) => (Array.isArray(part) ? leaf(part) : null)).find(Boolean)
}

const picks = (view) => typeof view === "string" || (PICKS.has(view[0]) && picks(view[1]))
