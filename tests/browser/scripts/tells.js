/** Whatever on the page says a number to three digits or more: in its text, and in what readers are told. */
(value) => {
  const TOLD = ["aria-label", "title", "data-value", "aria-valuetext", "alt", "placeholder"]
  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!["SCRIPT", "STYLE"].includes(node.parentElement.tagName)) texts.push(node.textContent)
    } else {
      texts.push(...TOLD.map((name) => node.getAttribute(name) ?? ""))
      if (node.value !== undefined) texts.push(String(node.value))
    }
  }
  const says = (text) => {
    const plain = text.replaceAll("−", "-").replace(/^-/, "")
    const [digits, power = "0"] = plain.split("e")
    if (digits.replace(".", "").replace(/^0+/, "").length < 3) return false
    const unit = 10 ** (Number(power) - (digits.split(".")[1]?.length ?? 0))
    return Math.abs(Number(plain) - Math.abs(value)) <= 0.5001 * unit
  }
  return texts.filter((text) => (text.match(/[−-]?\d*\.?\d+(?:e[−-]?\d+)?/g) ?? []).some(says))
}
