/** One colour scale for each kind of number, the same for every panel and the whole timeline. */

/**
 * Positive and negative ends, in hues that colour-blind readers tell apart (after ColorBrewer's RdBu, BrBG and PuOr): light
 * on a light page and dark on a dark one, so that every number stands out from its ground at 7:1 or more.
 */
const ENDS = {
  state: { light: [[125, 178, 232], [240, 140, 130]], dark: [[18, 88, 152], [150, 42, 50]] },
  weight: { light: [[90, 190, 165], [205, 155, 90]], dark: [[0, 98, 82], [120, 72, 10]] },
  gradient: { light: [[247, 155, 80], [178, 155, 222]], dark: [[145, 63, 0], [98, 72, 160]] },
  slope: { light: [[190, 205, 105], [190, 205, 105]], dark: [[72, 92, 10], [72, 92, 10]] },
  loss: { light: [[226, 176, 150], [166, 186, 204]], dark: [[112, 74, 52], [62, 82, 100]] },
}
ENDS.input = ENDS.state
/** Kinds whose numbers stand on plain ground; their strips alone have colours. */
const PLAIN = new Set(["loss"])
/** The end of a scale that is the same in every case: no activation is steeper than 1. */
const FIXED = { slope: 1 }
/** Ink on light ground and on dark. */
const INK = { light: "#0b1117", dark: "#ffffff" }
/**
 * Shades between the middle of a scale and each of its ends. Neighbours look the same; but a cell that keeps its shade
 * through an edit, as most do, needs not be painted anew.
 */
const SHADES = 32
/** Gradients show this many powers of ten below the largest; what is smaller is still tinted. */
const DECADES = 4
/** What every gradient but 0 has of the colour; and the bend of the scale, which sets small ones clearly apart. */
const FAINTEST = 0.08
const BEND = 1.6

export class Scale {
  /**
   * @param {import("../types").Arrays} arrays the largest size of each kind is one end of its scale
   * @param {Record<string, import("../types").Properties>} properties of the arrays, by name
   */
  constructor(arrays, properties) {
    /** The largest size of each kind. @type {Record<string, number>} */
    this.largest = {}
    for (const [name, { kind, ends_scale }] of Object.entries(properties)) {
      if (!ENDS[kind] || !ends_scale) continue
      let largest = this.largest[kind] ?? 0
      for (const value of arrays[name].data) {
        const size = Math.abs(value)
        if (Number.isFinite(size) && size > largest) largest = size
      }
      this.largest[kind] = largest
    }
    Object.assign(this.largest, FIXED)
  }

  /** {background, text} of a cell, as CSS colours. */
  colours(kind, value, dark) {
    const plain = !ENDS[kind] || PLAIN.has(kind)
    return { background: css(plain ? middle(dark) : this.mixed(kind, value, dark)), text: dark ? INK.dark : INK.light }
  }

  /** The background alone, as [red, green, blue]. */
  mixed(kind, value, dark) {
    if (!ENDS[kind]) return middle(dark)
    const share = Math.round(this.share(kind, value) * SHADES) / SHADES
    const end = ENDS[kind][dark ? "dark" : "light"][value < 0 ? 1 : 0]
    const [red, green, blue] = middle(dark)
    const between = (from, to) => Math.round(from + (to - from) * share)
    return [between(red, end[0]), between(green, end[1]), between(blue, end[2])]
  }

  /** The value at a part of the way to an end of a scale, from -1 to 1: of gradients, which go by powers of ten, too. */
  at(kind, part) {
    if (kind !== "gradient" || part === 0) return part * this.largest[kind]
    return Math.sign(part) * this.largest[kind] * 10 ** (DECADES * (Math.abs(part) - 1))
  }

  /** The size from which on a scale has shades. */
  faintest(kind) {
    return kind === "gradient" ? this.largest[kind] / 10 ** DECADES : 0
  }

  /** How far a value is from the middle of its scale: 0 for exactly 0, up to 1. */
  share(kind, value) {
    const largest = this.largest[kind]
    if (value === 0 || !largest || Number.isNaN(value)) return 0
    const part = Math.min(1, Math.abs(value) / largest)
    if (kind !== "gradient") return part
    return FAINTEST + (1 - FAINTEST) * Math.max(0, 1 + Math.log10(part) / DECADES) ** BEND
  }
}

const css = (colour) => `rgb(${colour.join(",")})`
const MIDDLE = { light: [240, 243, 246], dark: [38, 47, 57] }
const middle = (dark) => (dark ? MIDDLE.dark : MIDDLE.light)
