// The appeal of a submission that nobody has decided yet, from its thread. Pure.
import type {SubmissionDetail} from '@/api/types'

export function openAppeal(detail: SubmissionDetail | undefined): {at: number; text: string} | undefined {
  if (detail === undefined || detail.state !== 'refused') return undefined
  const last = [...detail.thread].reverse().find((one) => one.type === 'appealed' || one.type === 'appeal_decided')
  if (last?.type !== 'appealed') return undefined
  const text = (last.data as {text?: unknown}).text
  return {at: Date.parse(last.at), text: typeof text === 'string' ? text : ''}
}
