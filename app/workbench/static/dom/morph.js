/**
 * Brings what stands on the page to what it should be by writing only the differences: nothing is laid out or
 * painted for what stays, and an element that has the focus, or is pointed at, keeps it.
 */

/** What elements carry beside their attributes. */
const OWN = ["source", "cellAt", "painted", "called", "letters"]

/** @param host whose children become `fresh`: elements and texts, in this order */
export function morph(host, ...fresh) {
  const wanted = fresh.flat().filter((child) => child !== null && child !== undefined && child !== "")
    .map((child) => (typeof child === "string" ? document.createTextNode(child) : child))
    .flatMap((child) => (child.nodeType === Node.DOCUMENT_FRAGMENT_NODE ? [...child.childNodes] : [child]))
  const standing = [...host.childNodes]
  wanted.forEach((child, i) => (i < standing.length ? become(standing[i], child) : host.append(child)))
  standing.slice(wanted.length).forEach((child) => child.remove())
}

/** Sets a text unless it stands already. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text
}

function become(live, fresh) {
  if (live.nodeName !== fresh.nodeName || live.nodeName === "CANVAS" || listens(live) || listens(fresh)) {
    live.replaceWith(fresh)
  } else if (live.nodeType === Node.TEXT_NODE) {
    if (live.data !== fresh.data) live.data = fresh.data
  } else {
    const names = fresh.getAttributeNames()
    for (const name of names) {
      const value = fresh.getAttribute(name)
      if (live.getAttribute(name) !== value) live.setAttribute(name, value)
    }
    for (const name of live.getAttributeNames()) if (!names.includes(name)) live.removeAttribute(name)
    for (const name of OWN) live[name] = fresh[name]
    morph(live, ...fresh.childNodes)
  }
}

/** Elements with listeners are not made over: what they do belongs to them. */
const listens = (element) => element.nodeName === "BUTTON"
