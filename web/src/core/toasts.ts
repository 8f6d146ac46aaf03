// What just happened, told once at the edge of the page, with a link to it.
import {ref} from 'vue'

export interface Toast {
  id: number
  readonly words: string // in the language that is spoken when it is read
  link?: {to: string; readonly words: string}
  undo?: () => void // what lies with the reader alone: drafts, views
}

export const toasts = ref<Toast[]>([])
export const kToastStays = 12_000
let last = 0

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id)
}

// Words are asked for anew when the language changes: they are given as what says them.
type Say = () => string
const saidBy = <Rest extends object>(rest: Rest, say: Say): Rest & {readonly words: string} =>
  Object.defineProperty(rest, 'words', {get: say, enumerable: true, configurable: true}) as Rest & {readonly words: string}

export function tell(words: Say, link?: {to: string; words: Say}, undo?: () => void): void {
  const id = ++last
  const led = link === undefined ? undefined : saidBy({to: link.to}, link.words)
  toasts.value = [...toasts.value.slice(-2), saidBy({id, link: led, undo}, words)]
  setTimeout(() => dismiss(id), kToastStays)
}
