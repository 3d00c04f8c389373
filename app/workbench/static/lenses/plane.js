/** Eigenvalues in the plane of complex numbers, with the unit circle. */
import { el } from "../dom/markup.js"
import { short } from "../dom/numerals.js"

const SIZE = 120
const NS = "http://www.w3.org/2000/svg"

function shape(name, attributes, text = "") {
  const element = document.createElementNS(NS, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  element.textContent = text
  return element
}

/**
 * @param {[number, number][]} eigenvalues real and imaginary part of each @param {[number, number][]} pinned those of the
 * pinned run @param {string} label what a reader says of it
 */
export function plane(eigenvalues, pinned, label) {
  const size = ([real, imaginary]) => Math.hypot(real, imaginary)
  const sizes = eigenvalues.map(size)
  const reach = 1.15 * Math.max(1, ...sizes, ...pinned.map(size))
  const place = (value) => SIZE / 2 * (1 + value / reach)
  const one = SIZE / 2 / reach
  const svg = shape("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, class: "plane", role: "img", "aria-label": label })
  svg.append(
    shape("path", { class: "axis", d: `M0 ${SIZE / 2}H${SIZE}M${SIZE / 2} 0V${SIZE}` }),
    shape("circle", { class: "unit", cx: SIZE / 2, cy: SIZE / 2, r: one }),
    shape("text", { class: "unit-name", x: Math.min(SIZE - 12, place(1) + 3), y: SIZE / 2 - 4 }, "1"),
    ...pinned.map(([real, imaginary]) => shape("circle", { class: "eigenvalue ghost", cx: place(real), cy: place(-imaginary), r: 4 })),
    ...eigenvalues.map(([real, imaginary], i) => {
      const dot = shape("circle", { class: sizes[i] > 1 ? "eigenvalue outside" : "eigenvalue", cx: place(real), cy: place(-imaginary), r: 4 })
      dot.append(shape("title", {}, complex(real, imaginary)))
      return dot
    }),
  )
  return el("div", { class: "plane-of" }, svg)
}

/** A complex number as text. */
export function complex(real, imaginary) {
  if (imaginary === 0) return short(real)
  return `${short(real)} ${imaginary < 0 ? "−" : "+"} ${short(Math.abs(imaginary))}i`
}
