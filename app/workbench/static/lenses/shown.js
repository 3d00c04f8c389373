/** What a lens needs of the newest answer. */

/**
 * What Python says for a lens; null while its answer is still on the way.
 * @param {import("../types").Data} data @param {string} name of the lens
 */
export function shownFor(data, name) {
  return data.lens?.name === name ? data.lens.shows : null
}

/**
 * What a lens shows of the pinned run, with its arrays; null where none is pinned, or its answer is still on the way.
 * @param {import("../types").Data} data @param {string} name
 */
export function pinnedFor({ pinned, lens }, name) {
  return pinned?.shows && lens?.name === name ? pinned : null
}

/** The time steps that the way back has passed at a position: their own gradient stands, and what they sent on. */
export function comeBack({ player, at }) {
  const times = Array.from({ length: player.timeline.n_sequences }, (_, i) => i + 1)
  return new Set(times.filter((t) => player.entry(t === 1 ? "dh.0" : `next.${t - 1}`, at)))
}
