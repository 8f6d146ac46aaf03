// Answers and orders as lists of their own, and the legal holds on what they are about.
import {ask, pathOf} from './client'
import type {Paging} from './calls'
import type * as t from './types'

const body = <Body>(answer: {body: Body}): Body => answer.body
interface Narrowed {
  late?: boolean // of answers
  from?: string // none before this instant
}
const listed = (path: string, states: readonly string[], region: string | undefined, page: Paging, narrowed: Narrowed = {}) =>
  ask<t.Page<t.RulingItem>>(path, {query: {state: states.join(','), region, ...narrowed, after: page.after, limit: page.limit}, signal: page.signal}).then(body)
export const listAnswers = (states: readonly t.AnswerState[], region: string | undefined, page: Paging = {}, narrowed: Narrowed = {}) => listed('/v1/answers', states, region, page, narrowed)
export const listOrders = (states: readonly ('proposed' | 'standing' | 'discharged' | 'revoked')[], region: string | undefined, page: Paging = {}) => listed('/v1/orders', states, region, page)

export const proposeHold = (what: t.HoldBody) => ask<t.Hold>('/v1/holds', {method: 'POST', body: what}).then(body)
export const decideHold = (hold: number, verb: 'confirm' | 'reject') => ask<t.Hold>(pathOf(`/v1/holds/{hold}/${verb}`, {hold}), {method: 'POST'}).then(body)
export const liftHold = (hold: number, ground: string) => ask<t.Hold>(pathOf('/v1/holds/{hold}/lift', {hold}), {method: 'POST', body: {ground}}).then(body)
