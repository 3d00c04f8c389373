/** Plotly charts on the clock: values, reveal and cursor. They, and plotly.js itself, come after the diagram. */
import { afterPaint, atRest, el, nextTask, withSample } from "../dom/markup.js"
import { morph } from "../dom/morph.js"
import { short } from "../dom/numerals.js"
import { Panel } from "../dom/panel.js"

/** Plotly's symbols as characters, for the legend. */
const SYMBOLS = {
  circle: "●", "circle-open": "○", square: "■", diamond: "◆", "triangle-up": "▲", cross: "✚", x: "✖", star: "★", hexagon: "⬢",
  "triangle-down": "▼", "triangle-left": "◀",
}
/** For one moment of drawing, this many in which other work comes first: after an edit, and while the clock goes on. */
const RESTS = { edited: 3, played: 0.5 }
/** The ways of the upright axis that lie below the smallest number on a log axis, for those that are exactly 0. */
const FOOT = 0.14
/** How Plotly moves lines and dots that have other values: at once, and nothing else is drawn anew. */
const AT_ONCE = { mode: "immediate", transition: { duration: 0 }, frame: { duration: 0, redraw: false } }
/** The ends of an upright axis stand on steps of which this many or more fit between them. */
const STEPS = 12
/** An upright axis stands as it is while the values fill at least this share of it. */
const FILLED = 0.6
let library = null

function load(address) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = address
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => {
      library = null
      reject(new Error("plotly.js did not arrive"))
    }
    document.head.append(script)
  })
  return library
}

export class Charts extends Panel {
  /** @param {(t: number) => void} onTime called with a time step that was clicked */
  constructor(onTime) {
    super(el("div", { class: "charts" }))
    this.onTime = onTime
    /** One element for each figure, its legend after it. @type {HTMLElement[]} */
    this.hosts = []
    /** What each host shows. @type {import("../types").Figure[]} */
    this.figures = []
    /** The names of charts that another one stands in the place of. @type {Set<string>} */
    this.asked = new Set()
    /** What puts another one in their place. @type {Map<string, HTMLElement>} */
    this.buttons = new Map()
    /** Where plotly.js is. */
    this.library = ""
    this.words = {}
    this.wanted = null
    this.drawing = false
    this.drawn = new Map() // what each host shows
    this.frames = new Map() // {figure, range, layout}: what stands around it
  }

  take({ charts, assets }) {
    this.charts = charts
    this.library = new URL(assets["plotly.min.js"], document.baseURI).href
    this.choose()
    for (const name of this.names.slice(this.hosts.length)) {
      const host = el("div", { class: `chart ${name}` })
      this.hosts.push(host)
      this.element.append(el("div", { class: `corner ${name}` }, this.button(name)), host, el("p", { class: "legend" }))
    }
  }

  /** Names of the charts, from the top; what stands in the place of one on demand goes on after a dot. */
  get names() {
    return Object.keys(this.charts).filter((name) => !name.includes("."))
  }

  speak(words) {
    this.words = words
    for (const button of this.buttons.values()) button.textContent = words["chart.by_node"]
  }

  choose() {
    for (const [name, button] of this.buttons) button.setAttribute("aria-pressed", String(this.asked.has(name)))
    this.figures = this.names.map((name) => this.charts[this.asked.has(name) ? this.insteadOf(name) : name])
  }

  insteadOf(name) {
    return Object.keys(this.charts).find((other) => other.startsWith(`${name}.`))
  }

  /** The button in a chart's corner that puts another one in its place, where there is one. */
  button(name) {
    if (!this.insteadOf(name)) return ""
    const button = el("button", { type: "button", class: "instead", click: () => {
      if (!this.asked.delete(name)) this.asked.add(name)
      this.choose()
      this.draw(this.scene)
    } }, this.words["chart.by_node"])
    this.buttons.set(name, button)
    return button
  }

  /** Without the library the page goes on without charts. */
  draw(scene) {
    this.scene = scene
    this.drawLatest(scene).catch(() => {})
  }

  /** Draws the newest that is wanted, once the rest of the page stands; what it overtook is never drawn. */
  async drawLatest({ player, at, look }) {
    this.wanted = [this.figures, player, at, look]
    for (const host of this.hosts) if (this.drawn.get(host)?.[1] === player) this.setCursor(host, player.timeline, at)
    if (this.drawing) return
    this.drawing = true
    try {
      while (this.wanted) await this.drawOnce()
    } finally {
      this.drawing = false
    }
  }

