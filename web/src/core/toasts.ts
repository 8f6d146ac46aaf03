// What just happened, told once at the edge of the page, with a link to it.
import {ref} from 'vue'

export interface Toast {
  id: number
  words: string
  link?: {to: string; words: string}
  undo?: () => void // what lies with the reader alone: drafts, views
}

export const toasts = ref<Toast[]>([])
const kStays = 12_000
let last = 0

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id)
}

export function tell(words: string, link?: Toast['link'], undo?: () => void): void {
  const id = ++last
  toasts.value = [...toasts.value.slice(-2), {id, words, link, undo}]
  setTimeout(() => dismiss(id), kStays)
}
