/** A file that is given by a button, or dropped: it is sent as it is, and read by Python. */
import { el } from "../dom/markup.js"

export class Files {
  /**
   * @param {HTMLElement} over where a file may be dropped
   * @param {object} options
   * @param {() => number} options.most bytes that are sent
   * @param {(file: {name: string, data: string}) => void} options.onFile its content in base64
   * @param {(name: string) => void} options.onLarge
   */
  constructor(over, { most, onFile, onLarge }) {
    this.most = most
    this.onFile = onFile
    this.onLarge = onLarge
    this.input = /** @type {HTMLInputElement} */ (el("input", { type: "file", hidden: true, change: () => this.take(this.input.files[0]) }))
    this.button = el("button", { type: "button", click: () => this.input.click() })
    over.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return
      event.preventDefault()
      over.classList.add("dropping")
    })
    for (const end of ["dragleave", "drop"]) over.addEventListener(end, () => over.classList.remove("dropping"))
    over.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return
      event.preventDefault()
      this.take(event.dataTransfer.files[0])
    })
  }

  /** @param {File} [file] */
  async take(file) {
    if (!file) return
    this.input.value = "" // the same file may be given again
    if (file.size > this.most()) return this.onLarge(file.name)
    const bytes = new Uint8Array(await file.arrayBuffer())
    let binary = ""
    for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192))
    this.onFile({ name: file.name, data: btoa(binary) })
  }
}
