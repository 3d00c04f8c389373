/** Steps the number in focus up; what its field shows at once. */
() => {
  const field = document.activeElement
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", altKey: true, bubbles: true }))
  return field.value
}
