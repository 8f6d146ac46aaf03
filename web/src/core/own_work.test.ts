import {describe, expect, it} from 'vitest'
import type {LogEvent} from '@/api/types'
import {ownWork, quantile} from './own_work'

let index = 0
const event = (type: string, at: string, person: string, data: Record<string, unknown> = {}, app = 'wx1'): LogEvent =>
  ({log_index: ++index, app, revision: 1, type, at, actor: {role: 'reviewer', org: 'org-1', by: person}, data: {submission: 1, ...data}, prev: '', hash: ''}) as LogEvent
const newestFirst = (...events: LogEvent[]): LogEvent[] => [...events].reverse()

describe('one’s own work', () => {
  it('counts what one decided oneself, with the wait before it', () => {
    const work = ownWork(
      newestFirst(
        event('submitted', '2026-03-01T00:00:00Z', 'dev'),
        event('question_asked', '2026-03-01T01:00:00Z', 'me'),
        event('review_passed', '2026-03-01T03:00:00Z', 'me'),
        event('submitted', '2026-03-01T00:00:00Z', 'dev', {}, 'wx2'),
        event('review_passed', '2026-03-01T01:00:00Z', 'other', {}, 'wx2'),
        event('review_passed', '2026-03-02T00:00:00Z', 'me', {}, 'wx3'), // submitted before the stretch
      ),
      'me',
    )
    expect(work.counts).toEqual({review_passed: 2, pass_proposed: 0, review_refused: 0, question_asked: 1, appeal_decided: 0, pass_revoked: 0})
    expect(work.waits).toEqual([3 * 3_600_000])
    expect(work.events.map((one) => one.app)).toEqual(['wx3', 'wx1', 'wx1'])
  })
  it('tells appeals against one’s own refusals, and those that were upheld', () => {
    const work = ownWork(
      newestFirst(
        event('review_refused', '2026-03-01T00:00:00Z', 'me'),
        event('appealed', '2026-03-02T00:00:00Z', 'dev'),
        event('appeal_decided', '2026-03-03T00:00:00Z', 'other', {effect: 'reopened'}),
        event('review_refused', '2026-03-01T00:00:00Z', 'me', {}, 'wx2'),
        event('appealed', '2026-03-02T00:00:00Z', 'dev', {}, 'wx2'),
        event('appeal_decided', '2026-03-03T00:00:00Z', 'other', {effect: 'dismissed'}, 'wx2'),
        event('review_refused', '2026-03-01T00:00:00Z', 'other', {}, 'wx3'),
        event('appealed', '2026-03-02T00:00:00Z', 'dev', {}, 'wx3'),
        event('appeal_decided', '2026-03-03T00:00:00Z', 'me', {effect: 'cleared'}, 'wx3'),
      ),
      'me',
    )
    expect([work.appealed, work.overturned, work.counts.appeal_decided]).toEqual([2, 1, 1])
  })
  it('is nothing where nothing was done', () => {
    expect(ownWork([], 'me').waits).toEqual([])
  })
})

describe('a quantile', () => {
  it('is one of the values', () => {
    expect(quantile([], 0.5)).toBeUndefined()
    expect(quantile([7], 0.9)).toBe(7)
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2)
    expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBe(9)
  })
})
