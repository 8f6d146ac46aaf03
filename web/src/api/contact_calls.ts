// Who is responsible at a subject, and their telephone: as its own people and operators keep it, and as
// whoever may see a case of it reads it.
import {ask, newKey, pathOf} from './client'
import type * as t from './types'

const body = <Body>(answer: {body: Body}): Body => answer.body
const of = (subject: string): string => pathOf('/v1/subjects/{subject}/contact', {subject})

export const getCaseContact = (app: string, signal?: AbortSignal) => ask<t.SubjectContact>(pathOf('/v1/apps/{app}/contact', {app}), {signal}).then(body)
export const getContact = (subject: string, signal?: AbortSignal) => ask<t.SubjectContact>(of(subject), {signal}).then(body)
export const putContact = (subject: string, what: t.ContactBody) => ask<t.SubjectContact>(of(subject), {method: 'PUT', body: what, headers: {'Idempotency-Key': newKey()}}).then(body)
export const removeContact = (subject: string) => ask<unknown>(of(subject), {method: 'DELETE', headers: {'Idempotency-Key': newKey()}})
