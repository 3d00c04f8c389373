/** What was given can be taken in several ways: a button for each. What was left out of it is said below. */
import { el } from "../dom/markup.js"
import { morph } from "../dom/morph.js"

export class Offers {
  /** @param {(offer: import("../types").Offer) => void} onTake */
  constructor(onTake) {
    this.onTake = onTake
    this.element = el("div", { class: "offers" })
  }

  /** @param {import("../types").Offer[]} [offers] @param {string[]} [notes] */
  show(offers = [], notes = []) {
    morph(this.element,
      ...offers.map((offer) => el("button", { type: "button", class: "offer", click: () => this.onTake(offer) }, offer.said)),
      ...notes.map((note) => el("p", { class: "hint" }, note)))
  }
}
