/** An edit of the bare app: the milliseconds until it is painted. */
async (turn) => {
  const [input, output] = ["input", "output"].map((name) => document.querySelector(name))
  input.value = turn + 1
  const start = performance.now()
  const answered = changed(output, { childList: true, characterData: true })
  input.dispatchEvent(new Event("change"))
  await answered
  return { numbers: await painted() - start }
}
