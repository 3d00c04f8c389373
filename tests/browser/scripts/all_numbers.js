/** Every number on the page with its colours, what it says when it is pointed at, and to readers. */
() => {
  const all = [...document.querySelectorAll(".cell, .fields input, .strip, [data-slot], .new-loss")]
  return all.map((one) => {
    const { backgroundColor, color, fill } = getComputedStyle(one.querySelector("rect") ?? one)
    const said = ["data-value", "data-state", "aria-label", "title"].map((name) => one.getAttribute(name))
    return [one.value ?? one.textContent, backgroundColor, color, fill, ...said, one.toDataURL?.() ?? null].join(" | ")
  })
}
