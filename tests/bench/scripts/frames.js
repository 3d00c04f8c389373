/** Playback from the first step to the last: the milliseconds of each frame. */
async () => {
  const stage = document.querySelector("[data-testid=stage]")
  const frames = []
  press("Home")
  press(" ")
  let last = await painted()
  while (stage.dataset.playing === "true") {
    const now = await new Promise(requestAnimationFrame)
    frames.push(now - last)
    last = now
  }
  return frames.slice(1)
}
