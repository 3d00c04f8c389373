/** The gradient check of a program: a bar for each gradient on a log axis, and the error by the size of the step. */
import { el, math } from "../dom/markup.js"
import { morph } from "../dom/morph.js"

/** The ends of the axis, in powers of ten. */
const [LOW, HIGH] = [-16, 0]
const share = (error) => (error === null ? 100 : error <= 0 ? 0 : Math.max(0, Math.min(100, (Math.log10(error) - LOW) / (HIGH - LOW) * 100)))

/**
 * @param {HTMLElement} host @param {{name: string, error: number | null, written: string, passed: boolean, worst: string}[]} checks
 * @param {{error: number | null}[]} pinned those of the pinned run
 */
export function drawChecks(host, checks, pinned, words) {
  morph(host, ...checks.flatMap(({ name, error, written, passed, worst }, i) => {
    const verdict = words[passed ? "lens.program.passed" : "lens.program.failed"]
    return [
      el("span", { class: "check-name" }, math(name)),
      el("span", { class: `check-bar ${passed ? "passed" : "failed"}`, title: worst, role: "img", "aria-label": `${verdict}, ${worst}` }, el("i", { style: `width: ${share(error)}%` }), pinned[i] ? el("i", { class: "ghost", style: `width: ${share(pinned[i].error)}%` }) : ""),
      el("span", { class: "check-error" }, written),
      el("span", { class: passed ? "passed" : "failed", "aria-hidden": "true" }, passed ? "✓" : "✗"),
    ]
  }), el("span"), el("span", { class: "check-axis", "aria-hidden": "true" }, el("i", {}, "1e-16"), el("i", {}, "1e-8"), el("i", {}, "1")), el("span"), el("span"))
}

const NS = "http://www.w3.org/2000/svg"
const [WIDTH, HEIGHT] = [220, 84]

/** The V of the error by the step of a central difference. */
export function curveOf(steps, errors, chosen, label) {
  const svg = document.createElementNS(NS, "svg")
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "v-curve", role: "img", "aria-label": label })) svg.setAttribute(name, value)
  const x = (step) => 10 + (WIDTH - 20) * (-Math.log10(step) - 1) / 12
  const y = (error) => 6 + (HEIGHT - 12) * (100 - share(error)) / 100
  const points = Array.from(steps, (step, i) => [x(step), y(errors[i])])
  const line = document.createElementNS(NS, "path")
  line.setAttribute("d", points.map(([left, top], i) => `${i ? "L" : "M"}${left.toFixed(1)} ${top.toFixed(1)}`).join(""))
  const dots = points.map(([left, top], i) => {
    const dot = document.createElementNS(NS, "circle")
    const now = Math.round(-Math.log10(steps[i])) === chosen
    for (const [name, value] of Object.entries({ cx: left, cy: top, r: now ? 5 : 2.5, class: now ? "now" : "" })) dot.setAttribute(name, String(value))
    return dot
  })
  svg.append(line, ...dots)
  return svg
}
