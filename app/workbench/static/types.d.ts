/** What crosses from Python to the browser, and what the modules hand to each other. */
import type { otherIn } from "./clock/other.js"
import type { Player } from "./clock/player.js"
import type { Position } from "./clock/position.js"
import type { Scale } from "./dom/scale.js"
import type { Tween } from "./stage/tween.js"

// ---- from Python: app/workbench/payload.py, packing.py ----

/** An array: its shape, and its numbers row by row. */
export interface Values {
  shape: number[]
  data: Float64Array
}

/** Arrays by the name they have in views. */
export type Arrays = Record<string, Values>

/** Sentences of one language by key. */
export type Words = Record<string, string>

/** A small expression over arrays: see app/timeline/view.py. */
export type View = string | [string, ...any[]]

/** A block of cells in an equation; `work` is the view that explains an entry. */
export interface Term {
  view: View
  work: View
  kind: string
  label: string
  note: string
}

/** A row of an equation: terms, and the signs between them. */
export type Row = (Term | string)[]

export interface Operation {
  /** What stands in a slot from then on. */
  show: Record<string, View>
  caption: string
  /** Parts that light up, roads along which something moves, and lines of the program. */
  light: string[]
  flow: string[]
  /** Slots, with those whose numbers run together into them. */
  joins: Record<string, string[]>
  code: string[]
  equation: Row[]
  /** The rows that stand for it where a whole step is shown. */
  brief: Row[]
  /** Whether what is remarked at the step is said here. */
  remarked: boolean
}

export interface Step {
  phase: "forward" | "loss" | "backward" | "update"
  /** The time step, from 1 on; null where no single one is meant. */
  t: number | null
  /** Names of operations, each with its time step. */
  operations: [string, number][]
  /** Those whose rows stand under the whole step; all of them unless given. */
  equation?: [string, number][]
  label: string
  /** The same where there is little room. */
  short: string
  title: string
  /** Whether the weights wait for the update. */
  locked: boolean
}

/** A piece of a line of the program: text, or a variable that opens to a view or to what stands in a slot. */
export interface Piece {
  text: string
  view?: View
  slot?: string
}

export interface Line {
  name: string
  pieces: Piece[]
}

export interface Timeline {
  fixed: Record<string, View>
  operations: Record<string, Operation>
  listing: Line[]
  /** Arrays that hold what another one had a step before. */
  delayed: Record<string, { of: string; first: string }>
  n_sequences: number
  /** What the value of the loss is called. */
  loss: string
  /** What has another name in the diagram, with this loss. */
  names: Record<string, string>
  steps: Step[]
}

/** A Plotly figure; each trace says in `meta` which view fills it, and which slot reveals it. */
export interface Figure {
  data: any[]
  layout: any
}

/** What stands in the address: app/workbench/address.py. */
export interface AddressOf {
  names: Record<string, string>
  in_tab: string
}

/** What an array is, whatever its numbers are: see `app/experiment/arrays.py`. */
export interface Properties {
  /** Its name on the page and in the experiment's text. */
  field: string
  /** A letter each: b sample, t time step, f feature, m node at t-1, n node at t. */
  axes: string
  kind: string
  /** The place of its gradient in the ledger, 1 at the top; 0 for what is no weight. */
  weight: number
  /** Whether the scale of its kind reaches to its largest entry. */
  ends_scale: boolean
}

/** What edits of numbers leave as it is. */
export interface Framed {
  assets: Record<string, string>
  address: AddressOf
  languages: Record<string, { name: string; offer: string }>
  words: Words
  /** The presets by the question that they answer. */
  groups: Record<string, string[]>
  /** The lessons that there are. */
  lessons: { name: string, title: string, aim: string }[]
  /** The step at which each preset is opened, by its name. */
  first_steps: Record<string, number>
  /** Of every array by its name. */
  properties: Record<string, Properties>
  largest: Record<string, number>
  fills: Record<string, { amount: number | null; random: boolean }>
  limits: Record<"seed" | "undo" | "link" | "qr" | "text" | "sessions" | "file", number>
  /** The kinds of files that can be taken away, and whether each is a program. */
  exports: Record<string, boolean>
  /** What each framework calls the weights of a layer. */
  frameworks: Record<string, string[]>
  clockwork: Timeline
  diagram: string
  /** By the name that the style knows, from the top. */
  charts: Record<string, Figure>
}

