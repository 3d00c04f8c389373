/** Ctrl+V with a text on the clipboard. */
text => {
  const data = new DataTransfer()
  data.setData("text", text)
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}
