// Files that are handed over signed: dossiers to an office, its answers back, and the keys it signs with.
import {ask, openBody, pathOf, urlOf} from './client'
import type * as t from './types'

const body = <Body>(answer: {body: Body}): Body => answer.body
export const readSignedBundle = (region: string, signal?: AbortSignal) =>
  openBody(urlOf('/v1/filings/bundle', {region}), {headers: {Accept: 'application/x-ndjson'}, signal}).then((response) => response.blob())
// Each under the key of its first try.
export const handOverBundle = (bundle: unknown, key: string) => ask<t.Job>('/v1/filings/bundle/hand-over', {method: 'POST', body: bundle, headers: {'Idempotency-Key': key}}).then(body)
export const importSignedAnswers = (answers: unknown, key: string) => ask<t.Job>('/v1/filings/answers-bundle', {method: 'POST', body: answers, headers: {'Idempotency-Key': key}}).then(body)

export const listOfficeKeys = (region: string, signal?: AbortSignal) => ask<{items: t.OfficeKey[]}>('/v1/office-keys', {query: {region}, signal}).then((answer) => answer.body.items)
export const addOfficeKey = (what: t.OfficeKeyBody) => ask<t.OfficeKey>('/v1/office-keys', {method: 'POST', body: what}).then(body)
export const decideOfficeKey = (key: string, verb: 'confirm' | 'revoke') => ask<t.OfficeKey>(pathOf(`/v1/office-keys/{key}/${verb}`, {key}), {method: 'POST'}).then(body)
