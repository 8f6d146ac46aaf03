// Which clocks a case shows: that of the filing, or of whoever holds it, and beneath it the grace
// time of a take-down. Pure.
import type {Case, Submission} from '@/api/types'
import {clockOfEntry, type ClockModel} from './clock'
import {instant} from './time'

export interface CaseClockRow {
  model: ClockModel
  startedBy: 'filing' | 'review' | 'question' | 'order'
  region?: string // whose office holds it
  entry?: number // of which filing it is
}

function ofHolder(submission: Submission): CaseClockRow | undefined {
  const start = instant(submission.held_since)
  if (start === undefined) return undefined
  const submitted = instant(submission.submitted_at) ?? start
  switch (submission.state) {
    case 'checking':
    case 'reviewing':
      return {
        model: {form: 'running', holder: 'platform', start: submitted, end: instant(submission.review_due)},
        startedBy: 'review',
      }
    case 'waiting_for_developer':
      return {
        model: {form: 'running', holder: 'developer', start, end: instant(submission.answer_by)},
        startedBy: 'question',
      }
    default:
      return undefined
  }
}

export function clocksOf(submission: Submission, file: Case): CaseClockRow[] {
  const rows: CaseClockRow[] = []
  const entry = file.entries.find((one) => one.no === submission.entry)
  const filing = entry === undefined ? undefined : clockOfEntry(entry, file.answers ?? [])
  const holder = ofHolder(submission)
  if (holder !== undefined) rows.push(holder)
  else if (filing !== undefined) rows.push({model: filing, startedBy: 'filing', region: entry?.region, entry: entry?.no})
  for (const order of file.orders ?? []) {
    const start = instant(order.at)
    const end = instant(order.take_down.down_by)
    const counts = order.state === 'standing' && order.proposed !== true && order.carried_out !== true && order.forbids_release !== true
    if (!counts || start === undefined || end === undefined) continue
    rows.push({model: {form: 'grace', holder: 'developer', start, end}, startedBy: 'order'})
  }
  return rows
}
