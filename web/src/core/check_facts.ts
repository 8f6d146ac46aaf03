// What a check's report means for what is to be declared. Pure.
import type {CheckReport, InvolvedCategory, SubjectCategory} from '@/api/types'
import {instant} from './time'

const kInvolvedFrom = 0.5 // docs/check-report.md: below that it is only likely

export const involvedOf = (report: CheckReport): InvolvedCategory[] => report.categories.filter((one) => one.confidence >= kInvolvedFrom)

export type NeededStep = 'declare' | 'apply' | 'remove'

export interface NeededCategory {
  id: string
  step: NeededStep
}

// The smallest set that covers the content is what it involves, no more: each is declared, applied for
// first, or, where it is not open to this kind of subject, taken out of the content.
export function neededOf(involved: readonly InvolvedCategory[], rows: ReadonlyMap<string, SubjectCategory>, now: number): NeededCategory[] {
  return involved.map(({id}) => {
    const row = rows.get(id)
    if (row === undefined) return {id, step: 'declare'}
    const until = instant(row.grant?.valid_until)
    if (row.grant?.valid === true && (until === undefined || until > now)) return {id, step: 'declare'}
    return {id, step: row.open ? 'apply' : 'remove'}
  })
}
