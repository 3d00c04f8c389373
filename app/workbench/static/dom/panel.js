/**
 * The one shape of everything that stands on the page. The workbench keeps them in a list and tells each in turn:
 * `speak` when the language has changed, `take` when there are other numbers, `draw` when the clock has moved.
 */
/** @template {HTMLElement} [E=HTMLElement] */
export class Panel {
  /** @param {E} element what stands on the page */
  constructor(element) {
    this.element = element
  }

  /** @param {import("../types").Words} words the catalogue of the language that is shown from now on */
  speak(words) {}

  /** @param {import("../types").Data} data the newest answer, with its frame */
  take(data) {}

  /** @param {import("../types").Scene} scene the run, and the position from which it is looked at */
  draw(scene) {}
}
