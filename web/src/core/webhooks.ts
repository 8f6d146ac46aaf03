// What a webhook's row says and what its form takes, said before it is sent. The server decides; these
// are its limits as the contract tells them.
import {useI18n} from 'vue-i18n'
import type {Webhook, WebhookAttempt} from '@/api/types'
import type {Sign, Tint} from './states'

export const kWebhooksMax = 10
export const kUrlMax = 1000
export const kKeepHours = [0, 24, 72, 168]
export const kKeepDefault = 24

// The events of the log by what they are about, for choosing.
export const kEventGroups = {
  review: ['submitted', 'check_finished', 'question_asked', 'question_answered', 'pass_proposed', 'review_passed', 'review_refused', 'review_overdue', 'appealed', 'appeal_decided', 'submission_withdrawn', 'pass_revoked', 'case_stopped', 'submission_lapsed', 'release_chosen'],
  filing: ['entry_opened', 'filing_started', 'filing_end_warned', 'filing_period_ended', 'answer_proposed', 'filing_passed', 'filing_failed', 'answer_noted', 'answer_amended', 'answer_revoked', 'material_requested', 'material_replied', 'entry_withdrawn', 'entry_stopped', 'entry_moved', 'filing_voided'],
  service: ['release_ground_raised', 'released', 'share_changed', 'service_suspended', 'service_resumed', 'version_barred', 'bar_lifted', 'order_proposed', 'take_down_ordered', 'take_down_warned', 'taken_down', 'order_discharged', 'order_revoked'],
  rights: ['app_registered', 'agency_authorised', 'authorisation_ended', 'subject_changed', 'qualification_warned', 'qualification_lapsed', 'qualification_grace_ended', 'qualification_renewed'],
} as const
export type EventGroup = keyof typeof kEventGroups

const kLooks: Record<Webhook['state'], {sign: Sign; tint: Tint}> = {
  active: {sign: 'done', tint: 'none'},
  paused: {sign: 'paused', tint: 'none'},
  gave_up: {sign: 'failed', tint: 'danger'},
  gone: {sign: 'failed', tint: 'danger'},
  secret_lost: {sign: 'failed', tint: 'danger'},
}
// One that works and one whose last message did not get through are not alike.
export const webhookLook = (one: Webhook): {sign: Sign; tint: Tint; word: string} =>
  one.state === 'active' && one.failures > 0 ? {sign: 'waiting', tint: 'warn', word: 'trying'} : {...kLooks[one.state], word: one.state}

export const got = (one: WebhookAttempt): boolean => one.outcome === 'delivered'

export type UrlLack = 'shape' | 'scheme' | 'long' | 'login'
// Of an address as it is typed; http passes, because the operator may list a host that speaks it.
export function urlLack(text: string): UrlLack | undefined {
  const url = text.trim()
  if (new TextEncoder().encode(url).length > kUrlMax) return 'long'
  let read: URL
  try {
    read = new URL(url)
  } catch {
    return 'shape'
  }
  if (read.protocol !== 'https:' && read.protocol !== 'http:') return 'scheme'
  return read.username !== '' || read.password !== '' ? 'login' : undefined
}

// The kind of an event in words; of one that this desk does not know, its name.
export function useTypeWords(): (type: string) => string {
  const {t, te} = useI18n()
  return (type) => (te(`terms.event.${type}`) ? t(`terms.event.${type}`) : type === 'webhook.test' ? t('webhooks.testMessage') : type)
}

// "0.84 s", "12 ms"
export function tookWords(us: number): string {
  return us < 1_000_000 ? `${Math.max(1, Math.round(us / 1000))} ms` : `${(us / 1_000_000).toFixed(us < 10_000_000 ? 2 : 1)} s`
}

// The number of an event as somebody types it.
export function eventNumber(text: string): number | undefined {
  const digits = text.trim().replace(/^#/, '')
  const number = Number(digits)
  return /^\d{1,15}$/.test(digits) && number >= 1 ? number : undefined
}