  /** All figures, each in a moment of rest, after an edit in one; then a rest that leaves most of the time to the page. */
  async drawOnce() {
    await afterPaint()
    const Plotly = await load(this.library)
    const [figures, player, ...rest] = this.wanted
    const edited = this.player !== player // an answer is waited for; playing on is not to be disturbed
    this.player = player
    this.wanted = null
    let busy = 0
    for (const [i, figure] of figures.entries()) {
      if (i === 0 || !edited) await atRest(edited)
      const start = performance.now()
      this.figure(Plotly, this.hosts[i], figure, player, ...rest)
      if (i === figures.length - 1 || !edited) await nextTask() // Plotly moves lines before it
      busy += performance.now() - start
    }
    await new Promise((resolve) => setTimeout(resolve, busy * (edited ? RESTS.edited : RESTS.played)))
  }

  /** Draws what has changed: often that is the cursor alone. */
  figure(Plotly, host, figure, player, at, look) {
    const revealed = figure.data[0].x.map((t) => figure.data.map((trace) => {
      const entry = player.entry(trace.meta.slot.replace("{t}", t), at)
      return entry !== undefined && entry.view[0] !== "none"
    }))
    const drawn = [figure, player, player.sample, look, String(revealed)]
    if (!this.drawn.get(host)?.every((part, i) => part === drawn[i])) {
      morph(host.nextElementSibling, ...legend(figure.data)) // before the chart takes the height that is left
      this.plot(Plotly, host, figure, player, look, revealed)
      this.drawn.set(host, drawn)
    }
    if (!this.wanted) this.setCursor(host, player.timeline, at) // else the clock has gone on already
  }

  plot(Plotly, host, figure, player, look, revealed) {
    const full = figure.data.map((trace) => player.evaluate(trace.meta.y ?? trace.meta.z))
    const others = look.other ? figure.data.map((trace) => (trace.meta.y ? look.other.values(trace.meta.y) : null)) : []
    const log = figure.layout.yaxis.type === "log"
    const before = this.frames.get(host)?.figure === figure ? this.frames.get(host) : null
    const wanted = ends(figure.data[0], [...full, ...others.filter(Boolean)], log)
    const range = before && suits(before.range, wanted) ? before.range : wanted // lines are seen moving before axes that stand
    const zeros = log && full.some(({ data }, i) => data.some((value, t) => value === 0 && this.comes(player, figure.data[i], t + 1)))
    const foot = range[0] - FOOT * (range[1] - range[0])
    const place = (value) => (log && value === 0 ? 10 ** foot : value)
    const ghosts = figure.data.flatMap((trace, i) => (others[i] ? [ghostOf(trace, trace.x.map((t) =>
      revealed[t - 1][i] && Number.isFinite(others[i].data[t - 1]) ? place(others[i].data[t - 1]) : null), look)] : []))
    const data = figure.data.map((trace, i) => {
      const visible = (t, value) => (revealed[t][i] && Number.isFinite(value) ? place(value) : null)
      const marker = trace.marker && { ...trace.marker, size: trace.marker.size * (look.chartText > 12 ? 1.6 : 1) }
      if (trace.meta.y) {
        const y = Array.from(full[i].data, (value, t) => visible(t, value))
        return { ...trace, marker, y, text: Array.from(full[i].data, (value) => short(value)), hovertemplate: "%{x}: %{text}<extra></extra>" }
      }
      const [n_nodes, n_sequences] = full[i].shape
      const z = Array.from({ length: n_nodes }, (_, n) =>
        Array.from({ length: n_sequences }, (_, t) => visible(t, full[i].data[n * n_sequences + t])))
      return { ...trace, z }
    }).concat(ghosts)
    const ink = look.dark ? "#e8edf2" : "#1c2733"
    const grid = look.dark ? "#2e3944" : "#e6eaee"
    const layout = {
      ...figure.layout,
      font: { ...figure.layout.font, size: look.chartText, color: ink, family: getComputedStyle(this.element).fontFamily },
      margin: { ...figure.layout.margin, t: 2.2 * look.chartText, b: 2 * look.chartText, l: 4 * look.chartText },
      height: host.clientHeight || figure.layout.height,
      title: { ...figure.layout.title, text: withSample(figure.layout.title.text, player.sample), font: { size: look.chartText + 1, color: ink }, x: 0, xanchor: "left", y: 0.98, yanchor: "top" },
      xaxis: { ...figure.layout.xaxis, linecolor: grid, showline: true },
      yaxis: { ...figure.layout.yaxis, ...ticks(range, log, look.chartText > 12 ? 2 : 4), gridcolor: grid },
    }
    if (zeros) showZero(layout, foot, look.dark)
    const frame = { figure, range, layout: JSON.stringify(layout) + ghosts.length }
    if (before?.layout === frame.layout && !figure.data[0].meta.z) {
      Plotly.animate(host, { data: data.map(({ y, text }) => ({ y, text })), traces: data.map((_, i) => i) }, AT_ONCE)
        .catch(() => {}) // the next one came before it was drawn
      return
    }
    Plotly.react(host, data, layout, { displayModeBar: false, responsive: true })
    this.frames.set(host, frame)
    if (!host.dataset.wired) {
      host.dataset.wired = "yes"
      host.on("plotly_click", (event) => this.onTime(event.points[0].x))
      host.append(el("div", { class: "cursor" }))
    }
    for (const side of ["l", "r", "t", "b"]) host.style.setProperty(`--${side}`, `${layout.margin[side]}px`)
  }

