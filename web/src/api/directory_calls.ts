// Organisations, people, subjects, tokens, proposals; and how one signs in.
import {ask, newKey, pathOf} from './client'
import type * as t from './types'
import type {Paging} from './calls'

const body = <Body>(answer: {body: Body}): Body => answer.body
const listed = <Item>(path: string, page: Paging, query = {}) =>
  ask<t.Page<Item>>(path, {query: {...query, after: page.after, limit: page.limit}, signal: page.signal}).then(body)

export const listOrgs = (page: Paging = {}) => listed<t.Org>('/v1/orgs', page)
// The organisations have no read of one alone: those before it are read over.
export async function findOrg(org: string, signal?: AbortSignal): Promise<t.Org | undefined> {
  let after: string | undefined
  do {
    const page = await listOrgs({after, limit: 200, signal})
    const found = page.items.find((one) => one.org === org)
    if (found !== undefined) return found
    after = page.next
  } while (after !== undefined)
  return undefined
}
export const listPeople = (org: string, page: Paging = {}) => listed<t.Person>(pathOf('/v1/orgs/{org}/people', {org}), page)
export const getPerson = (person: string, signal?: AbortSignal) => ask<t.Person>(pathOf('/v1/people/{person}', {person}), {signal}).then(body)
export const listSubjects = (page: Paging = {}) => listed<t.SubjectItem>('/v1/subjects', page)
export const listProposals = (state: t.ProposalState, page: Paging = {}) => listed<t.Proposal>('/v1/proposals', page, {state})
export const listTokens = (person: string, signal?: AbortSignal) =>
  ask<{items: t.Token[]}>(pathOf('/v1/people/{person}/tokens', {person}), {signal}).then((answer) => answer.body.items)

// A change of the directory: carried out once, whatever happens to its answer.
const change = <Body>(method: 'PUT' | 'POST', path: string, what: unknown) =>
  ask<Body>(path, {method, body: what, headers: {'Idempotency-Key': newKey()}})

export const putOrg = (org: string, what: t.OrgBody) => change<t.Org>('PUT', pathOf('/v1/orgs/{org}', {org}), what).then(body)
export const putSubject = (subject: string, what: t.SubjectRecordBody) =>
  change<unknown>('PUT', pathOf('/v1/subjects/{subject}', {subject}), what)
export const invitePerson = (org: string, what: t.InviteBody) =>
  change<t.Person>('POST', pathOf('/v1/orgs/{org}/people', {org}), what).then(body)

// A role that takes a second operator is proposed, not given: then the answer is the proposal.
export async function putPerson(person: string, what: t.PersonBody): Promise<t.Proposal | undefined> {
  const answer = await change<t.Person | t.Proposal>('PUT', pathOf('/v1/people/{person}', {person}), what)
  return answer.status === 202 ? (answer.body as t.Proposal) : undefined
}
// Everything that is kept of somebody; what they did comes page by page, part by part.
const kDoings = ['acts', 'directory_steps', 'category_steps', 'readings', 'attempts'] as const
export const doingsIn = (data: t.PersonData): number => kDoings.reduce((sum, part) => sum + data[part].length, 0)
export async function readPersonData(person: string, told: (doings: number) => void, signal?: AbortSignal): Promise<t.PersonData> {
  const path = pathOf('/v1/people/{person}/data', {person})
  const {next: start, ...all} = (await ask<t.PersonData>(path, {signal})).body
  for (let after = start; after !== undefined; ) {
    const page: t.PersonData = (await ask<t.PersonData>(path, {query: {after}, signal})).body
    for (const part of kDoings) all[part].push(...(page[part] as never[]))
    told(doingsIn(all))
    after = page.next
  }
  return all
}
export const erasePerson = (person: string) => change<{person: string; erased_at: string}>('POST', pathOf('/v1/people/{person}/erase', {person}), {}).then(body)
export const confirmProposal = (proposal: number) =>
  change<t.Proposal>('POST', pathOf('/v1/proposals/{proposal}/confirm', {proposal}), {}).then(body)
export const rejectProposal = (proposal: number) =>
  change<t.Proposal>('POST', pathOf('/v1/proposals/{proposal}/reject', {proposal}), {}).then(body)

// Its answer holds a secret, so it takes no key and is not repeated.
export const issueToken = (person: string, what: t.TokenBody) =>
  ask<t.Token>(pathOf('/v1/people/{person}/tokens', {person}), {method: 'POST', body: what}).then(body)
export const revokeToken = (person: string, token: string) =>
  ask<unknown>(pathOf('/v1/people/{person}/tokens/{token}/revoke', {person, token}), {method: 'POST', body: {}})
export const inviteToSignIn = (person: string, resetsFactor: boolean) =>
  ask<t.Invitation>(pathOf('/v1/people/{person}/invitations', {person}), {method: 'POST', body: {resets_factor: resetsFactor}}).then(body)

// ---- signing in -----------------------------------------------------------------------------------
export const signInByPassword = (what: {person: string; password: string; code?: string}) =>
  ask<t.SignedIn>('/v1/sign-in', {method: 'POST', body: what}).then(body)
export const endSession = () => ask<undefined>('/v1/sign-out', {method: 'POST', body: {}})
export const redeemInvitation = (invitation: string, password: string) =>
  ask<undefined>('/v1/invitations/redeem', {method: 'POST', body: {invitation, password}})
export const prepareOidc = (provider: string, invitation: string) =>
  ask<t.OidcPrepared>(pathOf('/v1/sign-in/oidc/{provider}', {provider}), {method: 'POST', body: {invitation}}).then(body)
export const getSignIn = (signal?: AbortSignal) => ask<t.SignInState>('/v1/me/sign-in', {signal}).then(body)
export const changePassword = (current: string, password: string) =>
  ask<undefined>('/v1/me/password', {method: 'POST', body: {current, password}})
export const beginSecondFactor = (current: string) =>
  ask<t.FactorSecret>('/v1/me/second-factor', {method: 'POST', body: {current}}).then(body)
export const confirmSecondFactor = (code: string) =>
  ask<t.RecoveryCodes>('/v1/me/second-factor/confirm', {method: 'POST', body: {code}}).then(body)
export const removeSecondFactor = (current: string, code: string) =>
  ask<undefined>('/v1/me/second-factor/remove', {method: 'POST', body: {current, code}})
