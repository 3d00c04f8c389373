/** Drags the slider of the spectral radius to and fro; gives how often the page was painted anew. */
async (milliseconds) => {
  const range = document.querySelector("[data-slider=radius]")
  const [least, most] = [Number(range.min), Number(range.max)]
  window.updates = 0
  const end = performance.now() + milliseconds
  for (let turn = 0; performance.now() < end; turn++) {
    range.value = String(least + (most - least) * (0.3 + 0.5 * (turn % 50) / 50))
    range.dispatchEvent(new Event("input", { bubbles: true }))
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
  range.dispatchEvent(new Event("change", { bubbles: true }))
  return window.updates
}
