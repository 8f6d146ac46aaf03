// An office's unfinished answer or order, and its parts as the API takes them. Pure.
import type {Entry, OrderScope, PointBody} from '@/api/types'
import {instantWords} from './time'

export interface AnswerDraft {
  points: {id: string; category: string; text: string}[]
  scope: OrderScope
  graceHours: number // 0: at once
  replyNumber: string
  letter: {scan: string; name: string} | undefined
  request: string
  wantedBy: string // of the reader's own clock, to the minute
}

export const kGraceHours = [0, 2, 6, 12, 24]
export const kEmptyAnswer = (): AnswerDraft => ({points: [], scope: 'service', graceHours: 0, replyNumber: '', letter: undefined, request: '', wantedBy: ''})

export function pointBodies(picked: AnswerDraft['points']): PointBody[] {
  return picked.map(({id, category, text}) => ({
    code: id,
    ...(category === '' ? {} : {category}),
    ...(text.trim() === '' ? {} : {text: text.trim()}),
  }))
}

export const kReplyNumberMax = 64

// The office's own number and letter, as an answer takes them.
export const replyBody = ({replyNumber, letter}: AnswerDraft): {reply_number?: string; letter?: string} => ({
  ...(replyNumber.trim() === '' ? {} : {reply_number: replyNumber.trim()}),
  ...(letter === undefined ? {} : {letter: letter.scan}),
})

// A minute is taken off the longest grace, so that it does not lie beyond the policy's 24 h by the
// time the order arrives.
// "in 12 hours · 03-02 21:14 UTC+8": what a choice of hours comes to, on the reader's clock.
export function graceWords(hours: number, now: number, t: (key: string, named: Record<string, unknown>, plural: number) => string): string {
  const downBy = downByAfter(hours, now)
  if (downBy === undefined) return t('answer.atOnce', {}, 1)
  const {date, time, zone} = instantWords(Date.parse(downBy), now)
  return `${t('answer.inHours', {n: hours}, hours)} · ${date} ${time.slice(0, 5)} ${zone}`
}

export function downByAfter(hours: number, now: number): string | undefined {
  if (hours === 0) return undefined
  const slack = hours === 24 ? 60_000 : 0
  return new Date(Math.floor(now / 60_000) * 60_000 + hours * 3_600_000 - slack).toISOString()
}

// Past the end of its period (R13: the server's instant of receipt decides in the end).
export function isLate(entry: Entry, now: number): boolean {
  return entry.state === 'silent' || (entry.end !== undefined && now >= Date.parse(entry.end))
}
