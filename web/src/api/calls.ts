// Every call of the API that the desks make, one function each.
import {ask, newKey, pathOf, type Ask} from './client'
import type * as t from './types'

export interface Paging {
  after?: string
  limit?: number
  signal?: AbortSignal
}

function listed<Item>(path: string, query: Ask['query'], page: Paging): Promise<t.Page<Item>> {
  return ask<t.Page<Item>>(path, {
    query: {...query, after: page.after, limit: page.limit},
    signal: page.signal,
  }).then((answer) => answer.body)
}

function read<Body>(path: string, signal?: AbortSignal): Promise<Body> {
  return ask<Body>(path, {signal}).then((answer) => answer.body)
}

// ---- reads --------------------------------------------------------------------------------------
export const getServer = (signal?: AbortSignal) => read<t.Server>('/v1/server', signal)
export const getMe = (signal?: AbortSignal) => read<t.Me>('/v1/me', signal)
export const getReadiness = () => read<{status: string}>('/readyz')

// Words of the server's search: shorter and longer ones it refuses.
export const kSearchLeast = 2
export const kSearchMost = 50
export function searchWords(words: string): string | undefined {
  const all = [...words.trim()]
  return all.length < kSearchLeast ? undefined : all.slice(0, kSearchMost).join('')
}
export interface AppsPicked {
  service?: t.ServiceState
  owner?: string
  subject?: string
  detail?: boolean // at most 50 at once
}
export const listApps = (page: Paging = {}, words = '', picked: AppsPicked = {}) =>
  listed<t.AppItem>('/v1/apps', {q: searchWords(words), ...picked, detail: picked.detail === true ? true : undefined}, page)

export const listSubmissions = (state: t.SubmissionState | undefined, page: Paging = {}, q?: string) =>
  listed<t.SubmissionItem>('/v1/submissions', {state, q}, page)

export const listNewestSubmissions = (page: Paging = {}) => listed<t.SubmissionItem>('/v1/submissions', {sort: 'newest'}, page)

export const countFilings = (signal?: AbortSignal) => read<t.StateCounts>('/v1/filings/counts', signal)
export const countSubmissions = (signal?: AbortSignal) => read<t.StateCounts>('/v1/submissions/counts', signal)

export const listFilings = (state: t.EntryState | undefined, page: Paging = {}) =>
  listed<t.EntryItem>('/v1/filings', {state}, page)

export const listInbox = (unread: boolean, page: Paging = {}) =>
  listed<t.Notice>('/v1/inbox', {unread}, page)

export const listEvents = (app: string, page: Paging = {}) =>
  listed<t.LogEvent>(pathOf('/v1/apps/{app}/events', {app}), {}, page)

export const getCase = (app: string, signal?: AbortSignal) =>
  read<t.Case>(pathOf('/v1/apps/{app}', {app}), signal)

export const getSubmission = (app: string, no: number, signal?: AbortSignal) =>
  read<t.SubmissionDetail>(pathOf('/v1/apps/{app}/submissions/{no}', {app, no}), signal)

export const getReport = (app: string, no: number, signal?: AbortSignal) =>
  read<t.CheckReport>(pathOf('/v1/apps/{app}/submissions/{no}/report', {app, no}), signal)

// The newest ones: more than a desk can show, so that what a case names is among them.
const kPackagePages = 5
const kPackagesAPage = 200
export async function listPackages(app: string, signal?: AbortSignal): Promise<t.Page<t.Package>> {
  const items: t.Package[] = []
  let after: string | undefined
  for (let page = 0; page < kPackagePages; ++page) {
    const some = await listed<t.Package>(pathOf('/v1/apps/{app}/packages', {app}), {}, {after, limit: kPackagesAPage, signal})
    items.push(...some.items)
    if (some.next === undefined) return {items}
    after = some.next
  }
  return {items, next: after}
}

export const listCategories = (signal?: AbortSignal) =>
  read<{catalogue_version: string; items: t.CategoryItem[]}>('/v1/categories', signal)

export const getCategory = (id: string, signal?: AbortSignal) =>
  read<t.Category>(pathOf('/v1/categories/{id}', {id}), signal)

export const listRegions = () => read<{items: t.Region[]}>('/v1/regions')
export const listReasons = () => read<{items: t.ReasonRow[]}>('/v1/reasons')

export const markNoticeRead = (id: number) =>
  ask<undefined>(pathOf('/v1/inbox/{id}/read', {id}), {method: 'POST'})

export const countUnreadNotices = () => read<t.Unread>('/v1/inbox/unread')
export const markAllRead = (upTo: number) =>
  ask<{marked: number}>('/v1/inbox/read-all', {method: 'POST', body: {up_to: upTo}})

export const getSandboxClock = () => read<{now: string}>('/v1/sandbox/clock')
export const moveSandboxClock = (by: string) =>
  ask<{now: string}>('/v1/sandbox/clock', {method: 'POST', body: {by}})

