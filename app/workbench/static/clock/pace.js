/** How long a stop of the clock stays: as long as it takes to read what it says and to look at what is new. */

/** Milliseconds to look up, for a word, for a character of a script without blanks, and for a number that is new. */
const LOOK = 600
const WORD = 230
const CHARACTER = 110
const NUMBER = 70
/** The least, and the numbers that are looked at: of more, nobody reads each. */
const SHORTEST = 1100
const NUMBERS = 40

/** Characters of scripts that are written without blanks. */
const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff]/g

/** @param {string} text @param {number} numbers that are new */
export function readingTime(text, numbers) {
  const unspaced = text.match(UNSPACED)?.length ?? 0
  const words = text.replace(UNSPACED, " ").split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
  return Math.max(SHORTEST, LOOK + WORD * words + CHARACTER * unspaced + NUMBER * Math.min(NUMBERS, numbers))
}

/**
 * How long each position stays at speed 1, in milliseconds.
 * @param {import("./player.js").Player} player
 * @param {string[]} captions of the steps
 * @returns {(at: import("../types").At) => number}
 */
export function paceOf(player, captions) {
  const times = new Map()
  return (at) => {
    const key = `${at.step} ${at.operation}`
    if (!times.has(key)) times.set(key, readingTime(player.caption(at) ?? captions[at.step], player.newNumbers(at)))
    return times.get(key)
  }
}
