/** An edit: the milliseconds until what it changes is painted, and until the charts are. */
async (turn) => {
  const stage = document.querySelector("[data-testid=stage]")
  const charts = [...document.querySelectorAll(".chart")].map((chart) => new Promise((resolve) => {
    for (const drawn of ["plotly_afterplot", "plotly_transitioning"]) chart.once(drawn, resolve)
  }))
  const input = document.querySelector("[data-editor=B] input")
  input.focus()
  const start = performance.now()
  const answered = changed(stage, { attributeFilter: ["data-revision"] })
  press(turn % 2 ? "ArrowUp" : "ArrowDown", { altKey: true })
  await answered
  const numbers = await painted() - start
  await Promise.all(charts)
  return { numbers, charts: await painted() - start }
}
