// How a category stands for a subject, and in which order its people want to read the catalogue. Pure.
import type {Access, ApplicationState, Document, SubjectCategory} from '@/api/types'
import type {Sign, Tint} from './states'
import {instant} from './time'

export type Standing = 'expiring' | 'lapsed' | 'refused' | 'applied' | 'held' | 'open' | 'blocked' | 'closed'

export const kExpiresSoon = 30 * 86_400_000

export function standingOf(row: SubjectCategory, now: number): Standing {
  const until = instant(row.grant?.valid_until)
  const applied = row.application?.state === 'applied'
  if (row.grant?.valid === true) return until !== undefined && until - now < kExpiresSoon ? 'expiring' : 'held'
  if (applied) return 'applied'
  if (row.grant !== undefined) return 'lapsed'
  if (row.application?.state === 'refused') return 'refused'
  if (row.may_apply) return 'open'
  return row.open ? 'blocked' : 'closed'
}

export const kStandingLook: Record<Standing, {sign: Sign; tint: Tint}> = {
  expiring: {sign: 'unsure', tint: 'warn'},
  lapsed: {sign: 'failed', tint: 'danger'},
  refused: {sign: 'failed', tint: 'danger'},
  applied: {sign: 'here', tint: 'platform'},
  held: {sign: 'done', tint: 'none'},
  open: {sign: 'waiting', tint: 'none'},
  blocked: {sign: 'closed', tint: 'none'},
  closed: {sign: 'closed', tint: 'none'},
}

export const kApplicationLook: Record<ApplicationState, {sign: Sign; tint: Tint}> = {
  applied: {sign: 'here', tint: 'platform'},
  accepted: {sign: 'done', tint: 'none'},
  refused: {sign: 'failed', tint: 'danger'},
  withdrawn: {sign: 'closed', tint: 'none'},
}

// Of an application's documents that are still there: those that nobody has opened yet.
export function unopened(documents: readonly Document[], accesses: readonly Access[]): {n: number; of: number} {
  const there = documents.filter((one) => one.erased_at === undefined)
  const opened = new Set(accesses.map((one) => one.document))
  return {n: there.filter((one) => !opened.has(one.document)).length, of: there.length}
}

export type CategoryGroup = 'act' | 'mine' | 'open' | 'closed'
export const kCategoryGroups: CategoryGroup[] = ['act', 'mine', 'open', 'closed']

const kGroupOf: Record<Standing, CategoryGroup> = {
  expiring: 'act',
  lapsed: 'act',
  refused: 'act',
  applied: 'mine',
  held: 'mine',
  open: 'open',
  blocked: 'closed',
  closed: 'closed',
}

export interface MyCategory {
  row: SubjectCategory
  standing: Standing
}

// What ends soonest first; else as the catalogue lists it.
export function groupedCategories(rows: readonly SubjectCategory[], now: number): Record<CategoryGroup, MyCategory[]> {
  const groups: Record<CategoryGroup, MyCategory[]> = {act: [], mine: [], open: [], closed: []}
  for (const row of rows) {
    const standing = standingOf(row, now)
    groups[kGroupOf[standing]].push({row, standing})
  }
  const until = (one: MyCategory): number => instant(one.row.grant?.valid_until) ?? Number.POSITIVE_INFINITY
  for (const group of ['act', 'mine'] as const) groups[group].sort((a, b) => (until(a) === until(b) ? 0 : until(a) - until(b)))
  return groups
}

// ---- the form of an application -------------------------------------------------------------------
export interface DraftDocument {
  document?: number // once it was taken in
  file: string
  title: string
  number: string
  issuer: string
  expires: string // YYYY-MM-DD, '' where it has no end
}

export interface ApplicationDraft {
  alternative: number
  documents: DraftDocument[]
  answers: Record<number, string>
  words: string
}

export const kEmptyApplication = (): ApplicationDraft => ({alternative: 0, documents: [], answers: {}, words: ''})

// The last instant of a day on paper, in the reader's zone.
export const endOfDay = (day: string): string | undefined => {
  const at = new Date(`${day}T23:59:59`)
  return day === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

export interface Wanted {
  needsDocument: boolean
  reasons: number // of the refusal before, each to be answered
}

export type Lack = 'document' | 'upload' | 'answers'

export function lackOf(draft: ApplicationDraft, wanted: Wanted): Lack | undefined {
  const named = draft.documents.filter((one) => one.document !== undefined)
  if (wanted.needsDocument && named.length === 0) return 'document'
  if (draft.documents.some((one) => one.document === undefined && (one.number !== '' || one.issuer !== ''))) return 'upload'
  for (let n = 1; n <= wanted.reasons; ++n) if ((draft.answers[n] ?? '').trim() === '') return 'answers'
  return undefined
}

export function applyBody(category: string, draft: ApplicationDraft, reasons: number) {
  const documents = draft.documents.flatMap((one) => {
    if (one.document === undefined) return []
    const expires = endOfDay(one.expires)
    const words = {title: one.title.trim(), number: one.number.trim(), issuer: one.issuer.trim()}
    const said = Object.fromEntries(Object.entries(words).filter(([, text]) => text !== ''))
    return [{document: one.document, ...said, ...(expires === undefined ? {} : {expires})}]
  })
  const answers = Array.from({length: reasons}, (_, n) => ({reason: n + 1, text: (draft.answers[n + 1] ?? '').trim()}))
  const words = draft.words.trim()
  return {
    category,
    documents,
    ...(answers.length > 0 ? {answers} : {}),
    ...(words === '' ? {} : {words}),
  }
}
