/** Which symbol a label is: under its name stands what it means, `symbol.<name>` in the catalogues. */

/** Labels with `t` for every time step. */
const SYMBOLS = {
  "x_t": "x", "W_x": "W_x", "W_h": "W_h", "W_h^T": "back", "B": "B", "h_t": "h", "a_t": "a", "f′(a_t)": "slope", "f'(a_t)": "slope",
  "L_t": "loss", "∂L/∂h_t": "dh", "∂L_t/∂h_t": "own", "g_t": "own", "∂L/∂a_t": "da", "∂L/∂a_t W_h^T": "next", "∂L/∂x_t": "dx",
  "∂L/∂W_h": "dW", "∂L/∂W_x": "dW", "∂L/∂B": "dW",
}

/** The names of the symbols, in the order of the list. */
export const NAMES = [...new Set([...Object.values(SYMBOLS).slice(0, 1), "h_0", ...Object.values(SYMBOLS).slice(1)])]

/** @param {string} label as it is written: `∂L/∂h_{2}`, `← W_h^{T}` @returns {string | null} null for none that is explained */
export function symbolOf(label) {
  const plain = label.replace(/^[=+←]\s*|\s*→$/g, "").replaceAll("{t}", "t").replace(/\{([^}]*)\}/g, "$1").replace(/_(?:t[+-]1|\d+)/g, (index) => (index === "_0" ? index : "_t"))
  return plain === "h_0" ? "h_0" : SYMBOLS[plain] ?? null
}

/** What is said of a symbol, with the sizes of the case. @param {Record<string, number>} sizes */
export function meaningOf(name, words, sizes) {
  const numbers = { n: sizes.n_nodes, m: sizes.n_features, b: sizes.batch_size }
  return words[`symbol.${name}`].replace(/\{([nmb])\}/g, (_, size) => String(numbers[size]))
}
