// The mini-programs that one sees, or those picked, page after page, up to a limit.
import {listApps, type AppsPicked} from '@/api/calls'
import type {AppItem} from '@/api/types'

export const kAppsRead = 2000
const kPage = 200
const kDetailedPage = 50 // the API's limit

export async function allApps(signal: AbortSignal, most = kAppsRead, picked: AppsPicked = {}): Promise<{items: AppItem[]; cut: boolean}> {
  const items: AppItem[] = []
  let after: string | undefined
  do {
    const page = await listApps({after, limit: picked.detail === true ? kDetailedPage : kPage, signal}, '', picked)
    items.push(...page.items)
    after = page.next
  } while (after !== undefined && items.length < most)
  return {items, cut: after !== undefined}
}
