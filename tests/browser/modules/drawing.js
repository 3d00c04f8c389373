/** What is drawn and written of numbers: equations, strips, shades, programs; and the terms in a sentence. */
import { Player } from "../clock/player.js"
import { lookOf } from "../dom/look.js"
import { Scale } from "../dom/scale.js"
import { columnUrl, paintStrip } from "../dom/strip.js"
import { explained } from "../dom/terms.js"
import { Equation } from "../stage/equation.js"
import { program } from "../lenses/code.js"
import { arraysOf } from "./arrays.js"

/**
 * Draws every step with the numbers of one trace and then of another, and beside it the other's alone. Of each:
 * [its first cell stayed, it is as the other's alone, it is as before]
 */
export function redrawn(answers) {
  const [one, other] = answers.map(([answer, text]) => ({ ...answer, arrays: arraysOf(text) }))
  const drawn = ({ arrays }) => {
    const player = new Player(one.framed.clockwork, arrays)
    const { words, properties } = one.framed
    return [player, lookOf({ arrays, words, properties }, { dark: false, projected: false })]
  }
  const says = ({ element }) => {
    const cells = [...element.querySelectorAll(".cell, .strip")]
    const under = (cell) => cell.cellAt?.({ clientX: 0, clientY: 0 })
    return JSON.stringify([element.innerHTML, cells.map((cell) => [cell.source, under(cell), cell.toDataURL?.()])])
  }
  return one.framed.clockwork.steps.map((_, step) => {
    const [changed, fresh] = [new Equation(), new Equation()]
    const at = { step, operation: null }
    const draw = (equation, [player, look]) =>
      equation.draw({ player, at, look, position: { projected: false }, tween: null })
    draw(changed, drawn(one))
    const before = says(changed)
    const cell = changed.element.querySelector(".cell, .strip")
    draw(changed, drawn(other))
    draw(fresh, drawn(other))
    return [changed.element.contains(cell), says(changed) === says(fresh), says(changed) === before]
  })
}

/** The pixels of a column's image, beside those of a strip of one column. */
export async function column(data) {
  const values = { shape: [data.length, 1], data: Float64Array.from(data) }
  const look = { scale: new Scale({ h: values }, { h: { kind: "state", ends_scale: true } }), dark: false }
  const canvas = () => Object.assign(document.createElement("canvas"), { width: 1, height: data.length })
  const [painted, read] = [canvas(), canvas()]
  paintStrip(painted, values, "state", look)
  const image = new Image()
  image.src = columnUrl(values, "state", look)
  await image.decode()
  read.getContext("2d").drawImage(image, 0, 0)
  const pixels = (one) => [...one.getContext("2d").getImageData(0, 0, 1, data.length).data]
  const colours = data.map((value) => look.scale.mixed("state", value, false))
  return [image.naturalHeight, pixels(painted), pixels(read), colours]
}

/** The backgrounds of values of a kind, where the largest one is 1. */
export function backgrounds([kind, data]) {
  return grounds([kind, data, false]).map(([background]) => background)
}

/** [background, text] of each. */
export function grounds([kind, data, dark]) {
  const scale = new Scale({ one: { data: [1] } }, { one: { kind, ends_scale: true } })
  return data.map((value) => scale.colours(kind, value, dark)).map(({ background, text }) => [background, text])
}

/** The learner's program of an answer. */
export function programOf([answer, text]) {
  return program({ ...answer.framed, ...answer, timeline: answer.framed.clockwork, arrays: arraysOf(text) })
}

/** The terms that can be opened in each sentence, by its key. */
export function termsIn(words) {
  return Object.fromEntries(Object.entries(words).map(([key, sentence]) => {
    const found = explained(sentence, words).querySelectorAll("[data-term]")
    return [key, [...found].map((word) => word.dataset.term)]
  }))
}