/** One array as text: to be read, or written where it has no source; back comes its text, or what is wrong with it. */
export interface Literal {
  name: string
  source?: string | null
  error?: string
  line?: number
  column?: number
  /** The weight of a framework that is wrong. */
  field?: string
  offers?: Offer[]
  notes?: string[]
  weights?: boolean
  at?: number
  flat?: boolean
  sizes?: number[] | null
  file?: { name: string, data: string }
  framework?: string
  sources?: Record<string, string>
}

/** Who is told what came of a text that was pasted. */
export interface Answers {
  refuse: (sentence: string) => void
  tell: (sentence: string) => void
}

/** One way to take what was given. */
export interface Offer {
  said: string
  source: string
  sizes: number[] | null
}

/** An array that can be edited. */
export interface Editor {
  name: string
  shape: number[]
  fills: string[]
  /** Which cells differ from the preset, as bits; null for none. */
  changed: string | null
}

/** A lens that shows more than the trace has, and what of it is looked at. */
export interface OpenLens {
  name: string
  detail: string
  /** The sample on stage, counted from 0. */
  sample: number
}

/** A lesson in the language of the page, with its numbers: see `app/lessons/`. */
export interface Lesson {
  name: string
  /** Its place among the lessons, from 1 on; null for practice. */
  number: number | null
  title: string
  /** Whether it can be printed. */
  sheet: boolean
  /** What a teacher wants to know; null for practice. */
  teacher: { aim: string, minutes: number, lists: Record<"ask" | "wrong" | "show", string[]> } | null
  stops: Stop[]
}

/** How the page is set at a stop, what is said, and what is asked for. */
export interface Stop {
  /** The experiment. */
  text: string
  step: number
  operation: number | null
  lens: string
  detail: string
  /** What is framed: a slot with its time step, an array's editor, or a part of the page. */
  lit: string[]
  picture: string | null
  say: string
  ask: Ask | null
}

export interface Ask {
  kind: "number" | "choice" | "bar" | "change"
  question: string
  /** What is kept back until there is an answer: arrays with flat indices. */
  hide: [string, number[]][]
  /** What is said to a right answer. */
  right: string
  value?: number
  digits?: number
  /** Answers that tell which slip was made. */
  slips?: { value: number, said: string }[]
  options?: { text: string, right: boolean, said: string }[]
  /** What the whole height of a bar stands for. */
  most?: number
}

/** An answer as it comes. */
export interface Answer {
  /** The key of its frame, and the frame itself where the page has another one. */
  frame: string
  framed?: Framed
  nonce: string
  revision: number
  notice: string | null
  /** The experiment of the address, where it could not be read. */
  unread?: string | null
  /** A file that was asked for: as text, or in base64. */
  export?: { kind: string, name?: string, mime?: string, text?: string, data?: string, error?: string }
  literal?: Literal
  /** Of the open lesson: itself where the page has not got it, and whether the change that is asked for was made. */
  lesson?: { name: string, stop: number, done: boolean, all?: Lesson } | null
  text: string
  preset: string
  language: string
  sizes: Record<string, number>
  editors: Editor[]
  settings: { f: Setting<string>; l: Setting<string>; r: { value: number } }
  arrays: Arrays
  captions: string[]
  /** What the open lens shows; its arrays stand among the others, `why.slope`. */
  lens: (OpenLens & { shows: any }) | null
  /** The experiment that is compared with, what came of the difference, and what the open lens shows of it. */
  pin: { text: string, said: string, shows: any } | null
  /** What the case is about. */
  purpose: string
  /** What the ledger says of the part that a step adds, by the number of the step. */
  remarks: Record<number, string>
  /** What W_h is as a matrix; null where that is not worked out. */
  matrix: Matrix | null
  /** Whether the updated weights are finite. */
  updated: boolean
}

/** What is known of W_h; eigenvalues as [real, imaginary], and as singular values the largest first. */
export interface Matrix {
  eigenvalues: [number, number][]
  spectral_radius: number
  singular_values: number[]
  normal: boolean
}

