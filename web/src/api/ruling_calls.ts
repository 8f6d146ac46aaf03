// Answers and orders as lists of their own, and the legal holds on what they are about.
import {ask, pathOf} from './client'
import {searchWords, type Paging} from './calls'
import type * as t from './types'

const body = <Body>(answer: {body: Body}): Body => answer.body
interface Narrowed {
  from?: string // none before this instant
}
const listed = (path: string, states: readonly string[], region: string | undefined, page: Paging, narrowed: Narrowed = {}) =>
  ask<t.Page<t.RulingItem>>(path, {query: {state: states.join(','), region, ...narrowed, after: page.after, limit: page.limit}, signal: page.signal}).then(body)
export const listAnswers = (states: readonly t.AnswerState[], region: string | undefined, page: Paging = {}, narrowed: Narrowed = {}) => listed('/v1/answers', states, region, page, narrowed)

export interface AnsweredWanted {
  words: string
  verdict?: t.AnswerBody['verdict']
  late?: boolean
  from?: string // at this instant or after it
  to?: string // before this instant
}
const kAnsweredMax = 50 // the API's limit, with what each case file says
const kEmptyPagesMax = 20 // what has no index is looked for a stretch a page

// The answers that ended a filing and hold, newest first, through all there are. A page of the server may
// be empty and have a next: it is read on until there is a row to show, or for so long that the reader
// should be asked.
export async function listAnswered(wanted: AnsweredWanted, page: Paging = {}): Promise<t.Page<t.RulingItem>> {
  const query = {sort: 'answered', detail: true, q: searchWords(wanted.words), state: wanted.verdict && (wanted.verdict === 'pass' ? 'passed' : 'failed'), late: wanted.late, answered_from: wanted.from, answered_to: wanted.to, limit: Math.min(page.limit ?? kAnsweredMax, kAnsweredMax)}
  let after = page.after
  for (let read = 1; ; ++read) {
    const {items, next} = (await ask<t.Page<t.EntryItem>>('/v1/filings', {query: {...query, after}, signal: page.signal})).body
    if (items.length > 0 || next === undefined || read === kEmptyPagesMax) return {items: items.map(asRuling), ...(next === undefined ? {} : {next})}
    after = next
  }
}
const asRuling = (one: t.EntryItem): t.RulingItem => {
  const {app, app_name, subject, subject_name, entry, digest, answer} = one
  if (answer === undefined) return {app, app_name: app_name ?? '', subject, subject_name, entry, digest}
  const {answer: no, ...said} = answer
  return {app, app_name: app_name ?? '', subject, subject_name, entry, digest, answer: {no, entry, ...said}}
}

export const listOrders = (states: readonly ('proposed' | 'standing' | 'discharged' | 'revoked')[], region: string | undefined, page: Paging = {}) => listed('/v1/orders', states, region, page)

export const proposeHold = (what: t.HoldBody) => ask<t.Hold>('/v1/holds', {method: 'POST', body: what}).then(body)
export const decideHold = (hold: number, verb: 'confirm' | 'reject') => ask<t.Hold>(pathOf(`/v1/holds/{hold}/${verb}`, {hold}), {method: 'POST'}).then(body)
export const liftHold = (hold: number, ground: string) => ask<t.Hold>(pathOf('/v1/holds/{hold}/lift', {hold}), {method: 'POST', body: {ground}}).then(body)
