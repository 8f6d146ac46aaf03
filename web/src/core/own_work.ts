// What one reviewer did in a stretch of the log, and what became of it. Pure.
import type {LogEvent} from '@/api/types'

export const kWork = ['review_passed', 'pass_proposed', 'review_refused', 'question_asked', 'appeal_decided', 'pass_revoked'] as const
export type Work = (typeof kWork)[number]

export interface OwnWork {
  events: LogEvent[] // one's own, newest first
  counts: Record<Work, number>
  appealed: number // of one's own refusals
  overturned: number // of these
  waits: number[] // from submission to one's own decision, milliseconds, shortest first
}

const caseOf = (event: LogEvent): string => `${event.app}/${String((event.data as Record<string, unknown>)['submission'] ?? '')}`

// `events`: newest first, as the log is read.
export function ownWork(events: readonly LogEvent[], person: string): OwnWork {
  const counts: Record<Work, number> = {review_passed: 0, pass_proposed: 0, review_refused: 0, question_asked: 0, appeal_decided: 0, pass_revoked: 0}
  const work: OwnWork = {events: [], counts, appealed: 0, overturned: 0, waits: []}
  const refused = new Set<string>()
  const submitted = new Map<string, number>()
  for (const event of [...events].reverse()) {
    const own = event.actor.by === person && (kWork as readonly string[]).includes(event.type)
    const of = caseOf(event)
    if (event.type === 'submitted') submitted.set(of, Date.parse(event.at))
    if (own) {
      work.events.unshift(event)
      ++counts[event.type as Work]
    }
    if (event.type === 'review_passed' || event.type === 'review_refused') {
      if (event.type === 'review_refused' && own) refused.add(of)
      else refused.delete(of)
      const since = submitted.get(of)
      if (own && since !== undefined) work.waits.push(Date.parse(event.at) - since)
    }
    if (event.type === 'appealed' && refused.has(of)) ++work.appealed
    if (event.type === 'appeal_decided' && refused.has(of) && (event.data as Record<string, unknown>)['effect'] !== 'dismissed') ++work.overturned
  }
  work.waits.sort((a, b) => a - b)
  return work
}

// Nearest rank: one of the values themselves. undefined: there is none.
export function quantile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}
