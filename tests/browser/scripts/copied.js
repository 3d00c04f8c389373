/** What Ctrl+C puts on the clipboard. */
() => {
  const data = new DataTransfer()
  document.activeElement.dispatchEvent(
    new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }))
  return data.getData("text/plain")
}
