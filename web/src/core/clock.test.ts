import {describe, expect, it} from 'vitest'
import {clockOfEntry, clockOfSubmissionItem, drawing, kEndAt, place, pressure, sharesOf, type ClockModel} from './clock'
import {clockWords, spokenMark} from './clock_words'
import {at, entry, item} from './test_cases'

const start = at('2026-03-02T09:14:07Z')
const end = at('2026-03-09T09:14:07Z')
const running: ClockModel = {form: 'running', holder: 'authority', start, end}
const words = (key: string, named: Record<string, unknown>): string => `${key}(${Object.values(named).join(',')})`

describe('where an instant lies', () => {
  it('runs from 0 to the end, evenly', () => {
    expect(place(running, start)).toBe(0)
    expect(place(running, (start + end) / 2)).toBeCloseTo(kEndAt / 2)
    expect(place(running, end)).toBeCloseTo(kEndAt)
    expect(place(running, start - 1000)).toBe(0)
  })
  it('has room behind the end and never leaves the line', () => {
    const day = 86_400_000
    expect(place(running, end + day)).toBeGreaterThan(kEndAt)
    expect(place(running, end + 2 * day)).toBeGreaterThan(place(running, end + day))
    expect(place(running, end + 5000 * day)).toBeLessThan(1)
  })
  it('has no end where there is no period', () => {
    const open: ClockModel = {form: 'no_period', holder: 'authority', start}
    expect(place(open, start)).toBe(0)
    expect(place(open, start + 1e12)).toBeLessThanOrEqual(kEndAt)
  })
})

describe('the forms of a clock', () => {
  const answer = {no: 4, entry: 1, verdict: 'fail' as const, state: 'effective' as const, at: '2026-03-11T00:00:00Z', late: true}
  const rows: [string, ReturnType<typeof entry>, Partial<ClockModel> | undefined][] = [
    ['running', entry(), {form: 'running'}],
    ['silent', entry({state: 'silent'}), {form: 'silent'}],
    ['no period', entry({state: 'without_period', end: undefined}), {form: 'no_period', end: undefined}],
    ['a late fail', entry({state: 'failed', answer: 4, ended_at: answer.at}), {form: 'answered', verdict: 'fail', late: true, at: at(answer.at)}],
    ['withdrawn', entry({state: 'withdrawn', ended_at: '2026-03-03T00:00:00Z'}), {form: 'stopped'}],
    ['not handed over', entry({state: 'to_be_handed_over', start: undefined, end: undefined}), undefined],
  ]
  it.each(rows)('%s', (_, one, wanted) => {
    const model = clockOfEntry(one, [answer])
    if (wanted === undefined) expect(model).toBeUndefined()
    else expect(model).toMatchObject(wanted)
  })
  it('draws past, now and future of a running one', () => {
    const seen = drawing(running, (start + end) / 2)
    expect(seen.past).toBeCloseTo(kEndAt / 2)
    expect(seen.tick).toBe(seen.past)
    expect(seen.future).toEqual([seen.past, kEndAt])
  })
  it('draws a late answer beyond the end', () => {
    const seen = drawing({...running, form: 'answered', at: end + 86_400_000, verdict: 'fail', late: true}, end + 9e8)
    expect(seen.past).toBe(kEndAt)
    expect(seen.sign?.what).toBe('fail')
    expect(seen.sign?.x).toBeGreaterThan(kEndAt)
  })
  it('ends a silent one and goes on dashed', () => {
    const seen = drawing({...running, form: 'silent'}, end + 1000)
    expect(seen.past).toBe(kEndAt)
    expect(seen.dashed?.[0]).toBe(kEndAt)
  })
})

describe('pressure', () => {
  const hour = 3_600_000
  it.each([
    [48 * hour, true, 'calm'],
    [24 * hour, true, 'warn'],
    [2 * hour + 1, true, 'warn'],
    [2 * hour, true, 'danger'],
    [-hour, true, 'danger'],
    [hour, false, 'calm'],
  ] as const)('%d ms left, mine %s: %s', (left, mine, wanted) => {
    expect(pressure(running, end - left, mine)).toBe(wanted)
  })
  it('leaves an ended one alone', () => {
    expect(pressure({...running, form: 'silent'}, end, true)).toBe('calm')
  })
})

describe('rows of a queue', () => {
  it('begins a filing 604,800 s before its end', () => {
    expect(clockOfSubmissionItem(item())).toEqual({form: 'running', holder: 'authority', start, end})
  })
  it('counts up where nothing is due', () => {
    expect(clockOfSubmissionItem(item({due: undefined}))?.form).toBe('no_period')
  })
  it('has none where nobody holds it', () => {
    expect(clockOfSubmissionItem(item({state: 'withdrawn', holder: 'nobody'}))).toBeUndefined()
  })
})

describe('in words', () => {
  it.each([
    [running, end - 1000, 'clock.left(00:00:01)'],
    [running, end, 'clock.over(time.underMinute())'],
    [{...running, form: 'silent'} as ClockModel, end + 60_000, 'clock.silentFor(time.minutes(1))'],
    [{...running, form: 'answered', at: end} as ClockModel, end, 'clock.answeredLate()'],
    [{...running, form: 'answered', at: end - 1} as ClockModel, end, 'clock.answered()'],
  ])('%#', (model, now, wanted) => {
    expect(clockWords(model, now, words)).toBe(wanted)
  })
  it('is spoken at 24 h, 1 h and the end only', () => {
    expect([86_400_001, 86_400_000, 3_600_000, 0].map(spokenMark)).toEqual(['', 'day', 'hour', 'end'])
  })
})

it('accounts for all the time (R26)', () => {
  const shares = sharesOf({developer_us: 1_000_000, platform_us: 2_000_000, authority_us: 1_000_000})
  expect(shares.map((row) => row.share)).toEqual([0.25, 0.5, 0.25])
  expect(sharesOf({developer_us: 0, platform_us: 0, authority_us: 0}).map((row) => row.share)).toEqual([0, 0, 0])
})
