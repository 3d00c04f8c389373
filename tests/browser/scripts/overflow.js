/** How far the parts of a projected page reach beyond their room: [part, down, right]. */
() => ['.middle', '.right', '.equation'].map((name) => {
  const e = document.querySelector(name)
  return [name, e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth]
})
