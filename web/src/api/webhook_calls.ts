// Webhooks of one's organisation: made, mended, tried, and the ledger of what was sent.
import {ask, pathOf} from './client'
import type {Paging} from './calls'
import type * as t from './types'

const body = <Body>(answer: {body: Body}): Body => answer.body
const at = (webhook: string, verb = '') => pathOf(`/v1/webhooks/{webhook}${verb}`, {webhook})
// None takes a key: what answers with a secret, or has the receiver called, is not repeated unasked.
const post = <Body>(path: string, what: unknown = {}) => ask<Body>(path, {method: 'POST', body: what}).then(body)

export const listWebhooks = (signal?: AbortSignal) => ask<{items: t.Webhook[]}>('/v1/webhooks', {signal}).then((answer) => answer.body.items)
export const getWebhook = (webhook: string, signal?: AbortSignal) => ask<t.Webhook>(at(webhook), {signal}).then(body)
export const listAttempts = (webhook: string, page: Paging = {}) =>
  ask<t.Page<t.WebhookAttempt>>(at(webhook, '/attempts'), {query: {after: page.after, limit: page.limit}, signal: page.signal}).then(body)
export const addWebhook = (what: t.WebhookBody) => post<t.NewWebhook>('/v1/webhooks', what)
export const removeWebhook = (webhook: string) => ask<undefined>(at(webhook), {method: 'DELETE'})
export const pauseWebhook = (webhook: string) => ask<t.Webhook>(at(webhook, '/pause'), {method: 'POST'}).then(body)
export const resumeWebhook = (webhook: string, skip: boolean) => post<t.Webhook>(at(webhook, '/resume'), {skip})
export const rotateWebhook = (webhook: string, keepHours: number) => post<t.NewWebhook>(at(webhook, '/rotate'), {keep_hours: keepHours})
export const testWebhook = (webhook: string) => ask<t.WebhookAttempt>(at(webhook, '/test'), {method: 'POST'}).then(body)
export const resendEvent = (webhook: string, logIndex: number) => post<t.WebhookAttempt>(at(webhook, '/resend'), {log_index: logIndex})
