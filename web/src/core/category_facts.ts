// What a category requires, read from the open part of its shape (docs/catalogue.md).
import type {Category, TextPair} from '@/api/types'

export interface RequiredDocument {
  document: TextPair
  conditions: TextPair[]
}

export interface CategoryFacts {
  alternatives: RequiredDocument[][] // any one of them; empty: nothing is asked
  unsupported: TextPair[]
  notes: TextPair[]
  redirects: {when: TextPair; to: string[]}[]
  certainty: string
}

const isPair = (value: unknown): value is TextPair =>
  typeof value === 'object' && value !== null && 'zh' in value && 'en' in value
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

function documentOf(value: unknown): RequiredDocument[] {
  const document = member(value, 'document')
  if (!isPair(document)) return []
  const conditions = list(member(value, 'conditions'))
    .map((one) => member(one, 'reading'))
    .filter(isPair)
  return [{document, conditions}]
}

export function factsOfCategory(category: Category): CategoryFacts {
  const open = category as unknown as Record<string, unknown>
  return {
    alternatives: list(open['any_of']).map((one) => list(member(one, 'all_of')).flatMap(documentOf)),
    unsupported: list(open['unsupported']).filter(isPair),
    notes: list(open['notes']).filter(isPair),
    redirects: list(open['redirects']).flatMap((one) => {
      const when = member(one, 'when')
      const to = list(member(one, 'to')).filter((id) => typeof id === 'string')
      return isPair(when) ? [{when, to}] : []
    }),
    certainty: typeof open['certainty'] === 'string' ? open['certainty'] : '',
  }
}