export interface Setting<T> {
  value: T
  options: T[]
}

/** An answer and its frame as one. */
export type Data = Answer & Framed & {
  timeline: Timeline
  /** What is pinned, with its arrays. */
  pinned: { text: string, said: string, shows: any, arrays: Arrays } | null
  /** Whether it is the newest state; else the visitor has typed on meanwhile. */
  current: boolean
}

/** Streamlit's way to Python. */
export type Send = (name: string, value: unknown) => void

// ---- between the modules ----

/** A place on the timeline; no operation where the whole step is shown. */
export interface At {
  step: number
  operation: number | null
}

/** How numbers are drawn. */
export interface Look {
  scale: Scale
  dark: boolean
  words: Words
  /** Significant digits in a cell, and the characters that it has room for. */
  digits: number
  room: number
  /** All losses of the run, which are written alike. */
  losses: number[]
  /** Height of the charts' text, in pixels. */
  chartText: number
  /** Most columns of numbers that the ledger has room for. */
  widest: number
  /** Whether a lesson keeps numbers back: those are NaN, and asked for. */
  keeps: boolean
  /** The pinned run, where it can be compared number by number. */
  other: ReturnType<typeof otherIn>
}

/** One run, and from where it is looked at: all that a panel needs to draw itself. */
export interface Scene {
  data: Data
  player: Player
  position: Position
  look: Look
  at: At
  step: Step
  /** For what shows one loss alone: which. */
  follow: Follow | null
  /** Time steps whose road back is cut; null where none is. */
  severed: number[] | null
  /** The time step from which on a program with a mistake is wrong, and the slot with which it begins, where there is one. */
  wrong: { t: number, slot: string | null } | null
  /** What moves the change to this position; null where it is shown at once. */
  tween: Tween | null
}

/** One loss that is followed back: the numbers of its own way back. */
export interface Follow {
  /** The time step at which it stands. */
  t: number
  name: string
  player: Player
}

/** Where the entries of a block come from: `index` is the one that is meant. */
export interface Source {
  view: View
  work?: View
  t: number
  entry?: Entry
  index?: number
}

/** What was put into a slot, by which operation of which step. */
export interface Entry {
  step: number
  operation: number
  view: View
  t: number
}

/** All that a cell shows: what the next drawing compares with. */
export interface Painted {
  state: "shown" | "hatched" | "none" | "asked"
  /** The text in it, and what it says when it is pointed at. */
  number: string
  value: string
  /** Whether the pinned run has another number there. */
  differs?: boolean
  /** The number itself, where there is one, and how it is written. */
  entry?: number
  format?: import("./dom/numerals.js").Format
  background?: string
  text?: string
}

/** What is pointed at: a cell, or in its form an entry of a strip. */
export interface Cell {
  dataset: { value?: string }
  source?: Source | null
  painted?: Pick<Painted, "entry" | "format">
}

/** How what is edited reaches the experiment's text. */
export interface Editing {
  /** The experiment's text. */
  text: () => string
  /** The text that a gesture began with; null where it has changed nothing yet. */
  before: (gesture: string | null) => string | null
  /** Takes another text; changes with one gesture are undone as one. */
  onEdit: (text: string, gesture?: string | null) => void
  /** Takes back what a gesture has done. */
  onCancel: (gesture: string) => void
}

declare global {
  interface Window {
    Plotly: any
    scheduler?: { postTask(task: () => void, options: { priority: string }): Promise<void> }
  }
  /** What elements of the page carry beside their attributes. */
  interface Element {
    source?: Source | null
    painted?: Painted
    /** Of a block: what its entries are called. */
    called?: string
    /** Of a strip: the entry under the pointer. */
    cellAt?: ((event: PointerEvent) => Cell) | null
    /** Of a number, how many characters it has; of a block, those of its longest. */
    letters?: number
    /** Of a number field: the array and the place in it, as "name:offset". */
    origin?: string
  }
  interface HTMLInputElement {
    /** Of a number field: its place in the array, and what was written into it. */
    at?: number
    written?: Record<string, any>
  }
}
