/** The lens "where from": the part of every loss in every step's gradient, one loss followed back, and the way back cut. */
import { block } from "../dom/blocks.js"
import { el, fill, math } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"
import { Bands } from "./bands.js"
import { comeBack, pinnedFor, shownFor } from "./shown.js"
import { Triangle } from "./triangle.js"

/** The weights whose gradient is shown by loss, and the ways to cut. */
const WEIGHTS = ["W_h", "W_x", "B"]
const WAYS = ["chunks", "horizon"]
/** What the names of a followed loss's arrays begin with. */
const ONLY = "where.only."

export class Where extends Panel {
  /**
   * @param {object} options
   * @param {(settings: Record<string, string | null>) => void} options.onSet called with settings of the lens
   * @param {(t: number) => void} options.onTime called with a time step that was pointed at
   * @param {() => void} options.onBack called when the way back is to be shown
   */
  constructor({ onSet, onTime, onBack }) {
    super(el("div", { class: "where" }))
    this.triangle = new Triangle((s, t) => onSet({ loss: s && String(s), step: t && String(t) }))
    this.bands = new Bands(onTime)
    this.title = el("h3")
    this.bandsTitle = el("h3")
    this.key = el("p", { class: "legend" })
    this.share = el("select", { change: () => onSet({ share: this.share.value || null }) })
    this.shares = el("div", { class: "shares" })
    this.cut = el("select", { change: () => onSet({ cut: this.cut.value || null }) })
    this.cutName = el("span")
    this.way = el("select", { change: () => onSet({ way: this.way.value === WAYS[0] ? null : this.way.value }) })
    this.said = el("b", { class: "verdict", role: "status" })
    this.back = el("button", { type: "button", click: onBack })
    this.again = el("button", { type: "button", click: () => onSet({ loss: null, step: null }) })
    this.badge = el("span", { class: "badge" })
    this.lost = el("p", { class: "lost" })
    this.left = el("div", { class: "lens-main" }, this.title, this.triangle.element)
    this.right = el("div", { class: "lens-more" },this.bandsTitle, this.bands.element, this.key)
    this.tools = [this.share, el("label", { class: "cut-after" }, this.cutName, this.cut), this.way]
    this.element.append(this.left, this.right, this.shares, el("div", { class: "lens-said" }, this.said, " ", this.back, this.again, " ", this.badge, this.lost))
    this.sizes = ""
  }

  speak(words) {
    this.words = words
    say(this.title, words["lens.where.triangle"])
    say(this.bandsTitle, words["lens.where.bands"])
    this.bandsTitle.replaceChildren(math(words["lens.where.bands"]))
    this.title.replaceChildren(math(words["lens.where.triangle"]))
    say(this.back, words["lens.back"])
    say(this.again, words["lens.where.all"])
    say(this.cutName, words["lens.where.cut"])
    this.way.setAttribute("aria-label", words["lens.where.way"])
    this.share.setAttribute("aria-label", words["lens.where.share"])
    this.way.replaceChildren(...WAYS.map((way) => el("option", { value: way }, words[`lens.where.way.${way}`])))
    this.share.replaceChildren(el("option", { value: "" }, words["lens.where.share.none"]),
      ...WEIGHTS.map((name) => el("option", { value: name }, fill(words["lens.where.share.of"], { name }))))
    this.sizes = ""
  }

  take(data) {
    const shows = shownFor(data, "where")
    this.element.classList.toggle("waits", !shows)
    if (!shows) return
    const { words } = this
    const { n_sequences } = data.sizes
    if (this.sizes !== `${n_sequences}`) {
      this.sizes = `${n_sequences}`
      morph(this.cut, el("option", { value: "" }, words["lens.where.cut.never"]),
        ...Array.from({ length: n_sequences }, (_, i) => el("option", { value: i + 1 }, fill(words["lens.where.cut.k"], { k: i + 1 }))))
      const bands = Math.min(5, n_sequences)
      morph(this.key, ...Array.from({ length: bands }, (_, band) => el("span", {}, el("i", { class: `sample band-${band}` }), words[`lens.where.band.${band}`])))
    }
    morph(this.lost, ...(shows.cut ? [math(`${shows.cut.said} ${shows.cut.lost}.`)] : []))
    say(this.badge, shows.badge ? `✓ ${shows.badge}` : "")
  }

  draw(scene) {
    const { data, position, look, step } = scene
    const shows = shownFor(data, "where")
    if (!shows) return
    const { arrays } = data
    const come = comeBack(scene)
    this.cut.value = position.setting("cut") ?? ""
    this.way.value = position.setting("way") ?? WAYS[0]
    this.way.hidden = !shows.cut
    this.share.value = position.setting("share") ?? ""
    for (const part of [this.left, this.right]) part.hidden = Boolean(shows.overflow || shows.shares)
    if (shows.overflow) return void say(this.said, shows.overflow)
    this.triangle.draw({
      lengths: arrays["where.lengths"], whole: arrays["where.whole"], chosen: shows, come, cutOff: cutOff(shows.cut), look, words: this.words,
      named: (t) => called(data.timeline, t),
    })
    this.drawShares(shows, arrays, look)
    this.bands.draw({ parts: arrays["where.projections"], whole: arrays["where.whole"], pinned: pinnedFor(data, "where")?.arrays ?? null, come, now: step.t, words: this.words })
    const t = step.t && come.has(step.t) ? step.t : come.has(1) ? 1 : null
    const told = shows.followed && (!shows.step || come.has(shows.step)) ? shows.followed : t ? shows.sums[t - 1] : null
    morph(this.said, math(told ?? this.words["lens.where.not_come"]))
    this.back.hidden = come.has(1)
    this.again.hidden = !shows.loss
    this.badge.hidden = !come.has(1) || Boolean(shows.loss)
  }

  /** A weight's gradient as the sum of what each loss gave, in place of the bands. */
  drawShares({ shares }, arrays, look) {
    this.shares.hidden = !shares
    if (!shares) return
    const { shape: [, rows, columns], data } = arrays["where.shares"]
    const size = rows * columns
    const part = (i, name) => el("div", { class: "term" },
      block({ shape: [rows, columns], data: data.subarray(i * size, (i + 1) * size) }, "gradient", look, { name, widest: 4 }), el("span", { class: "term-label" }, math(name)))
    const names = [...shares.names, `∂L/∂${shares.weight}`]
    morph(this.shares, ...names.flatMap((name, i) => [i === 0 ? "" : el("span", { class: "sign" }, i === names.length - 1 ? "=" : "+"), part(i, name)]))
  }
}

/** What a step's loss is called; where the gradient is given, what was given. */
function called({ names }, t) {
  return (names["L_{t}"] === "L_{t}" ? names["L_{t}"] : names["∂L_{t}/∂h_{t}"]).replaceAll("{t}", `{${t}}`)
}

/** The arrays of the way back of one loss alone, by the names that they have in views; null where none is followed. */
export function followed(data) {
  const shows = shownFor(data, "where")
  if (!shows?.loss) return null
  const arrays = Object.entries(data.arrays).filter(([name]) => name.startsWith(ONLY))
  return { t: shows.loss, name: called(data.timeline, shows.loss), arrays: Object.fromEntries(arrays.map(([name, values]) => [name.slice(ONLY.length), values])) }
}

/** Whether a cut leaves out the part that the loss at s sends to t. */
function cutOff(cut) {
  if (!cut) return () => false
  if (cut.way === "horizon") return (s, t) => s - t >= cut.k
  return (s, t) => Math.floor((s - 1) / cut.k) !== Math.floor((t - 1) / cut.k)
}
