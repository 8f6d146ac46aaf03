// The rail, the next step and the clocks of a case; what a list of a developer shows.
import {describe, expect, it} from 'vitest'
import type {Order, Submission} from '@/api/types'
import {clocksOf} from './case_clocks'
import {actionsOf, backTo, hasUnaffected} from './dev_actions'
import {filingOutlook, outlookOfCase, outlookWords} from './filing_outlook'
import {needsOf} from './needs'
import {stepOfCase, stepOfState} from './next_step'
import {railOf} from './rail'
import {at, entry, file, item, submission} from './test_cases'

const now = at('2026-03-05T00:00:00Z')
const order = (change: Partial<Order> = {}): Order => ({
  no: 1,
  answer: 1,
  state: 'standing',
  proposed: false,
  at: '2026-03-04T00:00:00Z',
  carried_out: false,
  forbids_release: false,
  take_down: {scope: 'service', down_by: '2026-03-05T12:00:00Z'},
  ...change,
})
const keys = (stops: {key: string; sign: string}[]): string[] => stops.map((stop) => `${stop.key}:${stop.sign}`)

describe('the rail', () => {
  it('shows what may follow while a filing runs', () => {
    const rail = railOf(submission(), file())
    expect(keys(rail.review)).toEqual(['check:done', 'reviewPassed:done'])
    expect(keys(rail.filing)).toEqual(['filing:here', 'preLaunch:waiting', 'filingPassed:waiting'])
    expect(keys(rail.service)).toEqual(['release:waiting'])
  })
  it('holds pre-launch and live at once', () => {
    const released = submission({state: 'released'})
    const live = file({
      entries: [entry({state: 'silent'})],
      service: 'served',
      serving: {current: 1, share: 10_000, base: 0, dark: false},
      releases: [{no: 1, submission: 1, digest: 'a', share: 10_000, at: '2026-03-09T10:00:00Z', served: true}],
    })
    const rail = railOf(released, live)
    expect(keys(rail.filing)).toEqual(['preLaunch:here', 'filingPassed:waiting'])
    expect(keys(rail.service)).toEqual(['live:here'])
  })
  it('promises no filing where every category has one', () => {
    const done = file({completed: [{category: 'social-forum'}], entries: []})
    expect(keys(railOf(submission({state: 'reviewing', entry: 0}), done).filing)).toEqual(['noFiling:closed'])
    expect(keys(railOf(submission({state: 'reviewing', entry: 0}), file({entries: []})).filing)).toEqual(['filing:waiting'])
  })
  it.each([
    ['checking', 'check:here'],
    ['refused', 'reviewFailed:failed'],
    ['waiting_for_developer', 'question:here'],
    ['withdrawn', 'withdrawn:closed'],
  ] as const)('%s', (state, wanted) => {
    expect(keys(railOf(submission({state, entry: 0, present: []}), file({entries: []})).review)).toContain(wanted)
  })
})

describe('the next step', () => {
  it('puts a take-down before everything', () => {
    const step = stepOfCase(submission({state: 'released'}), file({service: 'take_down_ordered', orders: [order()]}), now)
    expect(step).toMatchObject({key: 'takeDown', by: at('2026-03-05T12:00:00Z'), urgency: 'now'})
  })
  it('says until when a filing runs, and asks for nothing', () => {
    expect(stepOfCase(submission(), file(), now)).toMatchObject({key: 'filing', end: at('2026-03-09T09:14:07Z'), urgency: 'waiting'})
  })
  it('counts the open points of a failed filing', () => {
    const items = [
      {no: 1, answer: 1, point: {code: 'x'}, closed: false},
      {no: 2, answer: 1, point: {code: 'y'}, closed: true},
    ]
    expect(stepOfCase(submission({state: 'filing_failed'}), file({items}), now)).toMatchObject({key: 'filingFailed', count: 1})
  })
  it('waits while an appeal is open', () => {
    const thread = [{log_index: 1, app: 'wx1', revision: 1, type: 'appealed', at: '2026-03-04T00:00:00Z', actor: {role: 'developer' as const}, data: {text: 'x'}, prev: '', hash: ''}]
    expect(stepOfCase(submission({state: 'refused', appealed: true}), file(), now).key).toBe('refusedFinal')
    expect(stepOfCase(submission({state: 'refused', appeal_by: '2100-01-01T00:00:00Z'}), file(), now).key).toBe('refused')
    expect(stepOfCase(submission({state: 'refused', appealed: true, thread}), file(), now).key).toBe('appealed')
  })
  it.each([
    [3_600_000, 'now'],
    [20 * 3_600_000, 'today'],
    [90 * 3_600_000, 'later'],
    [undefined, 'later'],
  ] as const)('is as urgent as what is due (%s)', (left, wanted) => {
    expect(stepOfState('waiting_for_developer', left === undefined ? undefined : now + left, now).urgency).toBe(wanted)
  })
})

