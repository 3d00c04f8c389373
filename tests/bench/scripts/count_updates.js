/** Counts in `window.updates` how often the stage shows another revision. */
() => {
  const stage = document.querySelector("[data-testid=stage]")
  window.updates = 0
  new MutationObserver(() => (window.updates += 1)).observe(stage, { attributeFilter: ["data-revision"] })
}
