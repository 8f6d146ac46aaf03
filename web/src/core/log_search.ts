// What of the log is wanted, and whether an event is that. Mini-program and kind are the server's to
// look for; the rest is searched in what was read.
import type {LogEvent} from '@/api/types'
import {matches} from './row_keys'

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

// A word that is an app id and nothing else is looked for by the server, through the whole log.
export const appAmong = (words: string): string | undefined => words.split(/\s+/).find((one) => /^wx[0-9a-z]{6,62}$/.test(one))
