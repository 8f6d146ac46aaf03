// The order of a list of mini-programs: what needs its developer next, by name, by last change. Pure.
import type {AppItem} from '@/api/types'
import {stepOfItem, stepOfState, type NextStep, type Urgency} from './next_step'
import {instant} from './time'

export const kAppOrders = ['next', 'name', 'changed'] as const
export type AppOrder = (typeof kAppOrders)[number]
export const appOrderOf = (word: string): AppOrder => kAppOrders.find((one) => one === word) ?? 'next'

const kRank: Record<Urgency, number> = {now: 0, today: 1, later: 2, waiting: 3, done: 4}

export function stepOfApp(app: AppItem, now: number): NextStep {
  if (app.service === 'take_down_ordered') return {key: 'takeDown', by: instant(app.down_by), urgency: 'now'}
  if (app.newest === undefined) return {key: 'fresh', urgency: 'later'}
  const {submission, state, due} = app.newest
  if (state !== 'released') return stepOfState(state, instant(due), now)
  return stepOfItem({app: app.app, submission, state, holder: 'nobody'}, app.service, now)
}

export function orderApps(apps: readonly AppItem[], order: AppOrder, language: string, now: number): AppItem[] {
  const words = new Intl.Collator(language === 'zh' ? 'zh-CN' : 'en', {numeric: true})
  const byName = (a: AppItem, b: AppItem): number => words.compare(a.name || a.app, b.name || b.app) || (a.app < b.app ? -1 : 1)
  const changed = (app: AppItem): number => instant(app.changed_at) ?? 0
  if (order === 'name') return [...apps].sort(byName)
  if (order === 'changed') return [...apps].sort((a, b) => changed(b) - changed(a) || byName(a, b))
  const steps = new Map(apps.map((app) => [app, stepOfApp(app, now)]))
  const rank = (app: AppItem): number => kRank[steps.get(app)?.urgency ?? 'done']
  const by = (app: AppItem): number => steps.get(app)?.by ?? instant(app.newest?.due) ?? Number.MAX_SAFE_INTEGER
  return [...apps].sort((a, b) => rank(a) - rank(b) || by(a) - by(b) || changed(b) - changed(a) || byName(a, b))
}
