/** What a lesson keeps back until it was answered: the numbers in all arrays, and in every sentence that states them. */

/** A number in a sentence, of which more than two digits are written: `t = 2` says nothing. */
const NUMBER = /[−-]?\d*\.\d+(?:e[−-]?\d+)?|[−-]?\d+e[−-]?\d+/g

/**
 * The data with the places kept back: they are NaN in the arrays, so that whatever is made of them is unknown too.
 * @param {import("../types").Data} data @param {[string, number[]][]} places arrays with flat indices
 * @param {number | null} asked the number that is asked for; where it is none, sentences keep back those of the places
 * @returns {import("../types").Data}
 */
export function veiled(data, places, asked) {
  if (!places.length) return data
  const arrays = { ...data.arrays }
  const numbers = []
  for (const [name, indices] of places) {
    if (!arrays[name]) continue
    const values = arrays[name].data.slice()
    for (const i of indices) {
      if (i < values.length) numbers.push(Math.abs(values[i]))
      values[i] = NaN
    }
    arrays[name] = { ...arrays[name], data: values }
  }
  const { captions, remarks, purpose, lens } = withoutNumbers({ captions: data.captions, remarks: data.remarks, purpose: data.purpose, lens: data.lens }, asked === null ? numbers : [Math.abs(asked)])
  return { ...data, arrays, captions, remarks, purpose, lens, pinned: null }
}

/** The same with a `?` for every number that is one of those, as far as it is written. */
function withoutNumbers(value, numbers) {
  if (typeof value === "string") return value.replace(NUMBER, (text) => (numbers.some((number) => isOf(text, number)) ? "?" : text))
  if (Array.isArray(value)) return value.map((one) => withoutNumbers(one, numbers))
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutNumbers(one, numbers)]))
}

/** Whether a text is a number rounded to the digits that it has. */
function isOf(text, number) {
  const plain = text.replaceAll("−", "-").replace(/^-/, "")
  const [digits, power = "0"] = plain.split("e")
  const unit = 10 ** (Number(power) - (digits.split(".")[1]?.length ?? 0))
  return Math.abs(Number(plain) - number) <= 0.5001 * unit && number !== 0
}
