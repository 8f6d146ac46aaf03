// The events of a mini-program, page after page, up to a limit.
import {listEvents} from './calls'
import type {LogEvent} from './types'

export const kEventsMax = 2000

export async function allEvents(app: string, signal: AbortSignal): Promise<LogEvent[]> {
  const all: LogEvent[] = []
  let after: string | undefined
  do {
    const page = await listEvents(app, {after, limit: 200, signal})
    all.push(...page.items)
    after = page.next
  } while (after !== undefined && all.length < kEventsMax)
  return all
}
