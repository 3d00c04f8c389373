/** What a link hides or locks, so that an exercise shows only what it asks: names in `lock=`, `inputs~ledger`. */

/** What can be. `inputs` can be seen and not be changed; all others are hidden. */
export const LOCKS = ["inputs", "settings", "lenses", "ledger", "charts", "play", "tools"]

/** The names that a text has. @param {string} text */
export function locksIn(text) {
  return LOCKS.filter((name) => text.split("~").includes(name))
}

/** Locks what is to be locked. @param {HTMLElement} root @param {HTMLElement} inputs @param {string} text */
export function lockUp(root, inputs, text) {
  const names = locksIn(text)
  root.dataset.lock = names.join(" ")
  inputs.inert = names.includes("inputs")
}
