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

// The fewest categories that cover the content, as the report names them (R5): each is declared or
// applied for first. What it involves that is not open to this kind of subject is to be taken out.
// A report from before it named them asks for all that is involved.
export function neededOf(report: CheckReport, rows: ReadonlyMap<string, SubjectCategory>, now: number): NeededCategory[] {
  const involved = involvedOf(report).map((one) => one.id)
  const closed = involved.filter((id) => rows.get(id)?.open === false)
  const ids = report.covering === undefined ? involved : [...new Set([...report.covering, ...closed])]
  return ids.map((id) => {
    const row = rows.get(id)
    if (row === undefined) return {id, step: 'declare'}
    const until = instant(row.grant?.valid_until)
    if (row.grant?.valid === true && (until === undefined || until > now)) return {id, step: 'declare'}
    return {id, step: row.open ? 'apply' : 'remove'}
  })
}
