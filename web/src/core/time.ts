// The server's time on this page, and how instants and durations read.
//
// Invariants: `now` is the server's time: this machine's clock is only trusted to run evenly, never
// to be right. It ticks on whole seconds of the server, so every countdown turns over together.
import {computed, ref, type Ref} from 'vue'

const offset = ref(0) // server − this machine, milliseconds
const tick = ref(0)

export const now: Readonly<Ref<number>> = computed(() => {
  void tick.value
  return Date.now() + offset.value
})

let timer: ReturnType<typeof setTimeout> | undefined

function schedule(): void {
  clearTimeout(timer)
  const into = (Date.now() + offset.value) % 1000
  timer = setTimeout(() => {
    ++tick.value
    schedule()
  }, 1000 - into + 2)
}

// `serverTime` was written between the two readings of this machine's clock.
export function setServerTime(serverTime: string, askedAt: number, answeredAt: number): void {
  offset.value = Date.parse(serverTime) - (askedAt + answeredAt) / 2
  ++tick.value
  schedule()
}

// ---- words for them -----------------------------------------------------------------------------
// "UTC+8", "UTC−3:30": of this reader's zone at that instant.
export function zoneOf(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset()
  if (minutes === 0) return 'UTC'
  const sign = minutes < 0 ? '−' : '+'
  const hours = Math.floor(Math.abs(minutes) / 60)
  const rest = Math.abs(minutes) % 60
  return `UTC${sign}${hours}${rest === 0 ? '' : ':' + String(rest).padStart(2, '0')}`
}

const two = (number: number) => String(number).padStart(2, '0')

export interface InstantWords {
  date: string // "03-02", with the year where it is not the present one
  leftOut: string // "2026-": the year that the date leaves out; empty where it does not
  time: string // "09:14:07"
  zone: string
}

export function instantWords(at: number, present: number): InstantWords {
  const day = new Date(at)
  const sameYear = day.getFullYear() === new Date(present).getFullYear()
  const date = `${two(day.getMonth() + 1)}-${two(day.getDate())}`
  return {
    date: sameYear ? date : `${day.getFullYear()}-${date}`,
    leftOut: sameYear ? `${day.getFullYear()}-` : '',
    time: `${two(day.getHours())}:${two(day.getMinutes())}:${two(day.getSeconds())}`,
    zone: zoneOf(at),
  }
}

export interface Parts {
  days: number
  hours: number
  minutes: number
  seconds: number
}

export function partsOf(milliseconds: number): Parts {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  }
}

export function clockText(parts: Parts): string {
  return `${two(parts.hours)}:${two(parts.minutes)}:${two(parts.seconds)}`
}

type Translate = (key: string, named: Record<string, unknown>, plural?: number) => string

// "3 天 04:12:09"; under a day "04:12:09". Every countdown reads like this.
export function countdown(milliseconds: number, t: Translate): string {
  const parts = partsOf(milliseconds)
  if (parts.days === 0) return clockText(parts)
  return `${t('time.days', {n: parts.days}, parts.days)} ${clockText(parts)}`
}

// "3 天 4 小时", "12 分", two units at most: for lists and accounts of time.
export function roughly(milliseconds: number, t: Translate): string {
  const parts = partsOf(milliseconds)
  const units: [string, number][] = [
    ['time.days', parts.days],
    ['time.hours', parts.hours],
    ['time.minutes', parts.minutes],
  ]
  const first = units.findIndex(([, count]) => count > 0)
  if (first === -1) return t('time.underMinute', {})
  return units
    .slice(first, first + 2)
    .filter(([, count]) => count > 0)
    .map(([key, count]) => t(key, {n: count}, count))
    .join(' ')
}

// "412 ms", "3.2 s", and above a minute as `roughly`: how long a machine took.
export function precisely(milliseconds: number, t: Translate): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  return milliseconds < 60_000 ? `${(milliseconds / 1000).toFixed(1)} s` : roughly(milliseconds, t)
}

export const microseconds = (us: number): number => us / 1000
export const instant = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text)