  /** Whether the point of a trace at a time step is ever shown. */
  comes(player, trace, t) {
    const last = { step: player.timeline.steps.length - 1, operation: null }
    const entry = player.entry(trace.meta.slot.replace("{t}", String(t)), last)
    return entry !== undefined && entry.view[0] !== "none"
  }

  /** The line at the time step of the clock, over the chart: moving it draws nothing anew. */
  setCursor(host, { steps, n_sequences }, { step }) {
    const { t } = steps[step]
    const cursor = host.querySelector(".cursor")
    cursor.hidden = t === null
    cursor.style.setProperty("--at", (t - 0.5) / n_sequences)
  }

  resize() {
    this.hosts.forEach((host) => host.dataset.wired && host.clientWidth && window.Plotly.Plots.resize(host))
  }
}

/** The same line of the pinned run: thin, and behind nothing that is pointed at. */
function ghostOf(trace, y, look) {
  const colour = trace.line?.color ?? trace.marker.color
  const marker = { symbol: trace.marker?.symbol, color: colour, size: 0.7 * (trace.marker?.size ?? 6), opacity: 0.45 }
  return { type: trace.type, mode: "lines+markers", x: trace.x, y, text: null, hoverinfo: "skip", marker, line: { color: colour, width: look.chartText > 12 ? 2 : 1, dash: "dot" } }
}

function legend(traces) {
  return traces.filter((trace) => trace.meta.key).map((trace) =>
    el("span", {}, el("b", { style: `color:${trace.line?.color ?? trace.marker.color}` }, SYMBOLS[trace.marker.symbol]),
      " ", trace.meta.key))
}

/** Range and ticks of the upright axis. A log axis has them at powers of ten, or at 1, 2 and 5 where those are too few. */
function ticks(range, log, most) {
  if (!log) return { range, nticks: most + 1 }
  const [low, high] = range
  const powers = Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, i) => Math.ceil(low) + i)
  const every = Math.ceil(powers.length / most)
  const between = [Math.floor(low), Math.ceil(low)].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power))
    .filter((value) => value >= 10 ** low && value <= 10 ** high)
  const tickvals = powers.length > 1
    ? powers.filter((_, i) => (powers.length - 1 - i) % every === 0).map((power) => 10 ** power)
    : [...new Set(between)].slice(0, most)
  return { range, tickmode: "array", tickvals, ticktext: tickvals.map((value) => short(value, 1)) }
}

/** Gives a log axis, which has no 0, a marked line at its foot where numbers stand that are exactly 0. */
function showZero(layout, foot, dark) {
  const { yaxis } = layout
  const line = { color: dark ? "#8fa0b0" : "#7d8a96", width: 1, dash: "dot" }
  layout.yaxis = {
    ...yaxis,
    range: [foot - FOOT * (yaxis.range[1] - foot), yaxis.range[1]],
    tickvals: [10 ** foot, ...yaxis.tickvals],
    ticktext: ["0", ...yaxis.ticktext],
  }
  layout.shapes = [{ type: "line", xref: "paper", x0: 0, x1: 1, y0: 10 ** foot, y1: 10 ** foot, line }]
}

/**
 * Whether an axis with the ends [low, high] shows what has those ends, and not small.
 * @param {number[]} ends @param {number[]} wanted
 */
function suits([low, high], [least, most]) {
  return low <= least && most <= high && most - least >= FILLED * (high - low)
}

/** The ends of the upright axis: those of the whole timeline, so that nothing jumps while it is revealed, on round numbers. */
function ends(trace, full, log) {
  if (trace.meta.z) return [0.5, full[0].shape[0] + 0.5] // a strip for each node
  const values = full.flatMap((v) => Array.from(v.data)).filter((v) => Number.isFinite(v) && !(log && v <= 0))
  if (!values.length || values.every((value) => value === 0)) return log ? [-1, 0] : [-1, 1]
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
  const [low, high] = log ? [least, most].map(Math.log10) : [least, most]
  const room = Math.max((high - low) * 0.12, log ? 0.15 : 0.02 * Math.max(Math.abs(low), Math.abs(high), 1e-300))
  const step = rounded((high - low + 2 * room) / STEPS)
  return [Math.floor((low - room) / step) * step, Math.ceil((high + room) / step) * step]
}

/** The largest of ..., 0.1, 0.2, 0.5, 1, 2, 5, 10, ... that is not larger. */
function rounded(width) {
  const power = 10 ** Math.floor(Math.log10(width))
  return power * (width >= 5 * power ? 5 : width >= 2 * power ? 2 : 1)
}
