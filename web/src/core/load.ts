// Reading from the API into a page: one thing, or a list by cursor.
//
// Invariants: what was shown stays while it is read again; a read that was overtaken changes
// nothing; nothing is read while the page is hidden, what moved meanwhile is read when it is seen
// again. New rows never push shown ones away: they wait until they are asked for (UI.md §1). Rows that
// left stay where they were, and are marked; as many pages are read again as are shown.
import {onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef} from 'vue'
import type {Page} from '@/api/types'
import {live, onMoved} from './live'
import {session} from './session'

const kAgainEvery = 15_000 // while the stream is lost, and of what it does not tell
const kAgainLiveEvery = 120_000
const kGapMin = 2000 // between two reads of one page, however much happens

// How a page follows what happens.
export interface Following {
  live?: boolean // false: read once
  about?: string // only what happens to this mini-program matters
  beside?: boolean // what it shows is not in the log: read by time as well
}

export interface Loaded<Value> {
  value: ShallowRef<Value | undefined>
  error: ShallowRef<unknown>
  loading: Ref<boolean>
  again: () => Promise<void>
}

export function followed(work: () => void, how: Following): void {
  let readAt = Date.now()
  let due = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function run(): void {
    timer = undefined
    if (document.hidden || !session.online || session.expired) return
    due = false
    readAt = Date.now()
    work()
  }
  function soon(): void {
    due = true
    timer ??= setTimeout(run, Math.max(0, kGapMin - (Date.now() - readAt)))
  }

  const deaf = onMoved((apps) => {
    if (how.about === undefined || apps === undefined || apps.has(how.about)) soon()
  })
  const byTime = setInterval(() => {
    const every = live.state === 'live' && how.beside !== true ? kAgainLiveEvery : kAgainEvery
    if (Date.now() - readAt >= every) run()
  }, kAgainEvery / 3)
  const seen = (): void => {
    if (!document.hidden && due) soon()
  }
  document.addEventListener('visibilitychange', seen)
  onScopeDispose(() => {
    deaf()
    clearInterval(byTime)
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', seen)
  })
}

// Compared by what it says: the same, read anew, is no change, and what is shown of it stays.
const whatOf = (when: (() => unknown) | undefined) => (): string | undefined => JSON.stringify(when?.())

// `source` is read at once, again when `when` changes, and when something happened that it is about.
export function useLoad<Value>(
  source: (signal: AbortSignal) => Promise<Value>,
  options: {when?: () => unknown} & Following = {},
): Loaded<Value> {
  const value = shallowRef<Value>()
  const error = shallowRef<unknown>()
  const loading = ref(false)
  let current: AbortController | undefined

  async function again(): Promise<void> {
    current?.abort(new DOMException('overtaken', 'AbortError'))
    const mine = new AbortController()
    current = mine
    loading.value = true
    try {
      const read = await source(mine.signal)
      if (current !== mine) return
      value.value = read
      error.value = undefined
    } catch (caught) {
      if (current !== mine || mine.signal.aborted) return
      error.value = caught
    }
    loading.value = false
  }

  watch(whatOf(options.when), () => {
    value.value = undefined
    void again()
  })
  watch(() => session.round, () => void again())
  if (options.live !== false) followed(() => void again(), options)
  onScopeDispose(() => current?.abort(new DOMException('left', 'AbortError')))
  void again()
  return {value, error, loading, again}
}

const kFollowedMax = 6 // pages of a list that are read again by themselves; what is shown beyond stays
const kLeftMax = 20 // rows that left, each asked for by itself

type Source<Item> = (page: {after?: string; signal: AbortSignal}) => Promise<Page<Item>>

// What became of a row that its list does not have any more. undefined: it is not to be found.
export interface Leaving<Item> {
  read: (item: Item, signal: AbortSignal) => Promise<Item | undefined>
  belongs: (item: Item) => boolean // it only stands elsewhere in the list
}

export interface Listed<Item> {
  items: ShallowRef<Item[]>
  arrived: Ref<number> // how many wait to be shown
  gone: ShallowRef<Set<string>> // shown rows that left the list
  taken: Ref<number> // raised whenever the rows take their places anew
  error: ShallowRef<unknown>
  loading: Ref<boolean>
  first: Ref<boolean> // nothing has been read yet
  hasMore: Ref<boolean>
  more: () => Promise<void>
  again: () => Promise<void>
  showArrived: () => void
}

export interface Merged<Item> {
  rows: Item[]
  arrived: number
  gone: Set<string>
  doubtful: Set<string> // gone, or pushed behind what was read
}

// Puts what a fresh read says about shown rows into them, without moving one; rows that the fresh read
// no longer has stay. `goesOn`: it does not reach the end of the list. Then a row is gone where one that
// stood behind it is still there, and what stands behind the last shown row is not new.
export function merged<Item>(
  shown: readonly Item[],
  fresh: readonly Item[],
  keyOf: (item: Item) => string,
  goesOn = false,
): Merged<Item> {
  const byKey = new Map(fresh.map((item) => [keyOf(item), item]))
  const rows = shown.map((item) => byKey.get(keyOf(item)) ?? item)
  const known = new Set(shown.map(keyOf))
  const lastKnown = fresh.findLastIndex((item) => known.has(keyOf(item)))
  const isNew = (item: Item, at: number): boolean => !known.has(keyOf(item)) && (!goesOn || at < lastKnown)
  const lastHere = shown.findLastIndex((item) => byKey.has(keyOf(item)))
  const missing = shown.flatMap((item, at) => (byKey.has(keyOf(item)) ? [] : [{key: keyOf(item), sure: !goesOn || at < lastHere}]))
  return {
    rows,
    arrived: fresh.filter(isNew).length,
    gone: new Set(missing.flatMap(({key, sure}) => (sure ? [key] : []))),
    // Nothing shown stands behind it, but rows that were not shown yet do.
    doubtful: new Set(lastKnown < fresh.length - 1 ? missing.flatMap(({key, sure}) => (sure ? [] : [key])) : []),
  }
}

