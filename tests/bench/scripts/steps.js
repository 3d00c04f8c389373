/** Presses keys in turn: the milliseconds until each is painted. */
async (keys) => {
  const found = []
  for (const key of keys) {
    const start = performance.now()
    press(key)
    found.push(await painted() - start)
  }
  return found
}
