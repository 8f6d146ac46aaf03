// What the server finds by words: mini-programs by name, id, subject, owner or telephone, submissions by
// digest, filings by subject's name or digest. A list that has no index for the words answers short pages, even
// empty ones: it is read on, a few pages, until something is found.
import {listApps, listSubmissions, searchWords, type Paging} from '@/api/calls'
import {listSubjects} from '@/api/directory_calls'
import {searchFilings} from '@/api/versions'
import type {AppItem, EntryItem, Page, SubjectItem, SubmissionItem} from '@/api/types'
import {matches} from './row_keys'

export interface FoundCases {
  words: string
  apps: AppItem[]
  cases: SubmissionItem[]
  filings: EntryItem[]
}
export const kFoundNothing: FoundCases = {words: '', apps: [], cases: [], filings: []}

const kAtOnce = 12
const kPagesMost = 5
const kSubjectsMost = 3
const kWholeId = /^[\w.-]{3,64}$/

async function firstOf<Item>(read: (page: Paging) => Promise<Page<Item>>, signal: AbortSignal): Promise<Item[]> {
  let after: string | undefined
  for (let n = 0; n < kPagesMost; ++n) {
    const page = await read({after, limit: kAtOnce, signal})
    if (page.items.length > 0 || page.next === undefined) return page.items
    after = page.next
  }
  return []
}

// `subjects`: those whose names are known here; the server's list of them takes no words.
export async function findCases(wanted: string, subjects: readonly SubjectItem[], signal: AbortSignal): Promise<FoundCases> {
  const q = searchWords(wanted)
  const whole = kWholeId.test(wanted) ? [{subject: wanted}, {owner: wanted}] : []
  const named = subjects.filter((one) => matches(wanted, one.name)).slice(0, kSubjectsMost).map((one) => ({subject: one.subject}))
  const page = {limit: kAtOnce, signal}
  // What one may not read, or is not reached, is found by nothing.
  const read = async <Item>(items: Promise<Item[]>): Promise<Item[]> => items.catch(() => [])
  const [cases, filings, ...apps] = await Promise.all([
    read(firstOf((at) => listSubmissions(undefined, at, q), signal)),
    read(firstOf((at) => searchFilings(q ?? '', at), signal)),
    read(firstOf((at) => listApps(at, wanted), signal)),
    ...[...whole, ...named].map((picked) => read(listApps(page, '', picked).then((list) => list.items))),
  ])
  return {words: wanted, apps: apps.flat(), cases, filings}
}

export async function knownSubjects(): Promise<SubjectItem[]> {
  return listSubjects({limit: 200}).then((list) => list.items, () => [])
}