interface Stretch<Item> {
  items: Item[]
  next?: string
  pages: number
}

// The first pages of a list as one; a row that moved between two reads stands in it once.
async function firstPages<Item>(source: Source<Item>, keyOf: (item: Item) => string, pages: number, signal: AbortSignal): Promise<Stretch<Item>> {
  const items = new Map<string, Item>()
  let next: string | undefined
  let read = 0
  do {
    const page = await source({after: next, signal})
    for (const item of page.items) if (!items.has(keyOf(item))) items.set(keyOf(item), item)
    next = page.next
    ++read
  } while (next !== undefined && read < pages && !signal.aborted)
  return {items: [...items.values()], next, pages: read}
}

// Asks what became of rows that left. Those that were asked for before are as they were then.
async function asked<Item>(found: Merged<Item>, before: ReadonlySet<string>, keyOf: (item: Item) => string, leaving: Leaving<Item>, signal: AbortSignal): Promise<Merged<Item>> {
  const wanted = found.rows.filter((item) => (found.gone.has(keyOf(item)) || found.doubtful.has(keyOf(item))) && !before.has(keyOf(item)))
  const read = await Promise.all(wanted.slice(0, kLeftMax).map(async (item) => ({key: keyOf(item), now: await leaving.read(item, signal).catch(() => undefined)})))
  const gone = new Set([...found.gone, ...[...found.doubtful].filter((key) => before.has(key))])
  for (const {key, now} of read) {
    if (now === undefined) continue
    if (leaving.belongs(now)) gone.delete(key)
    else gone.add(key)
  }
  const nowOf = new Map(read.map(({key, now}) => [key, now]))
  return {...found, gone, rows: found.rows.map((item) => nowOf.get(keyOf(item)) ?? item)}
}

export function useList<Item>(
  source: Source<Item>,
  keyOf: (item: Item) => string,
  options: {when?: () => unknown; leaving?: Leaving<Item>} & Following = {},
): Listed<Item> {
  const items = shallowRef<Item[]>([])
  const arrived = ref(0)
  const gone = shallowRef(new Set<string>())
  const taken = ref(0)
  const first = ref(true)
  const hasMore = ref(false)
  let next: string | undefined
  let pages = 1 // that are shown
  let fresh: Stretch<Item> | undefined
  const {read, stop, error, loading} = useReading()

  function goOn(after: string | undefined): void {
    next = after
    hasMore.value = after !== undefined
  }
  function take(from: Stretch<Item>): void {
    items.value = from.items
    pages = from.pages
    goOn(from.next)
    arrived.value = 0
    gone.value = new Set()
    fresh = undefined
    first.value = false
    ++taken.value
  }
  async function again(): Promise<void> {
    stop()
    const from = await read((signal) => firstPages(source, keyOf, pages, signal))
    if (from !== undefined) take(from)
  }
  async function more(): Promise<void> {
    const after = next
    if (after === undefined || loading.value) return
    const page = await read((signal) => source({after, signal}))
    if (page === undefined) return
    const known = new Set(items.value.map(keyOf))
    items.value = [...items.value, ...page.items.filter((item) => !known.has(keyOf(item)))]
    ++pages
    goOn(page.next)
  }
  async function look(): Promise<void> {
    if (loading.value) return
    const seen = await read(async (signal) => {
      const from = await firstPages(source, keyOf, Math.min(pages, kFollowedMax), signal)
      const found = merged(items.value, from.items, keyOf, from.next !== undefined)
      return {from, found: options.leaving === undefined || first.value ? found : await asked(found, gone.value, keyOf, options.leaving, signal)}
    })
    if (seen === undefined) return
    const {from, found} = seen
    if (first.value) return take(from)
    items.value = found.rows
    arrived.value = found.arrived
    gone.value = found.gone
    fresh = from
    // What was shown to its end goes on now.
    if (next === undefined && from.pages >= pages) goOn(from.next)
  }
  function showArrived(): void {
    if (fresh === undefined) ++taken.value
    else if (fresh.pages < pages && fresh.next !== undefined) void again()
    else take(fresh)
  }

  watch(whatOf(options.when), () => {
    first.value = true
    items.value = []
    hasMore.value = false
    pages = 1
    void again()
  })
  watch(() => session.round, () => void again())
  if (options.live !== false) followed(() => void look(), options)
  void again()
  return {items, arrived, gone, taken, error, loading, first, hasMore, more, again, showArrived}
}

// One read at a time: what was overtaken or left says nothing.
function useReading() {
  const error = shallowRef<unknown>()
  const loading = ref(false)
  let current = new AbortController()
  async function read<Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value | undefined> {
    const {signal} = current
    loading.value = true
    try {
      const value = await work(signal)
      if (signal.aborted) return undefined
      error.value = undefined
      return value
    } catch (caught) {
      if (!signal.aborted) error.value = caught
      return undefined
    } finally {
      if (!signal.aborted) loading.value = false
    }
  }
  function stop(): void {
    current.abort()
    current = new AbortController()
  }
  onScopeDispose(() => current.abort())
  return {read, stop, error, loading}
}