describe('the clocks of a case', () => {
  it('has the grace time as a second line', () => {
    const rows = clocksOf(submission({state: 'released'}), file({orders: [order()]}))
    expect(rows.map((row) => row.startedBy)).toEqual(['filing', 'order'])
    expect(rows[1]?.model).toMatchObject({form: 'grace', holder: 'developer'})
  })
  it.each([{carried_out: true}, {proposed: true}, {forbids_release: true}, {state: 'revoked' as const}])('has none for %o', (change) => {
    expect(clocksOf(submission(), file({orders: [order(change)]}))).toHaveLength(1)
  })
  it('shows the review while it is reviewed', () => {
    expect(clocksOf(submission({state: 'reviewing', entry: 0}), file())[0]).toMatchObject({startedBy: 'review', model: {holder: 'platform'}})
  })
})

describe('what needs a developer', () => {
  it('forgets an ended submission once a newer one is on its way', () => {
    const items = [item({state: 'filing_failed', holder: 'nobody', due: undefined}), item({submission: 2})]
    expect(needsOf(items, () => undefined, now).map((need) => need.item.submission)).toEqual([2])
  })
  it('groups by when', () => {
    const items = [
      item({app: 'wx-a', state: 'waiting_for_developer', holder: 'developer', due: '2026-03-05T02:00:00Z'}),
      item({app: 'wx-b', state: 'releasable', holder: 'developer', due: '2026-09-01T00:00:00Z'}),
      item({app: 'wx-c'}),
      item({app: 'wx-d', state: 'released', holder: 'nobody'}),
      item({app: 'wx-e', state: 'released', holder: 'nobody'}),
    ]
    const needs = needsOf(items, (app) => (app === 'wx-e' ? 'take_down_ordered' : 'served'), now)
    const names = (group: string): string[] => needs.filter((need) => need.step.urgency === group).map((need) => need.item.app)
    expect(['now', 'later', 'waiting', 'today'].map(names)).toEqual([['wx-a', 'wx-e'], ['wx-b'], ['wx-c'], []])
  })
})

describe('what a developer may do', () => {
  const all = (): boolean => true
  it.each([
    ['waiting_for_developer', ['reply', 'choose', 'withdraw']],
    ['filing', ['choose', 'withdraw']],
    ['pre_launch', ['release', 'choose', 'withdraw']],
    ['refused', ['appeal']],
    ['filing_failed', []],
    ['lapsed', []],
  ] as const)('%s', (state, wanted) => {
    expect(actionsOf(submission({state}), file(), all)).toEqual(wanted)
  })
  it('offers nothing that the person may not send', () => {
    expect(actionsOf(submission(), file(), () => false)).toEqual([])
  })
  it('offers the way back where an earlier version was released', () => {
    const release = (no: number, of: number) => ({no, submission: of, digest: 'a', share: 10_000, at: '2026-03-09T10:00:00Z', served: true})
    const served = file({service: 'served', serving: {current: 2, share: 2_000, base: 1, dark: false}, submissions: [submission({state: 'released'}) as Submission], releases: [release(1, 1), release(2, 2)]})
    expect(actionsOf(submission({no: 2, state: 'released'}) as Submission, served, all)).toEqual(['setShare', 'rollBack', 'suspend'])
  })
  it('says of each earlier version why the server would refuse it, and offers no way back where none is left (R3, R17, R21)', () => {
    const release = (no: number, digest: string) => ({no, submission: no, digest, share: 10_000, at: '2026-03-09T10:00:00Z', served: true})
    const was = [1, 2, 3, 4, 5].map((no) => submission({no, state: no === 4 ? 'filing_failed' : 'released'}) as Submission)
    const ordered = order({state: 'discharged', take_down: {scope: 'version', down_by: '2026-03-05T12:00:00Z', digests: ['b']}})
    const served = file({service: 'served', serving: {current: 6, share: 10_000, base: 0, dark: false}, submissions: was, bars: [{digest: 'a'}], orders: [ordered], releases: [release(1, 'a'), release(2, 'b'), release(3, 'c'), release(4, 'd'), release(5, 'e'), {...release(6, 'e'), submission: 5}]})
    expect(backTo(was[4]!, served)).toEqual([{no: 1, barred: 'bar'}, {no: 2, barred: 'order'}, {no: 3}, {no: 4, barred: 'state'}])
    expect(backTo(was[4]!, {...served, orders: [{...ordered, state: 'revoked'}]})[1]).toEqual({no: 2})
    expect(actionsOf(was[4]!, served, all)).toContain('rollBack')
    expect(actionsOf(was[4]!, {...served, bars: [{digest: 'a'}, {digest: 'c'}]}, all)).toEqual(['setShare', 'suspend'])
  })
  it('offers to narrow the share while a take-down is ordered (R17)', () => {
    const release = {no: 1, submission: 1, digest: 'a', share: 10_000, at: '2026-03-09T10:00:00Z', served: true}
    const ordered = file({service: 'take_down_ordered', serving: {current: 1, share: 10_000, base: 0, dark: false}, releases: [release], orders: [order({})]})
    expect(actionsOf(submission({no: 1, state: 'released'}) as Submission, ordered, all)).toEqual(['takeDown', 'setShare'])
  })
  it('speaks of an unaffected version only where there is one', () => {
    const release = (no: number, digest: string) => ({no, submission: no, digest, share: 10_000, at: '2026-03-09T10:00:00Z', served: true})
    const ours = submission({no: 2, state: 'released', digest: 'b'}) as Submission
    const ordered = (scope: 'service' | 'version', more: object = {}) => file({orders: [order({take_down: {scope, down_by: '2026-03-05T12:00:00Z', digests: ['b']}})], releases: [release(1, 'a'), release(2, 'b')], ...more})
    expect(hasUnaffected(ours, ordered('version'))).toBe(true)
    expect(hasUnaffected(ours, ordered('service'))).toBe(false)
    expect(hasUnaffected(ours, ordered('version', {bars: [{digest: 'a'}]}))).toBe(false)
    expect(hasUnaffected(ours, ordered('version', {releases: [release(2, 'b')]}))).toBe(false)
  })
})

