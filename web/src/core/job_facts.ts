// How a job of many commands shows, and where one of its items leads.
import type {Job, JobItem, JobItemState} from '@/api/types'
import type {Sign, Tint} from './states'

const kStates: Record<Job['state'], {sign: Sign; tint: Tint}> = {
  running: {sign: 'here', tint: 'platform'},
  done: {sign: 'done', tint: 'none'},
  cancelled: {sign: 'closed', tint: 'none'},
}
// Ended, and something of it did not come about: not the same as done.
export function jobLook(job: Job): {sign: Sign; tint: Tint; word: string} {
  if (job.state !== 'done' || job.refused + job.failed === 0) return {...kStates[job.state], word: job.state}
  return job.accepted === 0 ? {sign: 'failed', tint: 'danger', word: 'none'} : {sign: 'unsure', tint: 'warn', word: 'mixed'}
}

const kItems: Record<JobItemState, {sign: Sign; tint: Tint}> = {
  waiting: {sign: 'waiting', tint: 'none'},
  accepted: {sign: 'done', tint: 'none'},
  refused: {sign: 'failed', tint: 'danger'},
  failed: {sign: 'failed', tint: 'danger'},
  cancelled: {sign: 'closed', tint: 'none'},
}
export const itemLook = (item: JobItem): {sign: Sign; tint: Tint} => kItems[item.state]
export const kItemStates: JobItemState[] = ['accepted', 'refused', 'failed', 'waiting', 'cancelled']
