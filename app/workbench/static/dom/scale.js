/** One colour scale for each kind of number, the same for every panel and the whole timeline. */

/**
 * Positive and negative ends: after ColorBrewer's RdBu, BrBG and PuOr, all safe for colour-blind readers. Projected,
 * they are lighter on a light page and darker on a dark one, so that every number stands out at 7:1 or more.
 */
const ENDS = {
  state: {
    light: [[33, 102, 172], [178, 24, 43]], dark: [[92, 160, 225], [235, 110, 110]],
    projectedLight: [[125, 178, 232], [240, 140, 130]], projectedDark: [[18, 88, 152], [150, 42, 50]],
  },
  weight: {
    light: [[1, 133, 113], [140, 81, 10]], dark: [[60, 190, 165], [205, 140, 60]],
    projectedLight: [[90, 190, 165], [205, 155, 90]], projectedDark: [[0, 98, 82], [120, 72, 10]],
  },
  gradient: {
    light: [[217, 95, 2], [94, 60, 153]], dark: [[250, 140, 50], [165, 140, 225]],
    projectedLight: [[247, 155, 80], [178, 155, 222]], projectedDark: [[145, 63, 0], [98, 72, 160]],
  },
}
ENDS.input = ENDS.state
/**
 * Shades between the middle of a scale and each of its ends. Neighbours look the same; but a cell that keeps its shade
 * through an edit, as most do, needs not be painted anew.
 */
const SHADES = 32
/** Gradients show this many powers of ten below the largest; what is smaller is still tinted. */
const DECADES = 4

export class Scale {
  /**
   * @param {import("../types").Arrays} arrays the largest size of each kind is one end of its scale
   * @param {Record<string, import("../types").Properties>} properties of the arrays, by name
   * @param {boolean} projected
   */
  constructor(arrays, properties, projected = false) {
    this.projected = projected
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
  }

  /** {background, text} of a cell, as CSS colours. */
  colours(kind, value, dark) {
    if (!ENDS[kind]) return { background: css(middle(dark)), text: dark ? "#e8edf2" : "#1c2733" }
    const mixed = this.mixed(kind, value, dark)
    return { background: css(mixed), text: luminance(mixed) > 0.179 ? "#000000" : "#ffffff" }
  }

  /** The background alone, as [red, green, blue]. */
  mixed(kind, value, dark) {
    if (!ENDS[kind]) return middle(dark)
    const ends = ENDS[kind][this.projected ? (dark ? "projectedDark" : "projectedLight") : dark ? "dark" : "light"]
    const share = Math.round(this.share(kind, value) * SHADES) / SHADES
    const end = ends[value < 0 ? 1 : 0]
    const [red, green, blue] = middle(dark)
    const between = (from, to) => Math.round(from + (to - from) * share)
    return [between(red, end[0]), between(green, end[1]), between(blue, end[2])]
  }

  /** How far a value is from the middle of its scale: 0 for exactly 0, up to 1. */
  share(kind, value) {
    const largest = this.largest[kind]
    if (value === 0 || !largest || Number.isNaN(value)) return 0
    const part = Math.min(1, Math.abs(value) / largest)
    if (kind !== "gradient") return part
    return 0.08 + 0.92 * Math.max(0, 1 + Math.log10(part) / DECADES)
  }
}

const css = (colour) => `rgb(${colour.join(",")})`
const MIDDLE = { light: [240, 243, 246], dark: [38, 47, 57] }
const middle = (dark) => (dark ? MIDDLE.dark : MIDDLE.light)

/** Relative luminance (WCAG 2.2). @param {number[]} colour */
function luminance([red, green, blue]) {
  return 0.2126 * LINEAR[red] + 0.7152 * LINEAR[green] + 0.0722 * LINEAR[blue]
}
const LINEAR = Float64Array.from({ length: 256 }, (_, part) => {
  const c = part / 255
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
})
