/** What a chart shows: each trace's values, where its points stand and should, and the ends of the upright axis. */
([i]) => {
  const chart = document.querySelectorAll(".chart")[i]
  const { xaxis, yaxis } = chart.layout
  const room = chart.querySelector(".nsewdrag")
  const [width, height] = ["width", "height"].map((name) => Number(room.getAttribute(name)))
  const along = ({ type, range: [from, to] }, value) => ((type === "log" ? Math.log10(value) : value) - from) / (to - from)
  const points = [...chart.querySelectorAll(".scatterlayer .trace")].map((trace) =>
    [...trace.querySelectorAll(".point")].map((point) =>
      point.getAttribute("transform").match(/[-\d.]+/g).map(Number)))
  const wanted = chart.data.map(({ x, y }) => x.map((t, at) => [t, y[at]]).filter(([, value]) => value !== null)
    .map(([t, value]) => [width * along(xaxis, t), height * (1 - along(yaxis, value))]))
  return { values: chart.data.map(({ y }) => y), z: chart.data[0].z, points, wanted, range: yaxis.range }
}
