// Appeals of a submission, from its thread. Pure.
import type {SubmissionDetail} from '@/api/types'

export interface Appealed {
  at: number
  text: string
}

// The newest one, decided or not.
export function lastAppeal(detail: SubmissionDetail | undefined): Appealed | undefined {
  const last = detail?.thread.findLast((one) => one.type === 'appealed')
  if (last === undefined) return undefined
  const text = (last.data as {text?: unknown}).text
  return {at: Date.parse(last.at), text: typeof text === 'string' ? text : ''}
}

// The one that nobody has decided yet.
export function openAppeal(detail: SubmissionDetail | undefined): Appealed | undefined {
  if (detail === undefined || detail.state !== 'refused') return undefined
  const last = detail.thread.findLast((one) => one.type === 'appealed' || one.type === 'appeal_decided')
  return last?.type === 'appealed' ? lastAppeal(detail) : undefined
}
