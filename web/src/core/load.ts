// Reading from the API into a page: one thing, or a list by cursor.
//
// Invariants: what was shown stays while it is read again; a read that was overtaken changes
// nothing; nothing is read while the page is hidden, what moved meanwhile is read when it is seen
// again. New rows never push shown ones away: they wait until they are asked for (UI.md §1).
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

export interface Listed<Item> {
  items: ShallowRef<Item[]>
  arrived: Ref<number> // how many wait to be shown
  gone: ShallowRef<Set<string>> // shown rows that the newest read does not have any more
  error: ShallowRef<unknown>
  loading: Ref<boolean>
  first: Ref<boolean> // nothing has been read yet
  hasMore: Ref<boolean>
  more: () => Promise<void>
  again: () => Promise<void>
  showArrived: () => void
}

// Puts what a fresh read says about shown rows into them, without moving one; rows that the fresh
// read no longer has stay. Returns the rows and how many new ones wait.
export function merged<Item>(
  shown: readonly Item[],
  fresh: readonly Item[],
  keyOf: (item: Item) => string,
): {rows: Item[]; arrived: number; gone: Set<string>} {
  const byKey = new Map(fresh.map((item) => [keyOf(item), item]))
  const rows = shown.map((item) => byKey.get(keyOf(item)) ?? item)
  const known = new Set(shown.map(keyOf))
  return {
    rows,
    arrived: fresh.filter((item) => !known.has(keyOf(item))).length,
    gone: new Set([...known].filter((key) => !byKey.has(key))),
  }
}

export function useList<Item>(
  source: (page: {after?: string; signal: AbortSignal}) => Promise<Page<Item>>,
  keyOf: (item: Item) => string,
  options: {when?: () => unknown} & Following = {},
): Listed<Item> {
  const items = shallowRef<Item[]>([])
  const arrived = ref(0)
  const gone = shallowRef(new Set<string>())
  const error = shallowRef<unknown>()
  const loading = ref(false)
  const first = ref(true)
  const hasMore = ref(false)
  let next: string | undefined
  let fresh: Page<Item> | undefined
  let current = new AbortController()

  async function read(after: string | undefined): Promise<Page<Item> | undefined> {
    const {signal} = current
    loading.value = true
    try {
      const page = await source({after, signal})
      if (signal.aborted) return undefined
      error.value = undefined
      return page
    } catch (caught) {
      if (!signal.aborted) error.value = caught
      return undefined
    } finally {
      if (!signal.aborted) loading.value = false
    }
  }

  function take(page: Page<Item>): void {
    items.value = page.items
    next = page.next
    hasMore.value = next !== undefined
    arrived.value = 0
    gone.value = new Set()
    fresh = undefined
    first.value = false
  }

  async function again(): Promise<void> {
    current.abort()
    current = new AbortController()
    const page = await read(undefined)
    if (page !== undefined) take(page)
  }

  async function more(): Promise<void> {
    if (next === undefined || loading.value) return
    const page = await read(next)
    if (page === undefined) return
    const known = new Set(items.value.map(keyOf))
    items.value = [...items.value, ...page.items.filter((item) => !known.has(keyOf(item)))]
    next = page.next
    hasMore.value = next !== undefined
  }

  async function look(): Promise<void> {
    if (loading.value) return
    const page = await read(undefined)
    if (page === undefined) return
    if (first.value) return take(page)
    const result = merged(items.value, page.items, keyOf)
    items.value = result.rows
    arrived.value = result.arrived
    // Only a read that reaches the end can tell that a row is gone.
    gone.value = page.next === undefined ? result.gone : new Set()
    fresh = page
  }

  function showArrived(): void {
    if (fresh !== undefined) take(fresh)
  }

  watch(whatOf(options.when), () => {
    first.value = true
    items.value = []
    hasMore.value = false
    void again()
  })
  watch(() => session.round, () => void again())
  if (options.live !== false) followed(() => void look(), options)
  onScopeDispose(() => current.abort())
  void again()
  return {items, arrived, gone, error, loading, first, hasMore, more, again, showArrived}
}
