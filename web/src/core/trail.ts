// The list that somebody came from, so that a case knows its place in it: "← 待办 12/48 ‹ ›".
import {computed, ref, type ComputedRef} from 'vue'

export interface Trail {
  back: string // with its filters
  label: string // i18n key
  stops: string[] // addresses, in the order of the rows
}

const current = ref<Trail>()

// The case that was opened last: its row has the focus when the list is there again.
let opened = ''
export const openedCase = (): string => opened
export function noteOpened(address: string): void {
  opened = address
}

export function leaveTrail(trail: Trail): void {
  current.value = trail
}

export interface Place {
  back: string
  label: string
  at: number // from 1; 0: not in the list
  of: number
  before?: string
  after?: string
}

export function placeOn(path: () => string, fallback: Trail): ComputedRef<Place> {
  return computed(() => {
    const trail = current.value ?? fallback
    const at = trail.stops.indexOf(path())
    const {back, label, stops} = at === -1 ? fallback : trail
    if (at === -1) return {back, label, at: 0, of: 0}
    return {back, label, at: at + 1, of: stops.length, before: stops[at - 1], after: stops[at + 1]}
  })
}
