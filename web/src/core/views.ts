// Views that a reader saved: the words of a list's address under a name, in this browser.
//
// Invariants: a view holds what stands in the address and nothing else, so whoever may not see a case
// sees it through no view either. Names and numbers that somebody looked for are theirs: each person has
// their own views, whoever else sits at this browser. At most kViewsMax of a list; the oldest does not
// give way, saving is refused.
import {computed, ref} from 'vue'
import {session} from './session'

export interface View {
  name: string
  query: Record<string, string>
}

export const kViewsMax = 20
const kNameMax = 40
const kKey = 'baobei.views' // and the person; without one it is of a time when all shared it

type Kept = Record<string, View[]>

const isView = (one: unknown): one is View =>
  typeof one === 'object' && one !== null && typeof (one as View).name === 'string' && typeof (one as View).query === 'object' && (one as View).query !== null

export function parseViews(text: string | null): Kept {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}')
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return {}
    return Object.fromEntries(
      Object.entries(parsed)
        .filter((row): row is [string, unknown[]] => Array.isArray(row[1]))
        .map(([path, views]) => [path, views.filter(isView).slice(0, kViewsMax)]),
    )
  } catch {
    return {}
  }
}

const written = ref(new Map<string, Kept>()) // what was written since the page was opened, by person
const kept = computed((): Kept => {
  const person = session.me?.person
  return person === undefined ? {} : (written.value.get(person) ?? read(person))
})
dropShared()

function dropShared(): void {
  try {
    localStorage.removeItem(kKey)
  } catch {
    // storage is refused: there is none
  }
}

function read(person: string): Kept {
  try {
    return parseViews(localStorage.getItem(`${kKey}.${person}`))
  } catch {
    return {}
  }
}

function write(views: Kept): void {
  const person = session.me?.person
  if (person === undefined) return
  written.value = new Map(written.value).set(person, views)
  try {
    localStorage.setItem(`${kKey}.${person}`, JSON.stringify(views))
  } catch {
    // storage is refused: as long as the page
  }
}

// Words of an address that are strings; the rest is not a view's.
export const viewQuery = (query: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).filter((row): row is [string, string] => typeof row[1] === 'string' && row[1] !== ''))

export const viewsOf = (path: string): View[] => kept.value[path] ?? []

// Under a name that is there already the view is replaced. false: there are too many.
export function saveView(path: string, name: string, query: Record<string, string>): boolean {
  const trimmed = name.trim().slice(0, kNameMax)
  if (trimmed === '' || session.me === null) return false
  const others = viewsOf(path).filter((one) => one.name !== trimmed)
  if (others.length >= kViewsMax) return false
  write({...kept.value, [path]: [...others, {name: trimmed, query}]})
  return true
}

export function dropView(path: string, name: string): void {
  write({...kept.value, [path]: viewsOf(path).filter((one) => one.name !== name)})
}

export const sameQuery = (a: Record<string, string>, b: Record<string, string>): boolean =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())
