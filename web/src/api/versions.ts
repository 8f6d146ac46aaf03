// What the API says of a version: its files, their text, what is new in it, and findings with the
// lines around them.
import {ask, pathOf} from './client'
import type {EntryItem, EntryState, Page, QueueReason, SubmissionItem, SubmissionState} from './types'
import type {components} from './schema'

type Schemas = components['schemas']
export type VersionFile = Schemas['VersionFile']
export type VersionFileList = Schemas['VersionFileList']
export type VersionFileText = Schemas['VersionFileText']
export type Comparison = Schemas['Comparison']
export type FileDifferences = Schemas['FileDifferences']
export type PlacedFinding = Schemas['Finding']

const ofVersion = (rest: string): string => `/v1/apps/{app}/packages/{digest}/${rest}`

export const kLinesAtOnce = 5000
const kFilesMax = 20_000

// Every file of a version, by path.
export async function allVersionFiles(app: string, digest: string, signal?: AbortSignal): Promise<VersionFileList> {
  const items: VersionFile[] = []
  let after: string | undefined
  let page: VersionFileList
  do {
    page = (await ask<VersionFileList>(pathOf(ofVersion('files'), {app, digest}), {query: {after, limit: 1000}, signal})).body
    items.push(...page.items)
    after = page.next
  } while (after !== undefined && items.length < kFilesMax)
  return {...page, items}
}

export const getVersionFile = (app: string, digest: string, path: string, from = 1, signal?: AbortSignal) =>
  ask<VersionFileText>(pathOf(ofVersion('files/{path}'), {app, digest, path}), {query: {from, lines: kLinesAtOnce}, signal}).then((answer) => answer.body)

export const getComparison = (app: string, digest: string, signal?: AbortSignal) =>
  ask<Comparison>(pathOf(ofVersion('diff'), {app, digest}), {signal}).then((answer) => answer.body)

export const getFileDifferences = (app: string, digest: string, file: string, before: string | undefined, signal?: AbortSignal) =>
  ask<FileDifferences>(pathOf(ofVersion('diff'), {app, digest}), {query: {file, file_before: before}, signal}).then((answer) => answer.body)

const kFindingsMax = 1000

export async function allFindings(app: string, no: number, signal?: AbortSignal): Promise<{items: PlacedFinding[]; more: boolean}> {
  const items: PlacedFinding[] = []
  let after: string | undefined
  do {
    const page = (await ask<Page<PlacedFinding>>(pathOf('/v1/apps/{app}/submissions/{no}/findings', {app, no}), {query: {after, limit: 200}, signal})).body
    items.push(...page.items)
    after = page.next
  } while (after !== undefined && items.length < kFindingsMax)
  return {items, more: after !== undefined}
}

// ---- lists with what each row's case file says ----------------------------------------------------
const kDetailedMax = 50 // the API's limit
// What a queue is picked by, on the server.
export interface QueuePicked {
  sort?: 'risk'
  why?: QueueReason
  q?: string
}
interface Cut {
  after?: string
  limit?: number
  signal?: AbortSignal
}
const detailed = <Item>(path: string, state: string, {after, limit, signal}: Cut, picked: QueuePicked = {}) =>
  ask<Page<Item>>(path, {query: {state, detail: true, ...picked, after, limit: Math.min(limit ?? kDetailedMax, kDetailedMax)}, signal}).then((answer) => answer.body)

export const listDetailedSubmissions = (state: SubmissionState, page: Cut = {}, picked: QueuePicked = {}) => detailed<SubmissionItem>('/v1/submissions', state, page, picked)
export const listDetailedFilings = (state: EntryState, page: Cut = {}, q?: string) => detailed<EntryItem>('/v1/filings', state, page, {q})
export const searchFilings = (q: string, {after, limit, signal}: Cut) =>
  ask<Page<EntryItem>>('/v1/filings', {query: {q, detail: true, after, limit}, signal}).then((answer) => answer.body)
// Those that were answered, whatever the answer, the newest answer first.
export const listAnsweredFilings = ({after, signal}: Cut) =>
  ask<Page<EntryItem>>('/v1/filings', {query: {sort: 'answered', detail: true, after, limit: kDetailedMax}, signal}).then((answer) => answer.body)

// What became of a row that its list does not have any more. What only the details say is as it was.
export async function findSubmission(was: SubmissionItem, signal?: AbortSignal): Promise<SubmissionItem | undefined> {
  const {body} = await ask<Page<SubmissionItem>>('/v1/submissions', {query: {app: was.app, limit: 200}, signal})
  const found = body.items.find((one) => one.submission === was.submission)
  return found && {...was, ...found}
}
export async function findFiling(was: EntryItem, signal?: AbortSignal): Promise<EntryItem | undefined> {
  const {body} = await ask<Page<EntryItem>>('/v1/filings', {query: {q: `${was.app}/${was.entry}`, limit: 200}, signal})
  const found = body.items.find((one) => one.app === was.app && one.entry === was.entry)
  return found && {...was, ...found}
}
