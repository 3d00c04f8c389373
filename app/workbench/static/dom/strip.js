/** Strips: blocks too large for numbers, a pixel for each entry. The number under the pointer opens all the same. */
import { precise } from "./numerals.js"

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

/** Bytes before the pixels of a bitmap, and of those what all columns have in common. */
const HEAD = 54
const COMMON = { 0: 0x42, 1: 0x4d, 10: HEAD, 14: 40, 18: 1, 26: 1, 28: 24 } // "BM", offset, size of the header, width, planes, bits

/**
 * Values as a column of pixels: the address of an image. A bitmap needs no packing, which takes most of the time that
 * a canvas needs for its own (Windows bitmap, BITMAPINFOHEADER).
 */
export function columnUrl(values, kind, look) {
  const count = values.data.length
  const bytes = new Uint8Array(HEAD + 4 * count)
  for (const [place, byte] of Object.entries(COMMON)) bytes[place] = byte
  const numbers = new DataView(bytes.buffer)
  numbers.setUint32(2, bytes.length, true)
  numbers.setInt32(22, -count, true) // the first row is the highest
  for (let i = 0; i < count; i++) {
    const [red, green, blue] = look.scale.mixed(kind, values.data[i], look.dark)
    const row = HEAD + 4 * i // each takes a multiple of four bytes
    bytes[row] = blue
    bytes[row + 1] = green
    bytes[row + 2] = red
  }
  return `data:image/bmp;base64,${btoa(String.fromCharCode(...bytes))}`
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
      dataset: { value: `${name}[${place}] = ${precise(value)}` },
      painted: { entry: value },
      source: source && { ...source, index },
    }
  }
}

const within = (share, count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)))
