// What a developer's list shows and under which heading. Pure.
import type {ServiceState, SubmissionItem} from '@/api/types'
import {stepOfItem, type NextStep, type Urgency} from './next_step'

export type Group = Exclude<Urgency, 'done'>
export const kGroups: Group[] = ['now', 'today', 'later', 'waiting']

export interface Need {
  item: SubmissionItem
  step: NextStep
}

// An ended submission needs nobody once a newer one of the same mini-program is on its way.
export function needsOf(
  items: readonly SubmissionItem[],
  serviceOf: (app: string) => ServiceState | undefined,
  now: number,
): Need[] {
  const newest = new Map<string, number>()
  for (const item of items) newest.set(item.app, Math.max(newest.get(item.app) ?? 0, item.submission))
  return items
    .filter((item) => item.holder !== 'nobody' || newest.get(item.app) === item.submission)
    .map((item) => ({item, step: stepOfItem(item, serviceOf(item.app), now)}))
    .filter(({step}) => step.urgency !== 'done')
}
