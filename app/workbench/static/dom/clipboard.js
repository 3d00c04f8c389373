/** Copies what a text field holds; where the browser does not allow it, selects it and gives false. */
export async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value)
    return true
  } catch {
    field.focus()
    field.select()
    return document.execCommand?.("copy") ?? false // the old way, which a page without https still has
  }
}
