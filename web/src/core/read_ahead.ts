// The source of a list that is sorted or grouped here: its first read goes on for some pages, so that
// this is done among many rows. What is read again afterwards is the first page alone.
import type {Paging} from '@/api/calls'
import type {Page} from '@/api/types'

type Source<Item> = (page: Paging) => Promise<Page<Item>>

// `of`: what the list is asked for; another list is read ahead again.
export function readAhead<Item>(source: Source<Item>, pages: number, of: () => unknown): {source: Source<Item>; anew: () => void} {
  let readOf: string | undefined
  async function ahead(page: Paging): Promise<Page<Item>> {
    const wanted = JSON.stringify([of()])
    const read = await source(page)
    if (page.after !== undefined || readOf === wanted) return read
    const items = [...read.items]
    let {next} = read
    for (let n = 1; n < pages && next !== undefined; ++n) {
      const more = await source({...page, after: next})
      items.push(...more.items)
      next = more.next
    }
    if (page.signal?.aborted !== true) readOf = wanted
    return {...read, items, next}
  }
  return {source: ahead, anew: () => (readOf = undefined)}
}
