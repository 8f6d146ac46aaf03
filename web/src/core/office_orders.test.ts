import {afterEach, describe, expect, it, vi} from 'vitest'
import type {AppItem, Order} from '@/api/types'
import {byUrgency, kCasesRead, orderedApp, readOrderedApps} from './office_orders'
import {entry, file} from './test_cases'
import {serve} from './test_page'

const item = (app: string, service: AppItem['service']): AppItem => ({app, name: app, subject: 's', owner: 'o', region: '33', service, changed_at: '2026-03-05T00:00:00Z'}) as AppItem
const order = (no: number, change: Partial<Order> = {}): Order => ({no, state: 'standing', at: '2026-03-05T00:00:00Z', reason: 'x', take_down: {scope: 'service', down_by: `2026-03-0${no + 5}T00:00:00Z`}, ...change}) as Order
afterEach(() => vi.unstubAllGlobals())

describe('a mini-program under an order', () => {
  it('shows the order that stands, and no proposal or revoked one', () => {
    const one = orderedApp(item('wx1', 'take_down_ordered'), file({orders: [order(1), order(2, {state: 'revoked'}), order(3, {proposed: true})], entries: [entry(), entry({no: 4})]}))
    expect([one.standing?.no, one.entry, one.orders.map((row) => row.no)]).toEqual([1, 4, [3, 2, 1]])
    expect(one.clock?.end).toBe(Date.parse('2026-03-06T00:00:00Z'))
  })
  it('that goes down first stands first', () => {
    const at = (app: string, end?: number) => ({app, name: '', service: 'down' as const, orders: [], clock: end === undefined ? undefined : {form: 'grace' as const, holder: 'developer' as const, start: 0, end}})
    expect([at('c'), at('b', 20), at('a', 10), at('b')].sort(byUrgency).map((one) => one.app + (one.clock?.end ?? ''))).toEqual(['a10', 'b20', 'b', 'c'])
  })
})

describe('reading them', () => {
  it('goes through every page and reads the cases of those alone, telling how far it is', async () => {
    const {of} = serve({
      'GET /v1/apps': ({query}: {query: URLSearchParams}) => (query.get('after') === null ? {items: [item('wx1', 'served'), item('wx2', 'down')], next: 'p2'} : {items: [item('wx3', 'take_down_ordered')]}),
      'GET /v1/apps/wx2': file({app: 'wx2', orders: [order(2)]}),
      'GET /v1/apps/wx3': file({app: 'wx3', orders: [order(1)]}),
    })
    const told = vi.fn()
    const {rows, cut} = await readOrderedApps(new AbortController().signal, told)
    expect([rows.map((one) => one.app), cut]).toEqual([['wx3', 'wx2'], false])
    expect(of('GET', '/v1/apps/wx1')).toHaveLength(0)
    expect(told).toHaveBeenLastCalledWith(2, 2)
  })
  it('says where it stopped', async () => {
    serve({
      'GET /v1/apps': {items: Array.from({length: kCasesRead + 1}, (_, n) => item(`wx${n}`, 'down'))},
      ...Object.fromEntries(Array.from({length: kCasesRead + 1}, (_, n) => [`GET /v1/apps/wx${n}`, file({app: `wx${n}`})])),
    })
    const {rows, cut} = await readOrderedApps(new AbortController().signal, () => undefined)
    expect([rows.length, cut]).toEqual([kCasesRead, true])
  })
})
