/** Every text in view whose contrast with what is painted behind it is too low: [ratio, text, class]. */
(least) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
  canvas.canvas.width = canvas.canvas.height = 1
  const rgba = (css) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = css
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1]
  const luminance = (colour) => {
    const [r, g, b] = colour.map((c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const root = document.querySelector("[data-testid=stage]")
  const paper = rgba(getComputedStyle(root).backgroundColor)
  /** What is painted behind a text: its own cell or pill in a picture, else the backgrounds around it. */
  const behind = (element) => {
    const found = []
    if (element.ownerSVGElement) {
      const rect = element.closest(".cell, .loss")?.querySelector(":scope > rect")
      const fill = rect && getComputedStyle(rect).fill
      if (fill && fill !== "none" && !fill.startsWith("url")) found.push(rgba(fill))
    }
    for (let e = element; e && e !== root; e = e.parentElement) {
      const style = getComputedStyle(e)
      if (!e.ownerSVGElement || e.tagName === "svg") found.push(rgba(style.backgroundColor))
    }
    return found.reverse().reduce((below, colour) => over(colour, below), paper)
  }
  const veil = (element) => {
    let opacity = 1
    for (let e = element; e && e !== root; e = e.parentElement) opacity *= Number(getComputedStyle(e).opacity)
    return opacity
  }
  const faint = []
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (!walker.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue
    if (element.closest("option, style, .idle, dialog, .legend b")) continue // idle buttons and symbols are no text
    const ground = behind(element)
    const style = getComputedStyle(element)
    const ink = rgba(element.ownerSVGElement ? style.fill : style.color)
    ink[3] *= veil(element)
    const [one, other] = [luminance(over(ink, ground)), luminance(ground)].sort((a, b) => a - b)
    const ratio = (other + 0.05) / (one + 0.05)
    const kind = element.closest("[class]").getAttribute("class")
    if (ratio < least) faint.push([Number(ratio.toFixed(2)), walker.currentNode.data, kind])
  }
  for (const input of root.querySelectorAll("input[type=text]")) {
    if (!input.checkVisibility()) continue
    const style = getComputedStyle(input)
    const ground = over(rgba(style.backgroundColor), paper)
    const [one, other] = [luminance(over(rgba(style.color), ground)), luminance(ground)].sort((a, b) => a - b)
    if ((other + 0.05) / (one + 0.05) < least) faint.push([(other + 0.05) / (one + 0.05), input.value, "field"])
  }
  return faint
}
