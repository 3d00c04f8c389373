/** Fields whose number does not fit. */
() => [...document.querySelectorAll(".editors .fields input")].filter(
  (field) => field.scrollWidth > field.clientWidth + 1).map((field) => `${field.ariaLabel}: ${field.value}`)
