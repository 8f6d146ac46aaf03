// The inbox by case: of the notices of one case the newest is shown, which says how the case stands;
// first those that ask the reader for an act, then those with a time limit ahead, then the others. Pure.
import type {Notice} from '@/api/types'
import {factsOfKind} from './notice_kinds'
import {instant} from './time'

export const kNeeds = ['act', 'until', 'told'] as const
export type Need = (typeof kNeeds)[number]

export interface NoticeGroup {
  key: string
  newest: Notice
  others: Notice[] // newest first
  by?: number // the time limit that the newest holds, while it is ahead
}

// A submission or an order of a mini-program is a case; what is of the mini-program as a whole is
// grouped by its kind, so that one matter does not hide another.
export function caseKey(one: Notice): string {
  if (one.app === '') return one.webhook ? `webhook/${one.webhook}` : one.application ? `application/${one.application}` : `notice/${one.id}`
  if (one.submission) return `${one.app}/${one.submission}`
  return one.order ? `${one.app}/order/${one.order}` : `${one.app}/${one.kind}`
}

export const limitOf = (one: Notice): number | undefined => instant(one.wanted_by ?? one.end)

const soonest = (a: NoticeGroup, b: NoticeGroup): number => (a.by ?? Infinity) - (b.by ?? Infinity) || b.newest.id - a.newest.id
const newestFirst = (a: Notice, b: Notice): number => b.id - a.id

export function groupNotices(notices: readonly Notice[], isRead: (one: Notice) => boolean, now: number): Record<Need, NoticeGroup[]> {
  const byCase = new Map<string, Notice[]>()
  for (const one of [...notices].sort(newestFirst)) byCase.set(caseKey(one), [...(byCase.get(caseKey(one)) ?? []), one])
  const found: Record<Need, NoticeGroup[]> = {act: [], until: [], told: []}
  for (const [key, [newest, ...others]] of byCase) {
    if (newest === undefined) continue
    const limit = limitOf(newest)
    const by = limit !== undefined && limit > now ? limit : undefined
    const need = factsOfKind(newest.kind).asks && !isRead(newest) ? 'act' : by === undefined ? 'told' : 'until'
    found[need].push({key, newest, others, ...(by === undefined ? {} : {by})})
  }
  found.act.sort(soonest)
  found.until.sort(soonest)
  return found
}
