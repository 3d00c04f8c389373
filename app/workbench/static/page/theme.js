/** Light or dark: Streamlit's colours are set on its own elements; the page takes them over. */

const COLOURS = ["background-color", "secondary-background-color", "text-color", "border-color"]
/** Milliseconds until Streamlit has changed its own colours after the system has. */
const CHANGING = 100

export class Theme {
  /**
   * @param {HTMLElement} root of the page, which is given the colours
   * @param {() => void} onChange called when the system has changed between light and dark
   */
  constructor(root, onChange) {
    this.root = root
    this.dark = false
    /** Streamlit's element from which the colours were taken. @type {HTMLElement | null} */
    this.source = null
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(() => {
      this.read(this.source)
      onChange()
    }, CHANGING))
  }

  /** Takes the colours over from another element of Streamlit's; those of the same one stand already. */
  take(element) {
    if (element !== this.source) this.read(element)
  }

  read(element) {
    const style = getComputedStyle(element.querySelector?.("*") ?? element)
    for (const name of COLOURS) this.root.style.setProperty(`--st-${name}`, style.getPropertyValue(`--st-${name}`))
    this.source = element
    this.dark = isDark(style.getPropertyValue("--st-background-color"))
  }
}

function isDark(colour) {
  const hex = /^#([0-9a-f]{6})/i.exec(colour.trim())
  if (!hex) return matchMedia("(prefers-color-scheme: dark)").matches
  const [r, g, b] = [0, 2, 4].map((i) => parseInt(hex[1].slice(i, i + 2), 16))
  return r + g + b < 384
}
