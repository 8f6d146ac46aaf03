// A reviewer's unfinished decision, and the reasons of it as the API takes them. Pure.
import type {ReasonBody} from '@/api/types'

export interface Decision {
  present: Record<string, boolean>
  passReason: string
  reasons: {id: string; category: string; text: string}[]
  question: string
  uphold?: boolean
  appealText: string
}

export const kEmptyDecision = (): Decision => ({present: {}, passReason: '', reasons: [], question: '', appealText: ''})

// undefined: none was picked, or one that must name a category does not.
export function reasonBodies(
  picked: Decision['reasons'],
  namesCategory: (id: string) => boolean = () => false,
): ReasonBody[] | undefined {
  if (picked.length === 0 || picked.some((one) => one.category === '' && namesCategory(one.id))) return undefined
  return picked.map(({id, category, text}) => ({
    reason: id,
    ...(category === '' ? {} : {category}),
    ...(text.trim() === '' ? {} : {text: text.trim()}),
  }))
}
