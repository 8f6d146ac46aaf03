import {describe, expect, it} from 'vitest'
import {clockText, countdown, instantWords, now, partsOf, roughly, setServerTime, zoneOf} from './time'

const t = (key: string, named: Record<string, unknown>): string => `${String(named['n'] ?? '')}${key.split('.').pop()}`

describe('durations', () => {
  it('counts down to the second', () => {
    expect(countdown(3 * 86_400_000 + 4 * 3_600_000 + 12 * 60_000 + 9_000, t)).toBe('3days 04:12:09')
    expect(countdown(999, t)).toBe('00:00:00')
    expect(countdown(-5, t)).toBe('00:00:00')
    expect(clockText(partsOf(59_999))).toBe('00:00:59')
  })
  it.each([
    [30_000, 'underMinute'],
    [60_000, '1minutes'],
    [3_600_000, '1hours'],
    [90_000_000, '1days 1hours'],
    [86_400_000 + 60_000, '1days'],
  ])('%d ms roughly', (milliseconds, wanted) => {
    expect(roughly(milliseconds, t)).toBe(wanted)
  })
})

describe('instants', () => {
  it('shows the year only where it is another one', () => {
    const present = new Date(2026, 5, 1).getTime()
    expect(instantWords(new Date(2026, 2, 9, 9, 14, 7).getTime(), present)).toMatchObject({date: '03-09', leftOut: '2026-', time: '09:14:07'})
    expect(instantWords(new Date(2027, 2, 9).getTime(), present)).toMatchObject({date: '2027-03-09', leftOut: ''})
  })
  it('names the zone by its offset', () => {
    expect(zoneOf(Date.now())).toMatch(/^UTC([+−]\d+(:\d\d)?)?$/)
  })
  it('takes the time from the server', () => {
    const server = Date.now() + 5 * 3_600_000
    setServerTime(new Date(server).toISOString(), Date.now(), Date.now())
    expect(Math.abs(now.value - server)).toBeLessThan(1500)
  })
})
