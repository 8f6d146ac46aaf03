// @vitest-environment node
import {describe, expect, it} from 'vitest'
import type {LogEvent} from '@/api/types'
import {ages, byDay, countsOf} from './figures'
import {brokenIn} from './log_chain'
import {appAmong, passes} from './log_search'

const event = (index: number, type: string, at: string, more: Partial<LogEvent> = {}): LogEvent => ({
  log_index: index, app: `wx${index}`, revision: 1, type, at, actor: {role: 'developer', person: 'dev-1'}, data: {}, prev: '', hash: `h${index}`, ...more,
})
const now = new Date(2026, 2, 5, 12).getTime()
const day = (n: number, hour = 9): string => new Date(2026, 2, n, hour).toISOString()

describe('figures of the log', () => {
  it('count each day, those without anything too', () => {
    const rows = byDay([event(1, 'submitted', day(3)), event(2, 'submitted', day(3, 23)), event(3, 'review_passed', day(5)), event(4, 'submitted', day(1)), event(5, 'other', day(5))], ['submitted', 'review_passed'], 3, now)
    expect(rows.map((row) => row.counts)).toEqual([{submitted: 2, review_passed: 0}, {submitted: 0, review_passed: 0}, {submitted: 0, review_passed: 1}])
    expect(rows[2]?.at).toBe(new Date(2026, 2, 5).getTime())
  })
  it('share outcomes out', () => {
    expect(countsOf([event(1, 'a', day(1)), event(2, 'b', day(1)), event(3, 'a', day(1))], ['a', 'b', 'c'])).toEqual([{key: 'a', count: 2}, {key: 'b', count: 1}, {key: 'c', count: 0}])
  })
  it('sort what waits by its age', () => {
    const hours = (n: number) => now - n * 3_600_000
    expect(ages([hours(1), hours(23), hours(24), hours(24 * 40)], now)).toEqual([2, 1, 0, 0, 0, 1])
  })
})

describe('the log', () => {
  it('is asked for a mini-program where the words hold its id', () => {
    expect(appAmong('论坛 wx9e8d7a48f4fb2c97')).toBe('wx9e8d7a48f4fb2c97')
    expect(['wx', '微信', 'wx7', '9e8d7a48f4', 'WX9e8d7a48'].map(appAmong)).toEqual(Array.from({length: 5}, () => undefined))
  })
  it('keeps what the filter lets through', () => {
    const one = event(7, 'submitted', day(3))
    const filter = {words: '', type: '', role: ''}
    const words = () => '已提审'
    expect(passes(one, filter, words)).toBe(true)
    expect(passes(one, {...filter, words: 'wx7 已提'}, words)).toBe(true)
    expect(passes(one, {...filter, words: 'wx8'}, words)).toBe(false)
    expect(passes(one, {...filter, type: 'released'}, words)).toBe(false)
    expect(passes(one, {...filter, role: 'officer'}, words)).toBe(false)
    expect(passes(one, {...filter, since: Date.parse(one.at), until: Date.parse(one.at) + 1}, words)).toBe(true)
    expect(passes(one, {...filter, until: Date.parse(one.at)}, words)).toBe(false)
  })
})

describe('the chain of a mini-program', () => {
  const link = (index: number, app: string, revision: number, prev: string, hash: string) => event(index, 'x', day(1), {app, revision, prev, hash})
  it('is broken where an event names another predecessor', () => {
    const whole = [link(1, 'a', 1, '', 'h1'), link(2, 'b', 1, '', 'k1'), link(3, 'a', 2, 'h1', 'h2'), link(4, 'b', 2, 'k1', 'k2')]
    expect(brokenIn(whole)).toEqual([])
    expect(brokenIn([...whole, link(5, 'a', 3, 'h1', 'h3')])).toEqual([5])
  })
  it('is not called broken where a part was not read', () => {
    expect(brokenIn([link(9, 'a', 7, 'h6', 'h7')])).toEqual([])
  })
})
