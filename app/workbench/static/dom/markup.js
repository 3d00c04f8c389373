/** Elements and mathematical labels. Text only ever becomes text nodes. */

/**
 * An element with attributes (a function attribute is a listener) and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} attributes
 * @param {(Node | string | null | undefined)[]} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value)
    else if (value !== null && value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value)
  }
  element.append(...children.filter((child) => child !== null && child !== undefined))
  return element
}

/** Fills `{name}` in a sentence. */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole))
}

/** Patterns taken apart: text, offset, text, ..., text. There are a few hundred, and each is asked for at every t. */
const taken = new Map()

/** Replaces `{b}` in a pattern by the number of a sample, counted from 1. */
export function withSample(pattern, sample) {
  return pattern.replaceAll("{b}", String(sample + 1))
}

/** Replaces `{t}`, `{t-1}`, ... in a pattern by whole numbers; if `grouped`, braces stay around what is set low or high. */
export function withTime(pattern, t, grouped = false) {
  if (!taken.has(pattern)) taken.set(pattern, pattern.split(/(\{t(?:[+-]\d+)?\})/))
  let text = ""
  taken.get(pattern).forEach((part, i) => {
    if (i % 2 === 0) return void (text += part)
    const value = t + Number(part.slice(2, -1))
    text += grouped && /[_^]$/.test(text) ? `{${value}}` : value
  })
  return text
}

/** A word of code, such as `dh_next`, has no index. */
const PIECE = /([_^])(?:\{([^}]*)\}|(\d+|[A-Za-z])(?![A-Za-z0-9_]))/g

/** Splits `W_h^{T}` into [text, place] pairs; place is "", "_" or "^". */
export function pieces(label) {
  const pairs = []
  let end = 0
  for (const match of label.matchAll(PIECE)) {
    if (match.index > end) pairs.push([label.slice(end, match.index), ""])
    pairs.push([match[2] ?? match[3], match[1]])
    end = match.index + match[0].length
  }
  if (end < label.length) pairs.push([label.slice(end), ""])
  return pairs
}

/** A label such as `∂L/∂h_{2}` as a fragment with sub and sup. */
export function math(label) {
  const fragment = document.createDocumentFragment()
  for (const [text, place] of pieces(label)) {
    fragment.append(place ? el(place === "_" ? "sub" : "sup", {}, text) : text)
  }
  return fragment
}

/** The same inside an SVG text element. */
export function svgMath(element, label) {
  element.textContent = ""
  let shift = 0
  for (const [text, place] of pieces(label)) {
    const span = document.createElementNS("http://www.w3.org/2000/svg", "tspan")
    const wanted = place === "_" ? 3 : place === "^" ? -5 : 0
    if (wanted !== shift) span.setAttribute("dy", String(wanted - shift))
    shift = wanted
    if (place) span.setAttribute("font-size", "75%")
    span.textContent = text
    element.append(span)
  }
}

/** Resolves when nothing more urgent waits; unless it is wanted `soon`, in a moment with no frame to come. */
export function atRest(soon = false) {
  if (soon && window.scheduler?.postTask) return window.scheduler.postTask(() => {}, { priority: "background" })
  const idle = window.requestIdleCallback ?? ((call) => setTimeout(call, 20))
  return new Promise((resolve) => idle(resolve, { timeout: 200 }))
}

/** Resolves when the frame that shows the page as it is has been made. */
export function afterPaint() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
}

/** Resolves when all that has been begun and waits for nothing is done. */
export function nextTask() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
