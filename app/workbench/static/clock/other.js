/** The pinned run beside the one that is shown: the same number of each, where both have it. */
import { precise } from "../dom/numerals.js"
import { fill } from "../dom/markup.js"
import { evaluate } from "./view.js"

class Other {
  /** @param {import("../types").Arrays} arrays of the pinned run */
  constructor(arrays) {
    this.arrays = arrays
    const [batch_size, n_sequences] = arrays.x.shape
    this.batch_size = batch_size
    this.n_sequences = n_sequences
    this.sample = 0
  }

  /**
   * Whether a run of these sizes can be compared number by number: it may be longer or shorter.
   * @param {Record<string, number>} sizes
   */
  suits({ n_features, n_nodes }) {
    const { x, W_h } = this.arrays
    return x.shape[2] === n_features && W_h.shape[0] === n_nodes
  }

  /**
   * What a view shows of the pinned run; null where that has no such numbers.
   * @param {import("../types").View} view @param {number} t
   */
  values(view, t = 0) {
    return t > this.n_sequences || this.sample >= this.batch_size ? null : evaluate(view, this.arrays, { t, b: this.sample })
  }

  /** The numbers beside those of a shape that a view shows. @param {number[]} shape */
  beside(view, t, shape) {
    const values = this.values(view, t)
    return values && String(values.shape) === String(shape) ? values.data : null
  }
}

/**
 * The pinned run of an answer, where it can be compared number by number.
 * @param {import("../types").Data} data
 */
export function otherIn({ pinned, sizes }) {
  const other = pinned && new Other(pinned.arrays)
  return other?.suits(sizes) ? other : null
}

/** What is said of a number beside that of the pinned run. */
export function comparison(one, value, words) {
  const difference = precise(value - one)
  return fill(words["pin.tip"], { one: precise(one), difference: value > one ? `+${difference}` : difference })
}
