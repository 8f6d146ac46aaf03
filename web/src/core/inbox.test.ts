// @vitest-environment node
// What of an inbox comes first, and what a case's notices are told as.
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import type {Notice} from '@/api/types'
import {caseKey, groupNotices} from './inbox'
import {factsOfKind, kNoticeKinds} from './notice_kinds'

const now = Date.parse('2026-03-05T00:00:00Z')
const notice = (id: number, kind: Notice['kind'], change: Partial<Notice> = {}): Notice => ({id, kind, app: 'wx1', submission: 1, order: 0, at: '2026-03-01T00:00:00Z', ...change})
const isRead = (one: Notice): boolean => one.read_at !== undefined
const keys = (notices: Notice[]) => {
  const {act, until, told} = groupNotices(notices, isRead, now)
  return {act: act.map((one) => one.newest.id), until: until.map((one) => one.newest.id), told: told.map((one) => one.newest.id)}
}

describe('the kinds of notices', () => {
  const sections = readFileSync(join(import.meta.dirname, '../../../catalogue/notices.toml'), 'utf8').split(/^\[/m).slice(1)
  const texts = sections.map((one) => ({kind: one.split(']')[0] ?? '', todo: /^todo = .*en = "(.*)"/m.exec(one)?.[1]})).filter((one) => one.todo !== undefined)
  it('are those that the catalogue has words for', () => {
    expect(texts.map((one) => one.kind).sort()).toEqual(Object.keys(kNoticeKinds).sort())
  })
  it('ask for nothing where the notice says that there is nothing to do', () => {
    const idle = texts.filter(({todo = ''}) => /nothing to do( now|\.|,)/i.test(todo) && !todo.startsWith('If'))
    expect(idle.length).toBeGreaterThan(10)
    for (const {kind} of idle) expect(factsOfKind(kind).asks, kind).toBe(false)
  })
  it('that are not known yet tell', () => {
    expect(factsOfKind('of_a_newer_server')).toEqual({family: 'other', asks: false})
  })
})

describe('the inbox', () => {
  it('shows first what asks, by its time limit, then what has one, then the rest', () => {
    expect(
      keys([
        notice(9, 'check_finished', {submission: 9}),
        notice(8, 'filing_started', {submission: 8, end: '2026-03-08T00:00:00Z'}),
        notice(7, 'pre_launch', {submission: 7, end: '2026-03-01T00:00:00Z'}),
        notice(6, 'question_asked', {submission: 6, end: '2026-03-07T00:00:00Z'}),
        notice(5, 'material_requested', {submission: 5, wanted_by: '2026-03-06T00:00:00Z', end: '2026-03-09T00:00:00Z'}),
      ]),
    ).toEqual({act: [5, 6, 7], until: [8], told: [9]})
  })
  it('keeps one line for a case, which says how it stands by its newest notice', () => {
    const {act, told} = groupNotices([notice(1, 'question_asked'), notice(3, 'review_passed_to_file'), notice(2, 'check_finished')], isRead, now)
    expect(act).toEqual([])
    expect(told.map((one) => [one.newest.id, one.others.map((other) => other.id)])).toEqual([[3, [2, 1]]])
  })
  it('asks no more for what was read, and still tells its time limit', () => {
    const read = notice(1, 'question_asked', {end: '2026-03-07T00:00:00Z', read_at: '2026-03-04T00:00:00Z'})
    expect(keys([read])).toEqual({act: [], until: [1], told: []})
    expect(keys([{...read, end: '2026-03-04T00:00:00Z'}])).toEqual({act: [], until: [], told: [1]})
  })
  it('lets no matter of a mini-program hide another', () => {
    const whole = {submission: 0}
    const all = [notice(1, 'qualification_expires_soon', whole), notice(2, 'subject_changed', whole), notice(3, 'take_down_ordered', {...whole, order: 1}), notice(4, 'take_down_soon', {...whole, order: 1})]
    expect(all.map(caseKey)).toEqual(['wx1/qualification_expires_soon', 'wx1/subject_changed', 'wx1/order/1', 'wx1/order/1'])
    const none = {app: '', submission: 0}
    expect([notice(5, 'category_refused', {...none, application: 4}), notice(6, 'webhook_ended', {...none, webhook: 'w'}), notice(7, 'grant_renewed', none)].map(caseKey)).toEqual(['application/4', 'webhook/w', 'notice/7'])
  })
})
