/** Plotly charts on the clock: values, reveal and cursor. They, and plotly.js itself, come after the diagram. */
import { afterPaint, el } from "./markup.js"
import { morph } from "./morph.js"

/** Plotly's symbols as characters, for the legend. */
const SYMBOLS = {
  circle: "●", "circle-open": "○", square: "■", diamond: "◆", "triangle-up": "▲", cross: "✚", x: "✖", star: "★", hexagon: "⬢",
  "triangle-down": "▼", "triangle-left": "◀",
}
/** For one moment of drawing, this many in which other work comes first. */
const RESTS = 3
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

export class Charts {
  /** @param hosts one element for each figure, its legend after it; @param onTime called with a time step that was clicked */
  constructor(hosts, onTime) {
    this.hosts = hosts
    this.onTime = onTime
    this.wanted = null
    this.drawing = false
  }

  /** Draws the newest that is wanted, once the rest of the page stands; what it overtook is never drawn. */
  async draw(figures, player, at, look, address) {
    this.wanted = [figures, player, { ...at }, look]
    if (this.drawing) return
    this.drawing = true
    try {
      await afterPaint()
      const Plotly = await load(address)
      while (this.wanted) await this.drawOnce(Plotly)
    } finally {
      this.drawing = false
    }
  }

  /** All figures, each in a moment of rest, and then a rest that leaves most of the time to the page. */
  async drawOnce(Plotly) {
    const [figures, ...rest] = this.wanted
    this.wanted = null
    let busy = 0
    for (const [i, figure] of figures.entries()) {
      await afterPaint()
      const start = performance.now()
      this.figure(Plotly, this.hosts[i], figure, ...rest)
      busy += performance.now() - start
    }
    await new Promise((resolve) => setTimeout(resolve, RESTS * busy))
  }

  figure(Plotly, host, figure, player, at, look) {
    morph(host.nextElementSibling, ...legend(figure.data)) // before the chart takes the height that is left
    const full = figure.data.map((trace) => player.evaluate(trace.meta.y ?? trace.meta.z))
    const revealed = figure.data[0].x.map((t) => figure.data.map((trace) => {
      const entry = player.entry(trace.meta.slot.replace("{t}", t), at)
      return entry !== undefined && entry.view[0] !== "none"
    }))
    const log = figure.layout.yaxis.type === "log"
    const data = figure.data.map((trace, i) => {
      const visible = (t, value) => (revealed[t][i] && Number.isFinite(value) && !(log && value === 0) ? value : null)
      if (trace.meta.y) return { ...trace, y: Array.from(full[i].data, (value, t) => visible(t, value)) }
      const [n_nodes, n_sequences] = full[i].shape
      const z = Array.from({ length: n_nodes }, (_, n) =>
        Array.from({ length: n_sequences }, (_, t) => visible(t, full[i].data[n * n_sequences + t])))
      return { ...trace, z }
    })
    const { t } = player.timeline.steps[at.step]
    const ink = look.dark ? "#e8edf2" : "#1c2733"
    const grid = look.dark ? "#2e3944" : "#e6eaee"
    const layout = {
      ...figure.layout,
      font: { ...figure.layout.font, size: look.chartText, color: ink },
      margin: { ...figure.layout.margin, t: 2.2 * look.chartText, b: 2 * look.chartText, l: 4 * look.chartText },
      height: host.clientHeight || figure.layout.height,
      title: { ...figure.layout.title, font: { size: look.chartText + 1, color: ink }, x: 0, xanchor: "left", y: 0.98, yanchor: "top" },
      xaxis: { ...figure.layout.xaxis, linecolor: grid, showline: true },
      yaxis: { ...figure.layout.yaxis, ...(look.chartText > 12 && { nticks: 2 }), gridcolor: grid, range: range(full, log) },
      shapes: t === null ? [] : [
        { type: "line", x0: t, x1: t, y0: 0, y1: 1, yref: "paper", line: { color: ink, width: 1, dash: "dot" } },
      ],
    }
    Plotly.react(host, data, layout, { displayModeBar: false, responsive: true })
    if (!host.dataset.wired) {
      host.dataset.wired = "yes"
      host.on("plotly_click", (event) => this.onTime(event.points[0].x))
    }
  }

  resize() {
    this.hosts.forEach((host) => host.dataset.wired && host.clientWidth && window.Plotly.Plots.resize(host))
  }
}

function legend(traces) {
  return traces.filter((trace) => trace.meta.key).map((trace) =>
    el("span", {}, el("b", { style: `color:${trace.line?.color ?? trace.marker.color}` }, SYMBOLS[trace.marker.symbol]),
      " ", trace.meta.key))
}

/** The range of the whole timeline, so that nothing jumps while it is revealed. */
function range(full, log) {
  const values = full.flatMap((v) => Array.from(v.data)).filter((v) => Number.isFinite(v) && !(log && v <= 0))
  if (!values.length || values.every((value) => value === 0)) return [-1, 1]
  const ends = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
  const [low, high] = log ? ends.map(Math.log10) : ends
  const room = Math.max((high - low) * 0.12, log ? 0.15 : 0.02 * Math.max(Math.abs(low), Math.abs(high), 1e-300))
  return [low - room, high + room]
}
