/** Presses keys in one moment: what moves then, as the properties of each animation, and how many ghosts stand. */
(keys) => {
  for (const key of keys) document.dispatchEvent(new KeyboardEvent("keydown", { key }))
  const moving = document.getAnimations().map((animation) => Object.keys(animation.effect.getKeyframes()[0]))
  return [moving, document.querySelectorAll("[data-testid=stage] .ghost").length]
}
