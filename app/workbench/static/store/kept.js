/**
 * What this tab keeps over a reload. A browser that denies storage, as many do to a page framed by another
 * site, keeps it until then.
 */
const here = new Map()

function storage() {
  try {
    return window.sessionStorage
  } catch {
    return null
  }
}

/** Whether this browser has been told so before, in whichever tab; one that denies storage is told each time. */
export function toldBefore(name) {
  try {
    return localStorage.getItem(name) !== null
  } catch {
    return false
  }
}

/** Remembers that this browser has been told. */
export function told(name) {
  try {
    localStorage.setItem(name, "yes")
  } catch {
    // then it is told again
  }
}

export function kept(name) {
  return storage()?.getItem(name) ?? here.get(name) ?? null
}

/** Keeps a text under a name, or forgets it where the text is null. */
export function keep(name, text) {
  if (text !== null && here.get(name) === text) return
  if (text === null) here.delete(name)
  else here.set(name, text)
  try {
    if (text === null) storage()?.removeItem(name)
    else storage()?.setItem(name, text)
  } catch {
    // full: the text stays in this page
  }
}