describe('whether a filing follows', () => {
  const isFiling = (id: string): boolean => id === 'social-forum'
  it('until 604,800 s after the next whole second', () => {
    const outlook = filingOutlook(file(), ['social-forum', 'tools'], isFiling, now + 1)
    expect(outlook).toEqual({files: true, categories: ['social-forum'], end: now + 1000 + 604_800_000})
  })
  it('not where it is completed, nor where none is declared', () => {
    expect(filingOutlook(file({completed: [{category: 'social-forum'}]}), ['social-forum'], isFiling, now).files).toBe(false)
    expect(filingOutlook(file(), ['tools'], isFiling, now).files).toBe(false)
  })
  it('without a period for an overseas subject that is no enterprise (R12)', () => {
    const overseas = (kind: 'overseas_other' | 'overseas_enterprise') => file({subject: {id: 's', kind, region: ''}})
    expect(filingOutlook(overseas('overseas_other'), ['tools'], isFiling, now)).toEqual({files: true, categories: []})
    expect(filingOutlook(overseas('overseas_enterprise'), ['tools'], isFiling, now).end).toBeDefined()
  })
  it('is said of a case until its filing runs, by the categories it was submitted with (R25)', () => {
    const end = now + 604_800_000
    expect(outlookOfCase(submission({state: 'reviewing'}), file(), now)).toEqual({files: true, categories: ['social-forum'], end})
    expect(outlookOfCase(submission({state: 'checking', categories: [{category: 'social-forum', filing: false}]}), file(), now)).toEqual({files: false, categories: []})
    expect(outlookOfCase(submission({state: 'reviewing'}), file({completed: [{category: 'social-forum'}]}), now)?.files).toBe(false)
    expect(outlookOfCase(submission({state: 'to_be_handed_over'}), file({entries: [entry({state: 'to_be_handed_over', categories: ['live']})]}), now)).toEqual({files: true, categories: ['live'], end})
    for (const state of ['filing', 'pre_launch', 'releasable', 'refused', 'released'] as const) expect(outlookOfCase(submission({state}), file(), now), state).toBeUndefined()
  })
})

describe('what the server reckons of a submission', () => {
  const names = {category: (id: string) => `<${id}>`, office: (region: string) => `<office ${region}>`, join: '、', instant: (at: number) => `<${at - now}>`}
  const t = (key: string, named: Record<string, unknown>): string => [key.replace('outlook.', ''), ...Object.values(named)].join(' ')
  const told = {files: true, ground: 'new_categories', to_file: ['a', 'b'], completed: [], region: '330100', channel: 'desk', period_us: 604_800_000_000, end: new Date(now).toISOString(), policy_version: '1', catalogue_version: '1', words: {zh: '2026-12-04T07:26:21Z', en: '2026-12-04T07:26:21Z'}} as const
  const said = (more: object) => outlookWords({...told, to_file: ['a', 'b'], completed: [], ...more}, names, t)
  it('is told in words of the page, never in the server’s text', () => {
    expect(said({})).toEqual(['ground.new_categories <a>、<b>', 'office <office 330100>', 'days 7', 'end <0>'])
    expect(said({channel: 'hand_over', period_us: 90_000_000_000})).toEqual(['ground.new_categories <a>、<b>', 'office <office 330100>', 'hours 25', 'endHandedOver <0>'])
    expect(said({channel: 'none', region: ''})).toEqual(['ground.new_categories <a>、<b>', 'noOffice', 'days 7', 'noChannel'])
    expect(said({period_us: undefined, end: undefined}).at(-1)).toBe('noPeriod')
    expect(said({files: false, ground: 'completed', to_file: [], completed: ['c'], period_us: undefined, end: undefined})).toEqual(['ground.completed <c>'])
  })
})
