/** The diagram and the charts as pictures, as they stand. */
import { el } from "../dom/markup.js"

/** What of the style a picture by itself needs. */
const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight", "font-style",
  "letter-spacing", "opacity", "visibility", "display", "text-anchor", "dominant-baseline"]
/** Pixels of a PNG for each of the page. */
const FINER = 2

/** The text of an SVG that looks as one on the page does. @param {SVGSVGElement} svg @param {string} ground */
export function svgText(svg, ground) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true))
  const [of, made] = [svg, copy].map((root) => [root, ...root.querySelectorAll("*")])
  of.forEach((element, i) => {
    const style = getComputedStyle(element)
    const kept = STYLES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";")
    made[i].setAttribute("style", kept)
  })
  const { width, height } = svg.viewBox.baseVal
  copy.setAttribute("width", String(width))
  copy.setAttribute("height", String(height))
  copy.querySelectorAll(".ghost, .token").forEach((moving) => moving.remove())
  const paper = document.createElementNS(svg.namespaceURI, "rect")
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: ground })) paper.setAttribute(name, value)
  copy.prepend(paper)
  return new XMLSerializer().serializeToString(copy)
}

/** The same as PNG. @param {string} text of an SVG @returns {Promise<Blob>} */
export async function png(text) {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  const canvas = /** @type {HTMLCanvasElement} */ (el("canvas", { width: image.width * FINER, height: image.height * FINER }))
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"))
}

/** A chart as an SVG's text. @param {HTMLElement & {data?: any, layout?: any}} host @param {string} ground */
export async function chartText(host, ground) {
  const layout = { ...host.layout, paper_bgcolor: ground, plot_bgcolor: ground }
  const address = await window.Plotly.toImage({ data: host.data, layout }, { format: "svg", width: 480, height: 240 })
  return decodeURIComponent(address.slice(address.indexOf(",") + 1))
}

/** Hands a file to the browser. @param {string | Blob} content */
export function download(name, content, mime = "") {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: mime }))
  el("a", { href: url, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
