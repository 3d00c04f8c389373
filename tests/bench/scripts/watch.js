/** What the benchmarks call in a page. A moment is painted when the frame that shows it has been made. */
window.painted = () => new Promise((resolve) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => resolve(performance.now())
  port2.postMessage(0)
}))
window.changed = (element, options) => new Promise((resolve) => {
  const observer = new MutationObserver(() => { observer.disconnect(); resolve() })
  observer.observe(element, options)
})
window.press = (key, more = {}) =>
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }))
new MutationObserver((_, observer) => {
  if (!document.querySelector("[data-testid=stage][data-revision]")) return
  observer.disconnect()
  window.stageStood = performance.now()
}).observe(document, { subtree: true, childList: true, attributes: true })
