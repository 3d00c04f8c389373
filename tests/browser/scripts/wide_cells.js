/** Numbers at the right that are wider than their cell. */
() => [...document.querySelectorAll('.right .cell')].filter(
  (cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent)
