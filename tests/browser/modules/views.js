/** Views over arrays that Python sent. */
import { evaluate, origin } from "../clock/view.js"
import { formatOf, written } from "../dom/numerals.js"
import { explain } from "../stage/explain.js"
import { delayed } from "../store/packing.js"
import { arraysOf } from "./arrays.js"

/** What each of the [view, variables] gives, bit for bit: [shape, its bytes in base64], or null. */
export function evaluated([sent, asked]) {
  const arrays = arraysOf(sent)
  return asked.map(([view, variables]) => {
    const found = evaluate(view, arrays, variables)
    if (!found) return null
    const { buffer, byteOffset, byteLength } = found.data
    return [found.shape, btoa(String.fromCharCode(...new Uint8Array(buffer, byteOffset, byteLength)))]
  })
}

export function explained([view, index, sent]) {
  const [arrays, variables, look] = [arraysOf(sent), { t: 2, b: 0 }, { digits: 3, room: 7 }]
  const values = evaluate(view, arrays, variables)
  const format = formatOf(values.data, look)
  return explain(view, index, arrays, variables, look, { text: written(values.data[index], format), format })
}

/** Where each entry of a view is taken from. */
export function origins([view, size, sent, variables]) {
  const arrays = arraysOf(sent)
  return Array.from({ length: size }, (_, i) => origin(view, i, arrays, variables))
}

export function aStepLater([shape, h, h_initial]) {
  const [of, first] = [h, h_initial].map((numbers) => ({ shape, data: Float64Array.from(numbers) }))
  const found = delayed(of, first)
  return [found.shape, [...found.data]]
}
