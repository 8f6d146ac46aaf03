// What an office takes along: every filing that waits for its answer with its dossier's facts and the
// signed receipt, in one file, and the table to fill in.
import {getCase, getSubmission} from '@/api/calls'
import type {EntryItem, SignedReceipt} from '@/api/types'
import {listDetailedFilings} from '@/api/versions'
import {csvFile} from './csv'
import {receiptOf} from './filing_policy'

export const kBundleMax = 500
const kOpen = ['running', 'without_period', 'silent'] as const

export interface BundleRow {
  item: EntryItem
  subject: unknown
  categories: unknown
  notes: string | null
  earlier: unknown
  receipt: SignedReceipt | null
}

async function openFilings(signal: AbortSignal): Promise<EntryItem[]> {
  const all: EntryItem[] = []
  for (const state of kOpen) {
    let after: string | undefined
    do {
      const page = await listDetailedFilings(state, {after, signal})
      all.push(...page.items)
      after = page.next
    } while (after !== undefined && all.length < kBundleMax)
  }
  return all.slice(0, kBundleMax)
}

async function rowOf(item: EntryItem, signal: AbortSignal): Promise<BundleRow> {
  const [file, submission, receipt] = await Promise.all([
    getCase(item.app, signal),
    getSubmission(item.app, item.submission, signal),
    receiptOf(item.app, item.entry, signal).then((read) => read ?? null),
  ])
  const submitted = submission.thread.find((one) => one.type === 'submitted')?.data as {notes?: string | null} | undefined
  return {
    item: {...item, digest: submission.digest},
    subject: file.subject,
    categories: submission.categories ?? [],
    notes: submitted?.notes ?? null,
    earlier: {entries: file.entries.filter((one) => one.no !== item.entry), answers: file.answers ?? []},
    receipt,
  }
}

export async function readBundle(signal: AbortSignal, told: (done: number, of: number) => void): Promise<BundleRow[]> {
  const items = await openFilings(signal)
  const rows: BundleRow[] = []
  told(0, items.length)
  for (const item of items) {
    rows.push(await rowOf(item, signal))
    told(rows.length, items.length)
  }
  return rows
}

export const bundleText = (rows: readonly BundleRow[], region: string, at: string): string =>
  JSON.stringify({schema: 'baobei.office-bundle/1', region, exported_at: at, filings: rows}, null, 1)

// To be filled in: the columns that the import reads, and what helps the reader find the row.
// `titles`: app, filing, digest, verdict, points, name, end, by names that the import knows.
export const answerTable = (rows: readonly BundleRow[], titles: readonly string[]): string =>
  csvFile(
    titles,
    rows.map(({item}) => [item.app, item.entry, item.digest, '', '', item.app_name, item.end]),
  )
