/** Strips: blocks too large for numbers, a pixel for each entry. The number under the pointer opens all the same. */
import { precise, short } from "./numbers.js"

/** Paints values (rows x columns) onto a canvas of that many pixels. */
export function paintStrip(canvas, values, kind, look) {
  const context = canvas.getContext("2d", { willReadFrequently: true }) // else each is a layer of its own
  const image = context.createImageData(canvas.width, canvas.height)
  const { data } = image
  values.data.forEach((value, i) => {
    const [red, green, blue] = look.scale.mixed(kind, value, look.dark)
    data[4 * i] = red
    data[4 * i + 1] = green
    data[4 * i + 2] = blue
    data[4 * i + 3] = 255
  })
  context.putImageData(image, 0, 0)
}

/** What `Pointer` asks a strip: the entry under the pointer, in the form of a cell. */
export function cellUnder(element, values, rows, columns, { source = null, name = "" } = {}) {
  return ({ clientX, clientY }) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    const column = within((clientX - left) / width, columns)
    const row = within((clientY - top) / height, rows)
    const index = row * columns + column
    const place = rows > 1 && columns > 1 ? `${row + 1}, ${column + 1}` : index + 1
    const value = values.data[index]
    return {
      dataset: { value: `${name}[${place}] = ${precise(value)}`, short: short(value, 4) },
      source: source && { ...source, index },
    }
  }
}

const within = (share, count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)))
