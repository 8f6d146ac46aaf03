// Categories of a subject: the catalogue as it stands for it, documents, applications, grants (R2).
import {sendBytes} from './bytes'
import {command, type Command, type Paging} from './calls'
import {ask, openBody, pathOf} from './client'
import type * as t from './types'

const of = (subject: string, rest: string) => pathOf(`/v1/subjects/{subject}/${rest}`, {subject})

export const listSubjectCategories = (subject: string, signal?: AbortSignal) =>
  ask<t.SubjectCategoryList>(of(subject, 'categories'), {query: {all: true}, signal}).then((answer) => answer.body)

export const listGrants = (subject: string, signal?: AbortSignal) =>
  ask<{items: t.Grant[]}>(of(subject, 'grants'), {signal}).then((answer) => answer.body.items)

export const listApplications = (state: t.ApplicationState | undefined, subject: string | undefined, page: Paging = {}) =>
  ask<t.Page<t.ApplicationItem>>('/v1/applications', {query: {state, subject, after: page.after, limit: page.limit}, signal: page.signal}).then(
    (answer) => answer.body,
  )

export const getApplication = (application: number, signal?: AbortSignal) =>
  ask<t.Application>(pathOf('/v1/applications/{application}', {application}), {signal}).then((answer) => answer.body)

export const listAccesses = (application: number, signal?: AbortSignal) =>
  ask<{items: t.Access[]}>(pathOf('/v1/applications/{application}/accesses', {application}), {signal}).then((answer) => answer.body.items)

export const kDocumentBytesMax = 10 * 1024 * 1024

export const uploadDocument = (subject: string, file: File, onSent: (bytes: number) => void, signal: AbortSignal) =>
  sendBytes<t.Document>(of(subject, 'documents'), file, {method: 'POST', query: {name: file.name.slice(0, 100)}, onSent, signal})

// The file itself; the server records who read it.
export const readDocument = async (application: number, document: number): Promise<Blob> =>
  (await openBody(pathOf('/v1/applications/{application}/documents/{document}', {application, document}), {headers: {Accept: '*/*'}})).blob()

export const applicationCommands = {
  apply: (subject: string, body: t.ApplyBody): Command => command('/v1/subjects/{subject}/applications', {subject}, body),
  withdraw: (application: number, etag: string): Command => command('/v1/applications/{application}/withdraw', {application}, {}, etag),
  accept: (application: number, body: {valid_until?: string; remark?: string}, etag: string): Command =>
    command('/v1/applications/{application}/accept', {application}, body, etag),
  refuse: (application: number, body: {reasons: t.ReasonBody[]; remark?: string}, etag: string): Command =>
    command('/v1/applications/{application}/refuse', {application}, body, etag),
  eraseDocument: (application: number, document: number): Command =>
    command('/v1/applications/{application}/documents/{document}/erase', {application, document}),
  renewGrant: (subject: string, category: string, body: {valid_until?: string; remark: string}): Command =>
    command('/v1/subjects/{subject}/grants/{category}/renew', {subject, category}, body),
  revokeGrant: (subject: string, category: string, body: {reasons: t.ReasonBody[]; remark?: string}): Command =>
    command('/v1/subjects/{subject}/grants/{category}/revoke', {subject, category}, body),
}
