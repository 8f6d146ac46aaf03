// Why a case is before a reviewer, from its details, and how soon. Pure.
import type {QueueReason, SubmissionDetail, SubmissionItem} from '@/api/types'
import {openAppeal} from './appeal'

const kDay = 86_400_000

// i18n: review.why.<…>
export function reasonsToSee(detail: SubmissionDetail | undefined): string[] {
  if (detail === undefined) return []
  if (detail.why !== undefined && detail.why.length > 0) return shownOf(detail.why)
  const found: string[] = []
  if (detail.pass_proposed_by) found.push('second')
  if (detail.check === 'could_not_check') found.push('could_not_check')
  if (openAppeal(detail) !== undefined) found.push('appeal')
  const others = detail.blockers.filter((one) => one !== 'policy')
  found.push(...others)
  return found.length === 0 ? ['policy'] : found
}

// The same of a row of the queue, as the list says it.
export const reasonsOfItem = (item: SubmissionItem): string[] => shownOf(item.why ?? [])

// That policy asks for a person is said where nothing else is.
function shownOf(why: readonly QueueReason[]): string[] {
  const found = why.map((one) => (one === 'second_approval' ? 'second' : one))
  const others = found.filter((one) => one !== 'policy')
  return others.length === 0 ? found : others
}

export function countReasons(all: readonly (readonly string[])[]): {reason: string; count: number}[] {
  const counts = new Map<string, number>()
  for (const reasons of all) for (const one of reasons) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({reason, count})).sort((a, b) => b.count - a.count)
}

export function urgencyOf(due: string | undefined, now: number): 'now' | 'today' | 'later' {
  if (due === undefined) return 'later'
  const left = Date.parse(due) - now
  if (left <= kDay / 6) return 'now'
  return left <= kDay ? 'today' : 'later'
}