// ---- commands -----------------------------------------------------------------------------------
// One command of the lifecycle, ready to be looked at (dry run) or carried out. Its key is made
// once, so carrying it out again after a lost answer is the same request.
export interface Command {
  path: string
  method: 'POST' | 'DELETE'
  body?: unknown
  ifMatch?: string
  key: string
}

export function command(
  pattern: string,
  params: Record<string, string | number>,
  body?: unknown,
  ifMatch?: string,
): Command {
  return {path: pathOf(pattern, params), method: 'POST', body, ifMatch, key: newKey()}
}

export async function send(
  what: Command,
  how: {dryRun: boolean; signal?: AbortSignal},
): Promise<t.Accepted> {
  const headers: Record<string, string> = {}
  if (!how.dryRun) headers['Idempotency-Key'] = what.key
  if (what.ifMatch !== undefined) headers['If-Match'] = what.ifMatch
  const answer = await ask<t.Accepted>(what.path, {
    method: what.method,
    body: what.body,
    headers,
    query: {dry_run: how.dryRun},
    signal: how.signal,
  })
  return answer.body
}

type Target = {app: string; no: number}
const ofSubmission = (verb: string) => `/v1/apps/{app}/submissions/{no}/${verb}`

export const commands = {
  submit: (app: string, body: t.SubmitBody) =>
    command('/v1/apps/{app}/submissions', {app}, body),
  ask: (at: Target, text: string) => command(ofSubmission('question'), at, {text}),
  reply: (at: Target, text: string) => command(ofSubmission('answer'), at, {text}),
  pass: (at: Target, body: {digest: string; present: string[]; reason?: string}, etag: string) =>
    command(ofSubmission('pass'), at, body, etag),
  refuse: (at: Target, body: {digest: string; reasons: t.ReasonBody[]}, etag: string) =>
    command(ofSubmission('refuse'), at, body, etag),
  withdraw: (at: Target) => command(ofSubmission('withdraw'), at),
  appeal: (at: Target, text: string) => command(ofSubmission('appeal'), at, {text}),
  decideAppeal: (at: Target, uphold: boolean, text: string) =>
    command(ofSubmission('decide-appeal'), at, {uphold, text}),
  revokePass: (at: Target, reason: t.ReasonBody) =>
    command(ofSubmission('revoke-pass'), at, {reason}),
  stop: (at: Target, reason: t.ReasonBody) => command(ofSubmission('stop'), at, {reason}),
  chooseRelease: (at: Target, choice: t.ReleaseChoice) =>
    command(ofSubmission('release-choice'), at, {choice}),

  handOver: (app: string, entry: number) =>
    command('/v1/apps/{app}/filings/{entry}/hand-over', {app, entry}),
  answer: (app: string, entry: number, body: t.AnswerBody) =>
    command('/v1/apps/{app}/filings/{entry}/answer', {app, entry}, body),
  signAnswer: (at: Target) => command('/v1/apps/{app}/answers/{no}/sign', at),
  revokeAnswer: (at: Target, text: string) =>
    command('/v1/apps/{app}/answers/{no}/revoke', at, text === '' ? {} : {text}),
  order: (app: string, body: t.OrderBody) => command('/v1/apps/{app}/orders', {app}, body),
  signOrder: (at: Target) => command('/v1/apps/{app}/orders/{no}/sign', at),
  revokeOrder: (at: Target, text: string) =>
    command('/v1/apps/{app}/orders/{no}/revoke', at, text === '' ? {} : {text}),
  takeDownNow: (at: Target) => command('/v1/apps/{app}/orders/{no}/comply', at),

  release: (app: string, submission: number, share: number) =>
    command('/v1/apps/{app}/release', {app}, {submission, share}),
  setShare: (app: string, share: number) => command('/v1/apps/{app}/share', {app}, {share}),
  rollBack: (app: string, submission: number) =>
    command('/v1/apps/{app}/roll-back', {app}, {submission}),
  suspend: (app: string) => command('/v1/apps/{app}/suspend', {app}),
  resume: (app: string) => command('/v1/apps/{app}/resume', {app}),

  register: (body: {app: string; name: string; subject: string; owner: string; own: boolean}) =>
    command('/v1/apps', {}, body),
  authoriseAgency: (app: string, agency: string, until?: string) =>
    command('/v1/apps/{app}/agencies', {app}, until === undefined ? {agency} : {agency, until}),
  endAuthorisation: (app: string, org: string): Command => ({
    ...command('/v1/apps/{app}/agencies/{org}', {app, org}),
    method: 'DELETE',
  }),
  changeSubject: (app: string, body: {subject: string; kind?: t.SubjectKind; region?: string}) =>
    command('/v1/apps/{app}/subject', {app}, body),
}
