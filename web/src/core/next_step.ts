// What a developer has to know first about a submission: one moment of UI.md §4, what it takes, and
// whether it needs them now.
import type {Case, SubmissionDetail, SubmissionItem, ServiceState} from '@/api/types'
import {openAppeal} from './appeal'
import {instant} from './time'

export type Urgency = 'now' | 'today' | 'later' | 'waiting' | 'done'

export interface NextStep {
  key: string // of i18n: next.<key>
  by?: number
  end?: number
  since?: number
  count?: number
  urgency: Urgency
}

const kDay = 86_400_000

function byWhen(by: number | undefined, now: number): Urgency {
  if (by === undefined) return 'later'
  return by - now <= kDay ? (by - now <= kDay / 6 ? 'now' : 'today') : 'later'
}

// From a row of a list, where the whole case is not at hand.
export function stepOfItem(
  item: SubmissionItem,
  service: ServiceState | undefined,
  now: number,
): NextStep {
  const by = instant(item.due)
  if (item.state === 'released') {
    if (service === 'take_down_ordered') return {key: 'takeDown', by, urgency: 'now'}
    if (service === 'down') return {key: 'down', urgency: 'later'}
    return {key: service === 'suspended' ? 'suspended' : 'live', urgency: 'done'}
  }
  return stepOfState(item.state, by, now)
}

export function stepOfState(
  state: SubmissionItem['state'],
  by: number | undefined,
  now: number,
): NextStep {
  switch (state) {
    case 'checking':
      return {key: 'checking', urgency: 'waiting'}
    case 'reviewing':
      return {key: 'reviewing', by, urgency: 'waiting'}
    case 'waiting_for_developer':
      return {key: 'reply', by, urgency: byWhen(by, now)}
    case 'refused':
      return {key: 'refused', urgency: 'later'}
    case 'to_be_handed_over':
      return {key: 'handOver', urgency: 'waiting'}
    case 'filing':
      return {key: by === undefined ? 'filingNoPeriod' : 'filing', end: by, urgency: 'waiting'}
    case 'pre_launch':
      return {key: 'preLaunch', urgency: 'later'}
    case 'releasable':
      return {key: 'releasable', by, urgency: byWhen(by, now)}
    case 'released':
      return {key: 'live', urgency: 'done'}
    case 'filing_failed':
      return {key: 'filingFailed', urgency: 'later'}
    case 'withdrawn':
    case 'stopped':
    case 'lapsed':
      return {key: state, urgency: 'done'}
  }
}

export function stepOfCase(submission: SubmissionDetail, file: Case, now: number): NextStep {
  const open = (file.items ?? []).filter((item) => !item.closed).length
  const order = (file.orders ?? []).find(
    (one) => one.state === 'standing' && !one.proposed && !one.carried_out && !one.forbids_release,
  )
  if (file.service === 'take_down_ordered' && order !== undefined) {
    return {key: 'takeDown', by: instant(order.take_down.down_by), count: open, urgency: 'now'}
  }
  const appeal = openAppeal(submission)
  if (appeal !== undefined) return {key: 'appealed', since: appeal.at, urgency: 'waiting'}
  if (submission.state === 'released') {
    if (file.service === 'down') return {key: 'down', count: open, urgency: 'later'}
    if (file.service === 'suspended') return {key: 'suspended', urgency: 'done'}
    const current = (file.releases ?? []).find((one) => one.no === file.serving.current)
    if (current?.submission !== submission.no) return {key: 'superseded', urgency: 'done'}
    return {key: file.serving.share < 10_000 ? 'staged' : 'live', urgency: 'done'}
  }
  const entry = file.entries.find((one) => one.no === submission.entry)
  const due: Partial<Record<SubmissionDetail['state'], string | undefined>> = {
    reviewing: submission.review_due,
    waiting_for_developer: submission.answer_by,
    filing: entry?.end,
    releasable: submission.lapse_at,
    refused: submission.appeal_by,
  }
  const step = stepOfState(submission.state, instant(due[submission.state]), now)
  const appealBy = instant(submission.appeal_by)
  if (submission.state === 'refused' && (appealBy === undefined || appealBy <= now)) return {...step, key: 'refusedFinal', count: open}
  return {...step, count: open, since: instant(entry?.start), by: step.by ?? instant(due[submission.state])}
}
