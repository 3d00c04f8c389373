/** Numbers of the picture that are wider or higher than their cell, in pixels on the screen. */
() => [...document.querySelectorAll(".diagram .cell")].map((cell) => {
  const [rect, text] = [cell.querySelector("rect"), cell.querySelector("text")]
  const scale = rect.getScreenCTM().a
  const room = [rect.width.baseVal.value * scale, rect.height.baseVal.value * scale]
  const size = parseFloat(getComputedStyle(text).fontSize)
  return [text.textContent, text.getComputedTextLength() * scale, size * scale, ...room]
}).filter(([text, wide, high, width, height]) => text && (wide > width + 0.5 || high > height + 0.5))
