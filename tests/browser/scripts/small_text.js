/** What is written with less than 18 pixels: [size, text] of each. */
() => [...document.querySelectorAll('[data-testid=stage] *')].filter(
  (e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) &&
  !e.closest('option, .js-plotly-plot')).map((e) => {
    const scale = e.ownerSVGElement ? e.ownerSVGElement.getScreenCTM().a : 1
    return [parseFloat(getComputedStyle(e).fontSize) * scale, e.textContent]
  }).filter(([size]) => size < 17.9)
