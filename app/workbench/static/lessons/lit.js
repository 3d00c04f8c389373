/** What a stop of a lesson frames: `dh.2` a place in the diagram, `W_h` the editor of an array, `ledger` a part of the page. */

/** Parts of the page, by the name that lessons have for them. */
const PARTS = {
  ledger: ".ledger", states: ".chart.states", gradients: ".chart.gradients", lens: "[data-testid=lens]", program: ".listing",
  play: ".control.play", update: ".outcome", purpose: ".diagram",
}

/**
 * Frames what is named, and nothing else.
 * @param {HTMLElement} root @param {string[]} names @param {(name: string) => Element | undefined} place finds a slot by its name
 */
export function lightUp(root, names, place) {
  const wanted = new Set(names.map((name) => place(name) ?? root.querySelector(PARTS[name] ?? `[data-editor="${name}"]`)).filter(Boolean))
  for (const element of root.querySelectorAll(".lit-by-lesson")) if (!wanted.has(element)) element.classList.remove("lit-by-lesson")
  for (const element of wanted) element.classList.add("lit-by-lesson")
}
