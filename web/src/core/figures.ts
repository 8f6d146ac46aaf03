// Figures of a stretch of the log: what arrived and what was decided, by day. Pure.
import type {LogEvent} from '@/api/types'

export interface Day {
  at: number // its beginning, in the reader's zone
  counts: Record<string, number>
}

const beginningOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

// The last `days` days up to `now`, each with how often each of `types` happened; also those on which
// nothing did.
export function byDay(events: readonly LogEvent[], types: readonly string[], days: number, now: number): Day[] {
  const rows: Day[] = []
  for (let back = days - 1; back >= 0; --back) {
    const day = new Date(beginningOf(now))
    day.setDate(day.getDate() - back)
    rows.push({at: day.getTime(), counts: Object.fromEntries(types.map((type) => [type, 0]))})
  }
  const rowAt = new Map(rows.map((row) => [row.at, row]))
  for (const event of events) {
    const row = rowAt.get(beginningOf(Date.parse(event.at)))
    if (row !== undefined && types.includes(event.type)) row.counts[event.type] = (row.counts[event.type] ?? 0) + 1
  }
  return rows
}

export interface Share {
  key: string
  count: number
}

export const countsOf = (events: readonly LogEvent[], types: readonly string[]): Share[] =>
  types.map((key) => ({key, count: events.filter((event) => event.type === key).length}))

// How old what still waits is: upper bounds in days, the last without one.
export const kAgesUpTo = [1, 3, 7, 14, 30] as const
const kDay = 86_400_000

export function ages(starts: readonly number[], now: number): number[] {
  const counts = Array.from({length: kAgesUpTo.length + 1}, () => 0)
  for (const start of starts) {
    const days = (now - start) / kDay
    const at = kAgesUpTo.findIndex((bound) => days < bound)
    const row = at === -1 ? kAgesUpTo.length : at
    counts[row] = (counts[row] ?? 0) + 1
  }
  return counts
}

// Of how many days figures are asked for; another number in the address is the middle one.
export const kDaysChoices = [7, 28, 90] as const
export const daysOf = (word: string): number => kDaysChoices.find((one) => String(one) === word) ?? 28

// How many there are: exactly, "fewer than" where a published figure tells no more, or "at least".
export const countOf = (queue: {count: number; exact: boolean; below?: number}): string => {
  if (queue.below !== undefined) return `<${queue.below}`
  return queue.exact ? `${queue.count}` : `${queue.count}+`
}

export interface DeliveryHour {
  hour: string
  delivered: number
  failed: number
}
// The same days as byDay, of what is counted by the hour.
export function deliveriesByDay(hours: readonly DeliveryHour[], days: number, now: number): Day[] {
  const rows = byDay([], ['delivered', 'failed'], days, now)
  const rowAt = new Map(rows.map((row) => [row.at, row]))
  for (const one of hours) {
    const row = rowAt.get(beginningOf(Date.parse(one.hour)))
    if (row === undefined) continue
    row.counts['delivered'] = (row.counts['delivered'] ?? 0) + one.delivered
    row.counts['failed'] = (row.counts['failed'] ?? 0) + one.failed
  }
  return rows
}
