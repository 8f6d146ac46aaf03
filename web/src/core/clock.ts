// The clock of a filing, or of whatever else waits: what it shows, computed apart from how it is
// drawn, so that a row and a case page can never disagree.
//
// Invariants: x runs from 0 to 1 over the whole line; the end of a period stands at kEndAt always,
// so ends align down a list and late answers have room beyond it.
import type {Answer, Entry, EntryItem, Holder, SubmissionItem, TimeByHolder} from '@/api/types'
import {instant} from './time'

export type ClockForm = 'running' | 'silent' | 'answered' | 'no_period' | 'grace' | 'stopped'
export type Pressure = 'calm' | 'warn' | 'danger'

export interface ClockModel {
  form: ClockForm
  holder: Holder
  start: number
  end?: number
  at?: number // the instant of the answer or of the stop
  verdict?: 'pass' | 'fail'
  late?: boolean
}

export const kEndAt = 0.84
const kFilingPeriod = 604_800_000 // R11
const kHour = 3_600_000

export interface ClockDrawing {
  past: number // solid from 0 to here, by the holder's stroke
  tick?: number // now
  future?: [number, number] // thin
  dashed?: [number, number] // after a silent end
  end?: number // where the period ends
  sign?: {x: number; what: 'pass' | 'fail' | 'stop'}
}

// Where an instant lies on the line; what is beyond the end is squeezed into the room behind it.
export function place(model: ClockModel, at: number): number {
  if (model.end === undefined) {
    const age = Math.max(at - model.start, 0)
    return Math.min(kEndAt, (age / (age + kFilingPeriod)) * 2 * kEndAt)
  }
  const length = Math.max(model.end - model.start, 1)
  const share = (at - model.start) / length
  if (share <= 1) return Math.max(share, 0) * kEndAt
  return kEndAt + (1 - kEndAt) * 0.9 * (1 - 1 / (1 + (share - 1) * 2))
}

export function drawing(model: ClockModel, now: number): ClockDrawing {
  const here = place(model, Math.min(model.at ?? now, now))
  switch (model.form) {
    case 'running':
    case 'grace':
      return here >= kEndAt
        ? {past: kEndAt, tick: here, end: kEndAt}
        : {past: here, tick: here, future: [here, kEndAt], end: kEndAt}
    case 'silent':
      return {past: kEndAt, dashed: [kEndAt, 0.98], end: kEndAt, tick: Math.max(here, kEndAt)}
    case 'no_period':
      return {past: here, tick: here, future: [here, 0.98]}
    case 'answered': {
      const sign = {x: here, what: model.verdict ?? 'pass'} as const
      if (model.end === undefined) return {past: here, sign}
      if (here > kEndAt) return {past: kEndAt, dashed: [kEndAt, here], end: kEndAt, sign}
      return {past: here, future: [here, kEndAt], end: kEndAt, sign}
    }
    case 'stopped':
      return {past: here, sign: {x: here, what: 'stop'}, end: model.end === undefined ? undefined : kEndAt}
  }
}

// Only who must act is pressed: `mine` says that the reader is on the holder's side.
export function pressure(model: ClockModel, now: number, mine: boolean): Pressure {
  const waits = model.form === 'running' || model.form === 'grace'
  if (!mine || !waits || model.end === undefined) return 'calm'
  const left = model.end - now
  if (left <= 2 * kHour) return 'danger'
  return left <= 24 * kHour ? 'warn' : 'calm'
}

// ---- from what the API shows --------------------------------------------------------------------
export function clockOfEntry(entry: Entry, answers: readonly Answer[]): ClockModel | undefined {
  const start = instant(entry.start)
  if (start === undefined) return undefined
  const end = instant(entry.end)
  const base = {holder: 'authority' as Holder, start, end}
  const ended = instant(entry.ended_at)
  switch (entry.state) {
    case 'running':
      return {...base, form: 'running'}
    case 'without_period':
      return {...base, form: 'no_period'}
    case 'silent':
      return {...base, form: 'silent'}
    case 'passed':
    case 'failed': {
      const answer = answers.find((one) => one.no === entry.answer)
      return {
        ...base,
        form: 'answered',
        verdict: entry.state === 'passed' ? 'pass' : 'fail',
        late: answer?.late ?? false,
        at: ended,
      }
    }
    case 'withdrawn':
    case 'moved':
    case 'stopped':
      return {...base, form: 'stopped', at: ended}
    case 'to_be_handed_over':
      return undefined
  }
}

export function clockOfEntryItem(item: EntryItem): ClockModel | undefined {
  const start = instant(item.start)
  if (start === undefined) return undefined
  const end = instant(item.end)
  const at = instant(item.changed_at)
  const base = {holder: 'authority' as Holder, start, end}
  switch (item.state) {
    case 'running':
      return {...base, form: 'running'}
    case 'without_period':
      return {...base, form: 'no_period'}
    case 'silent':
      return {...base, form: 'silent'}
    case 'passed':
      return {...base, form: 'answered', verdict: 'pass', at}
    case 'failed':
      return {...base, form: 'answered', verdict: 'fail', at}
    default:
      return {...base, form: 'stopped', at}
  }
}

// A row of a queue: from when its holder got it until when they are due.
export function clockOfSubmissionItem(item: SubmissionItem): ClockModel | undefined {
  const since = instant(item.changed_at)
  if (since === undefined || item.holder === 'nobody') return undefined
  const end = instant(item.due)
  if (item.state === 'filing') {
    if (end === undefined) return {form: 'no_period', holder: 'authority', start: since}
    return {form: 'running', holder: 'authority', start: end - kFilingPeriod, end}
  }
  if (item.state === 'pre_launch') {
    return {form: 'silent', holder: 'authority', start: since - kFilingPeriod, end: since}
  }
  if (end === undefined) return {form: 'no_period', holder: item.holder, start: since}
  return {form: 'running', holder: item.holder, start: since, end}
}

// ---- R26 ----------------------------------------------------------------------------------------
export interface HolderShare {
  holder: 'developer' | 'platform' | 'authority'
  milliseconds: number
  share: number // of the whole age, 0 to 1
}

export function sharesOf(held: TimeByHolder): HolderShare[] {
  const rows = [
    {holder: 'developer' as const, milliseconds: held.developer_us / 1000},
    {holder: 'platform' as const, milliseconds: held.platform_us / 1000},
    {holder: 'authority' as const, milliseconds: held.authority_us / 1000},
  ]
  const age = rows.reduce((sum, row) => sum + row.milliseconds, 0)
  return rows.map((row) => ({...row, share: age === 0 ? 0 : row.milliseconds / age}))
}
