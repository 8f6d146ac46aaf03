import {describe, expect, it} from 'vitest'
import type {EntryItem} from '@/api/types'
import {answerFigures, answersByDay} from './office_figures'

const row = (state: EntryItem['state'], at: string | undefined, late = false, change: Partial<EntryItem> = {}): EntryItem => ({
  app: 'wx1', entry: 1, submission: 1, state, start: '2026-03-01T00:00:00Z', end: '2026-03-08T00:00:00Z',
  ...(at === undefined ? {} : {answer: {answer: 1, at, late, state: 'effective', verdict: 'pass'} as EntryItem['answer']}),
  ...change,
})

describe('an office’s figures', () => {
  it('tell in time, late and without a period apart, and how long it took', () => {
    const figures = answerFigures([
      row('passed', '2026-03-02T00:00:00Z'),
      row('failed', '2026-03-11T00:00:00Z', true),
      row('passed', '2026-03-04T00:00:00Z', false, {end: undefined}),
      row('silent', undefined),
      row('passed', undefined), // its answer is not told
    ])
    expect(figures).toMatchObject({passed: 3, failed: 1, inTime: 1, late: 1, withoutPeriod: 1})
    expect(figures.took).toEqual({count: 3, p50_us: 3 * 86_400e6, p90_us: 10 * 86_400e6, p99_us: 10 * 86_400e6, max_us: 10 * 86_400e6})
    expect(answerFigures([]).took).toEqual({count: 0})
  })
  it('stand on the day of the answer, also where there was none', () => {
    const now = new Date(2026, 2, 5, 12).getTime()
    const on = (day: number): string => new Date(2026, 2, day, 9).toISOString()
    const bars = answersByDay([row('passed', on(5)), row('failed', on(4)), row('failed', on(4)), row('passed', on(1))], 3, now)
    expect(bars.map((bar) => bar.values)).toEqual([[0, 0], [0, 2], [1, 0]])
  })
})
