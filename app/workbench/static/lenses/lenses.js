/** The row of tabs between diagram and lens, and the lens that is open: one at a time, on the same clock. */
import { el } from "../dom/markup.js"
import { Panel } from "../dom/panel.js"

/** @typedef {Panel & {tools?: HTMLElement[], wide?: boolean}} Lens its `tools` stand beside the tabs; a `wide` one stays below the diagram */

export class Lenses extends Panel {
  /**
   * @param {Record<string, Lens>} lenses by name, in the order of the tabs
   * @param {(name: string) => void} onOpen called with a lens that is to be opened
   */
  constructor(lenses, onOpen) {
    super(el("section", { class: "lenses" }))
    this.lenses = lenses
    this.onOpen = onOpen
    this.names = Object.keys(lenses)
    /** The lens that is open. */
    this.name = this.names[0]
    /** @type {import("../types").Data | null} */
    this.data = null
    /** The first lens, while it stands beside another. @type {Panel | null} */
    this.first = null
    this.tabs = new Map(this.names.map((name) => [name, el("button", {
      type: "button", role: "tab", id: `lens-${name}`, "aria-controls": "lens", click: () => onOpen(name),
    })]))
    this.list = el("div", { class: "lens-tabs", role: "tablist", keydown: (event) => this.onKey(event) }, ...this.tabs.values())
    this.panel = el("div", { class: "lens", role: "tabpanel", id: "lens", "data-testid": "lens" })
    this.tools = el("div", { class: "lens-tools" })
    this.element.append(el("div", { class: "lens-bar" }, this.list, this.tools), this.panel)
    this.open(this.name)
  }

  /** The lens that is open. @returns {Lens} */
  get lens() {
    return this.lenses[this.name]
  }

  /** Opens a lens; the first where there is none of that name. */
  open(name) {
    this.name = name in this.lenses ? name : this.names[0]
    for (const [other, tab] of this.tabs) {
      tab.setAttribute("aria-selected", String(other === this.name))
      tab.tabIndex = other === this.name ? 0 : -1
    }
    this.panel.dataset.lens = this.name
    this.panel.setAttribute("aria-labelledby", `lens-${this.name}`)
    this.panel.replaceChildren(this.lens.element)
    this.tools.replaceChildren(...(this.lens.tools ?? []))
    if (this.data) this.lens.take(this.data)
  }

  /** Puts the open lens after an element, where there is one: what the first lens shows stands below the tabs then. */
  place(after) {
    if (this.lens.wide) after = null
    if (Boolean(after) === (this.first !== null)) return
    this.first = after ? this.lenses[this.names[0]] : null
    if (after) {
      after.after(this.panel)
      this.element.append(this.first.element)
      if (this.data) this.first.take(this.data)
    } else {
      this.element.append(this.panel)
      this.open(this.name)
    }
  }

  speak(words) {
    this.list.setAttribute("aria-label", words["lens.tabs"])
    for (const [i, [name, tab]] of [...this.tabs].entries()) {
      const asks = words[`lens.${name}.asks`]
      tab.textContent = words[`lens.${name}`]
      tab.title = `${asks} (${i + 1})`
    }
    for (const lens of Object.values(this.lenses)) lens.speak(words)
  }

  take(data) {
    this.data = data
    this.lens.take(data)
    this.first?.take(data)
  }

  draw(scene) {
    this.lens.draw(scene)
    this.first?.draw(scene)
  }

  /** Arrows, Home and End choose a tab while one has the focus. */
  onKey(event) {
    const at = this.names.indexOf(this.name)
    const wanted = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: this.names.length - 1 }[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    const name = this.names[(wanted + this.names.length) % this.names.length]
    this.onOpen(name)
    this.tabs.get(name).focus()
  }
}
