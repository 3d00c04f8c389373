/** Numbers in view that touch the edge of their cell, or another number: [what they say, by how many pixels]. */
() => {
  const near = 0.2 // that close is as good as touching
  /** What digits take of the height of a line. */
  const ink = ({ top, height }) => ({ top: top + 0.22 * height, bottom: top + 0.8 * height })
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  const numbers = []
  for (const cell of document.querySelectorAll(".block .cell, svg .cell")) {
    const text = cell.querySelector("text") ?? cell
    if (!text.textContent || !shown(cell)) continue
    const range = document.createRange()
    range.selectNodeContents(text)
    const place = cell.querySelector("rect:not(.bare)") ?? (cell.querySelector("rect") ? null : cell)
    numbers.push({ text: text.textContent, box: range.getBoundingClientRect(), cell: place?.getBoundingClientRect() })
  }
  const canvas = document.createElement("canvas").getContext("2d")
  for (const input of document.querySelectorAll(".fields input")) {
    const [own, all] = [input, input.closest(".fields")].map((element) => element.getBoundingClientRect())
    if (!shown(input) || own.right > all.right + 1) continue // scrolled away
    const style = getComputedStyle(input)
    canvas.font = `${style.fontSize} ${style.fontFamily}`
    const cell = input.getBoundingClientRect()
    const width = canvas.measureText(input.value).width
    const left = cell.left + (cell.width - width) / 2
    numbers.push({ text: input.value, box: { left, right: left + width, width, top: cell.top, height: cell.height }, cell })
  }
  const outside = numbers.filter(({ cell }) => cell?.width).map(({ text, box, cell }) =>
    [text, Math.round(10 * (near - Math.min(box.left - cell.left, cell.right - box.right))) / 10])
  const rows = numbers.filter(({ cell }) => !cell || cell.width).map(({ text, box }) => ({ text, box })).sort((one, other) => one.box.left - other.box.left)
  const touching = rows.flatMap((one, i) => rows.slice(i + 1)
    .filter(({ box }) => box.left < one.box.right + 1 && ink(box).top < ink(one.box).bottom && ink(one.box).top < ink(box).bottom)
    .map((other) => [`${one.text} | ${other.text}`, Math.round(one.box.right + 1 - other.box.left)]))
  return [...outside.filter(([, by]) => by > 0), ...touching]
}
