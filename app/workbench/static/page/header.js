/** The head of the page: what happens at this position of the clock, and the buttons for the page as a whole. */
import { el, fill, math } from "../dom/markup.js"
import { morph, say } from "../dom/morph.js"
import { Panel } from "../dom/panel.js"

export class Header extends Panel {
  /** @param {Record<"undo" | "redo" | "pin" | "lessons" | "share" | "projector" | "help" | "language", () => void>} actions what each button does */
  constructor(actions) {
    const button = (name, ...content) => el("button", { type: "button", click: actions[name] }, ...content)
    const title = el("strong", { class: "phase" })
    const sample = el("span", { class: "of-sample", hidden: true })
    const said = el("span")
    const buttons = {
      undo: button("undo", "↶"), redo: button("redo", "↷"), lessons: button("lessons"), pin: button("pin", pinIcon()), share: button("share"),
      projector: button("projector"), help: button("help", "?"), language: button("language"),
    }
    for (const opener of [buttons.lessons, buttons.share]) opener.setAttribute("aria-haspopup", "dialog")
    buttons.projector.classList.add("projector")
    buttons.language.classList.add("language")
    super(el("header", { class: "top" },
      el("h1", {}, "Unroll"),
      el("p", { class: "caption", "aria-live": "polite" }, title, " ", sample, " ", said),
      el("div", { class: "tools" }, ...Object.values(buttons))))
    this.actions = actions
    /** The name of the phase, such as "Forward, t = 2". */
    this.title = title
    /** Which sample of a batch stands on the stage. */
    this.sample = sample
    /** The sentence that follows it. */
    this.said = said
    this.buttons = buttons
    document.addEventListener("keydown", (event) => this.onKey(event))
  }

  speak(words) {
    const { undo, redo, lessons, pin, share, projector, help } = this.buttons
    for (const [name, button] of Object.entries({ undo, redo })) {
      const sentence = words[`history.${name}`]
      button.setAttribute("aria-label", sentence)
      button.title = sentence
    }
    lessons.textContent = words["lesson.list"]
    const [name, does] = [words["pin.pin"], words["pin.pinned"]]
    pin.setAttribute("aria-label", name)
    pin.title = `${name}: ${does}`
    share.textContent = words["share.open"]
    projector.textContent = words["page.projector"]
    help.setAttribute("aria-label", words["key.title"])
  }

  /** The button of the language offers the one that follows the present one. */
  take({ languages, language, pinned }) {
    this.buttons.pin.setAttribute("aria-pressed", String(pinned !== null))
    const button = this.buttons.language
    const next = following(languages, language)
    button.textContent = languages[next].name
    button.setAttribute("aria-label", languages[next].offer)
    button.lang = next
  }

  draw({ data, player, at, step, position }) {
    morph(this.title, math(step.title))
    const { batch_size } = data.sizes
    this.sample.hidden = batch_size === 1
    say(this.sample, batch_size === 1 ? "" : fill(data.words["batch.on_stage"], { b: player.sample + 1, count: batch_size }))
    morph(this.said, math(player.caption(at) ?? data.captions[at.step]))
    this.buttons.projector.setAttribute("aria-pressed", String(position.projected))
  }

  /** A button that has nothing to do stays as it is for keyboard and reader: it only does nothing. */
  drawHistory({ past, future }) {
    this.buttons.undo.classList.toggle("idle", past.length === 0)
    this.buttons.redo.classList.toggle("idle", future.length === 0)
  }

  /** Ctrl+Z and Ctrl+Shift+Z, where no text is being written: there they belong to the text. */
  onKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.(".editing, textarea, dialog input")) return
    const key = event.key.toLowerCase()
    if (key !== "z" && key !== "y") return
    event.preventDefault()
    if (key === "y" || event.shiftKey) this.actions.redo()
    else this.actions.undo()
  }
}

/** A drawing pin. */
function pinIcon() {
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" class="icon" aria-hidden="true"><path d="M5 1h6l-1 5 3 3H3l3-3zM8 9v6"/></svg>'
  return document.importNode(new DOMParser().parseFromString(picture, "image/svg+xml").documentElement, true)
}

/** The language after the present one, in the order of the catalogues; after the last comes the first. */
export function following(languages, language) {
  const names = Object.keys(languages)
  return names[(names.indexOf(language) + 1) % names.length]
}
