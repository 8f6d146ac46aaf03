// Refusals that were appealed, as the server picks them out, and for a file each with what its appeal
// says, which stands in its case alone.
import {getSubmission, type Paging} from '@/api/calls'
import type {Page, SubmissionItem} from '@/api/types'
import {listDetailedSubmissions} from '@/api/versions'
import {openAppeal, type Appealed} from './appeal'

const kAtOnce = 3
export interface AppealRow {
  item: SubmissionItem
  appeal?: Appealed // undefined: it is decided
}

export const listAppealed = (page: Paging): Promise<Page<SubmissionItem>> => listDetailedSubmissions('refused', page, {why: 'appeal'})

export async function listAppeals(page: Paging): Promise<Page<AppealRow>> {
  const {items, ...rest} = await listAppealed(page)
  const rows: AppealRow[] = []
  for (let from = 0; from < items.length; from += kAtOnce) {
    const read = items.slice(from, from + kAtOnce).map(async (item) => ({item, appeal: openAppeal(await getSubmission(item.app, item.submission, page.signal))}))
    rows.push(...(await Promise.all(read)))
  }
  return {...rest, items: rows}
}
