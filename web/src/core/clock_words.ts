// What a clock says in words.
import type {ClockModel} from './clock'
import {countdown, roughly} from './time'

type Translate = (key: string, named: Record<string, unknown>, plural?: number) => string

// For a row: short.
export function clockWords(model: ClockModel, now: number, t: Translate): string {
  const since = roughly(now - model.start, t)
  switch (model.form) {
    case 'running':
    case 'grace': {
      if (model.end === undefined) return t('clock.since', {t: since})
      const left = model.end - now
      return left > 0
        ? t('clock.left', {t: countdown(left, t)})
        : t('clock.over', {t: roughly(-left, t)})
    }
    case 'silent':
      return t('clock.silentFor', {t: roughly(now - (model.end ?? model.start), t)})
    case 'no_period':
      return t('clock.since', {t: since})
    case 'answered':
      return model.late === true || (model.end !== undefined && (model.at ?? 0) >= model.end)
        ? t('clock.answeredLate', {})
        : t('clock.answered', {})
    case 'stopped':
      return t('clock.stopped', {})
  }
}

// Spoken to a screen reader only when it crosses one of these: 24 h, 1 h, the end.
export function spokenMark(left: number): '' | 'day' | 'hour' | 'end' {
  if (left <= 0) return 'end'
  if (left <= 3_600_000) return 'hour'
  return left <= 86_400_000 ? 'day' : ''
}
