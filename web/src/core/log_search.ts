// Reading the log from its newest event backwards, page by page: the feed itself only goes forward.
import type {LogEvent} from '@/api/types'
import {matches} from './row_keys'

export interface LogPage {
  items: LogEvent[]
  cursor: string
  more: boolean
}
export type ReadLog = (after: string, limit: number) => Promise<LogPage>

export const kLogPage = 200

// The index of the newest event, where nobody has said it: doubled until nothing lies behind, then
// halved.
export async function headOf(read: ReadLog): Promise<number> {
  const beyond = async (at: number): Promise<boolean> => {
    const page = await read(String(at), 1)
    return page.items.length === 0 && !page.more
  }
  let high = 1024
  while (!(await beyond(high))) high *= 2
  let low = 0
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (await beyond(middle)) high = middle
    else low = middle + 1
  }
  return low
}

export interface Stretch {
  events: LogEvent[] // newest first
  from: number // events up to this index have not been read
}

// The events in (before - page, before], newest first.
export async function stretchBefore(before: number, read: ReadLog, page: number = kLogPage): Promise<Stretch> {
  const from = Math.max(0, before - page)
  const {items} = await read(String(from), page)
  return {events: items.filter((one) => one.log_index <= before).reverse(), from}
}

export interface LogFilter {
  words: string // in app id, kind of event, actor
  type: string
  role: string
  since?: number
  until?: number
}

export function passes(event: LogEvent, filter: LogFilter, wordOf: (type: string) => string): boolean {
  const at = Date.parse(event.at)
  return (
    (filter.type === '' || event.type === filter.type) &&
    (filter.role === '' || event.actor.role === filter.role) &&
    (filter.since === undefined || at >= filter.since) &&
    (filter.until === undefined || at < filter.until) &&
    matches(filter.words, event.app, event.type, wordOf(event.type), event.actor.person, event.actor.by, event.actor.org, String(event.log_index), event.hash)
  )
}
