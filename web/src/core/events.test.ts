import {describe, expect, it} from 'vitest'
import type {LogEvent} from '@/api/types'
import {factsOf} from './event_facts'
import {countReasons, reasonsOfItem, reasonsToSee, urgencyOf} from './review_reasons'
import {openAppeal} from './appeal'
import {submission} from './test_cases'

const event = (type: string, data: Record<string, unknown>, change: Partial<LogEvent> = {}): LogEvent => ({
  log_index: 1, app: 'wx1', revision: 1, type, at: '2026-03-04T00:00:00Z', actor: {role: 'officer'}, data, prev: '', hash: '', ...change,
})

describe('what an event says', () => {
  it('lists reasons and points with their words', () => {
    expect(factsOf(event('review_refused', {reasons: [{reason: 'a', category: 'c', text: 'x'}, {reason: 'b'}]})).reasons).toEqual([
      {id: 'a', category: 'c', text: 'x'}, {id: 'b', category: undefined, text: undefined},
    ])
    expect(factsOf(event('filing_failed', {points: [{code: 'p', text: 'y'}]})).reasons[0]).toMatchObject({id: 'p', text: 'y'})
    expect(factsOf(event('case_stopped', {reason: {reason: 'r'}})).reasons).toHaveLength(1)
  })
  it('tells erased words from none', () => {
    expect(factsOf(event('question_asked', {text: null})).texts).toEqual([null])
    expect(factsOf(event('question_asked', {})).texts).toEqual([])
  })
  it('names instants that matter', () => {
    expect(factsOf(event('filing_started', {end: '2026-03-09T00:00:00Z'})).until).toEqual({key: 'thread.until.end', at: '2026-03-09T00:00:00Z'})
    expect(factsOf(event('take_down_ordered', {take_down: {down_by: '2026-03-05T00:00:00Z'}, reason: 'order_by_law'}))).toMatchObject({
      until: {key: 'thread.until.down_by'}, reasons: [{id: 'order_by_law'}], tone: 'danger',
    })
  })
  it.each([[null], ['text'], [[1, 2]], [{reasons: 'no', points: {}, text: 5, categories: [1]}]])('survives data of another shape: %j', (data) => {
    expect(() => factsOf(event('submitted', data as unknown as Record<string, unknown>))).not.toThrow()
  })
})

describe('why a case is here', () => {
  it('leaves policy out where there is a better reason', () => {
    expect(reasonsToSee(submission({blockers: ['first_submission', 'policy']}))).toEqual(['first_submission'])
    expect(reasonsToSee(submission({blockers: ['policy']}))).toEqual(['policy'])
    expect(reasonsToSee(submission({check: 'could_not_check', pass_proposed_by: 'p'}))).toEqual(['second', 'could_not_check'])
    expect(reasonsToSee(undefined)).toEqual([])
    const item = {app: 'wx', submission: 1, state: 'reviewing', holder: 'platform'} as const
    expect(reasonsOfItem({...item, why: ['policy', 'second_approval']})).toEqual(['second'])
    expect(reasonsOfItem({...item, why: ['policy']})).toEqual(['policy'])
    expect(reasonsOfItem(item)).toEqual([])
  })
  it('counts, most first', () => {
    expect(countReasons([['a'], ['b', 'a'], []])).toEqual([{reason: 'a', count: 2}, {reason: 'b', count: 1}])
  })
  it('sorts by when it is due', () => {
    const now = Date.parse('2026-03-05T00:00:00Z')
    expect([undefined, '2026-03-04T00:00:00Z', '2026-03-05T20:00:00Z', '2026-03-09T00:00:00Z'].map((due) => urgencyOf(due, now))).toEqual(['later', 'now', 'today', 'later'])
  })
})

it('knows whether an appeal is still open', () => {
  const appealed = event('appealed', {text: 'why'})
  expect(openAppeal(submission({state: 'refused', thread: [appealed]}))?.text).toBe('why')
  expect(openAppeal(submission({state: 'refused', thread: [appealed, event('appeal_decided', {})]}))).toBeUndefined()
  expect(openAppeal(submission({state: 'reviewing', thread: [appealed]}))).toBeUndefined()
})
