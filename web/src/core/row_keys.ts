// j and k through the rows of a list, and the query in the address.
import {computed, type WritableComputedRef} from 'vue'
import {useRoute, useRouter, type LocationQueryRaw} from 'vue-router'
import {useKeys} from './keys'

function step(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('main .row-link')]
  if (links.length === 0) return
  const at = links.findIndex((link) => link === document.activeElement)
  const next = at === -1 ? (by === 1 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)
  links[next]?.focus()
  links[next]?.scrollIntoView({block: 'nearest'})
}

export function useRowKeys(): void {
  useKeys([
    {keys: 'j', label: 'down', run: () => step(1)},
    {keys: 'k', label: 'up', run: () => step(-1)},
  ])
}

// The query as it will be once the changes on their way have arrived: two words changed at once must
// not undo each other.
let coming: LocationQueryRaw | undefined

// A word of the query, written without a new entry in the history.
export function useQueryWord(name: string, fallback = ''): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => {
      const value = route.query[name]
      return typeof value === 'string' ? value : fallback
    },
    set: (value) => {
      const query: LocationQueryRaw = {...(coming ?? route.query)}
      if (value === fallback) delete query[name]
      else query[name] = value
      coming = query
      void router.replace({query, hash: route.hash}).finally(() => {
        if (coming === query) coming = undefined
      })
    },
  })
}

// Whether any of the texts contains every word of the filter.
export function matches(filter: string, ...texts: (string | undefined)[]): boolean {
  const all = texts.join('\n').toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}
