/** Arrays as Python packed them, from base64. */
import { unpack } from "../store/packing.js"

export const arraysOf = (text) => unpack(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))).arrays
