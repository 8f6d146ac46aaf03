// Take-down orders of the mini-programs that one sees: a list does not show them, so the cases of those
// that have to go down, or went down, are read.
import {getCase} from '@/api/calls'
import type {AppItem, Case, Order} from '@/api/types'
import {allApps} from './all_apps'
import {graceClockOf} from './ordered'
import type {ClockModel} from './clock'

export interface OrderedApp {
  app: string
  name: string
  service: AppItem['service']
  orders: Order[] // newest first
  standing?: Order // that it goes down by, or is down on
  entry?: number // its newest filing
  clock?: ClockModel
}
export const kCasesRead = 200
const kAtOnce = 4
const kWanted: AppItem['service'][] = ['take_down_ordered', 'down']

export function orderedApp(item: AppItem, file: Case): OrderedApp {
  const orders = [...(file.orders ?? [])].reverse()
  return {
    app: item.app,
    name: item.name ?? file.name ?? '',
    service: item.service,
    orders,
    standing: orders.find((one) => one.state === 'standing' && one.proposed !== true),
    entry: file.entries.at(-1)?.no,
    clock: graceClockOf(file),
  }
}

// What has to go down first stands first.
export const byUrgency = (a: OrderedApp, b: OrderedApp): number => (a.clock?.end ?? Number.POSITIVE_INFINITY) - (b.clock?.end ?? Number.POSITIVE_INFINITY) || (a.app < b.app ? -1 : 1)

export async function readOrderedApps(signal: AbortSignal, told: (done: number, of: number) => void): Promise<{rows: OrderedApp[]; cut: boolean}> {
  const apps = await allApps(signal)
  const wanted = apps.items.filter((one) => kWanted.includes(one.service))
  const queue = wanted.slice(0, kCasesRead)
  const rows: OrderedApp[] = []
  const cut = apps.cut || queue.length < wanted.length
  const of = queue.length
  told(0, of)
  await Promise.all(
    Array.from({length: kAtOnce}, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
        rows.push(orderedApp(item, await getCase(item.app, signal)))
        told(rows.length, of)
      }
    }),
  )
  return {rows: rows.sort(byUrgency), cut}
}
