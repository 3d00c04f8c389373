/** One cell with its loop: the network as it is before it is unrolled. */
export function rolled() {
  const weight = (x, y, of) => `<text x="${x}" y="${y}" class="weight">W<tspan dy="3" font-size="9">${of}</tspan></text>`
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 104" class="rolled" aria-hidden="true">
    <defs><marker id="rolled-arrow" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z"/></marker></defs>
    <rect x="84" y="36" width="52" height="30" rx="6"/><text x="110" y="56">h</text>
    <path d="M110 90V69"/>${weight(126, 84, "x")}<text x="110" y="102">x</text>
    <path d="M136 44C166 38 166 14 110 14C54 14 54 38 81 44"/>${weight(172, 26, "h")}
    <text x="160" y="62" class="weight">+ B</text></svg>`
  const drawn = document.importNode(new DOMParser().parseFromString(picture, "image/svg+xml").documentElement, true)
  return /** @type {SVGElement} */ (/** @type {unknown} */ (drawn))
}
