// The mini-programs that one sees, page after page, up to a limit: for what no list of the API picks out.
import {listApps} from '@/api/calls'
import type {AppItem} from '@/api/types'

export const kAppsRead = 2000
const kPage = 200

export async function allApps(signal: AbortSignal, most = kAppsRead): Promise<{items: AppItem[]; cut: boolean}> {
  const items: AppItem[] = []
  let after: string | undefined
  do {
    const page = await listApps({after, limit: kPage, signal})
    items.push(...page.items)
    after = page.next
  } while (after !== undefined && items.length < most)
  return {items, cut: after !== undefined}
}
