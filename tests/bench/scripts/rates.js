/** Playback at the chosen speed: steps per second on the way forward and back. */
async () => {
  const stage = document.querySelector("[data-testid=stage]")
  const moments = { forward: [], backward: [] }
  const seen = new MutationObserver(() => moments[stage.dataset.phase]?.push(performance.now()))
  seen.observe(stage, { attributeFilter: ["data-step"] })
  press("Home")
  press(" ")
  while (stage.dataset.playing === "true") await painted()
  seen.disconnect()
  return Object.values(moments).map((times) => 1000 * (times.length - 1) / (times.at(-1) - times[0]))
}
