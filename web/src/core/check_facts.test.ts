// @vitest-environment node
import {describe, expect, it} from 'vitest'
import type {CheckReport, SubjectCategory} from '@/api/types'
import {involvedOf, neededOf} from './check_facts'

const now = Date.parse('2026-03-02T09:00:00Z')
const involved = (id: string, confidence: number) => ({id, first: '', second: '', confidence, declared: false, evidence: []})
const row = (id: string, more: Partial<SubjectCategory>): [string, SubjectCategory] => [
  id,
  {id, name_zh: id, name_en: id, filing_category: false, status: 'open', open: true, any_of: [], exclusive: false, may_apply: true, ...more},
]

describe('what has to be declared', () => {
  it('is what the content involves, not what is merely likely', () => {
    const report = {categories: [involved('a', 0.9), involved('b', 0.5), involved('c', 0.49)]} as unknown as CheckReport
    expect(involvedOf(report).map((one) => one.id)).toEqual(['a', 'b'])
  })
  it('is declared, applied for, or taken out', () => {
    const rows = new Map([
      row('held', {grant: {valid: true}}),
      row('lapsed', {grant: {valid: true, valid_until: '2026-03-02T08:59:59Z'}}),
      row('open', {}),
      row('closed', {open: false}),
    ])
    const categories = ['held', 'lapsed', 'open', 'closed', 'unknown'].map((id) => involved(id, 1))
    const steps = (covering?: string[]) => neededOf({categories, covering} as unknown as CheckReport, rows, now).map((one) => `${one.id} ${one.step}`)
    expect(steps()).toEqual(['held declare', 'lapsed apply', 'open apply', 'closed remove', 'unknown declare'])
    expect(steps(['open', 'held'])).toEqual(['open apply', 'held declare', 'closed remove'])
    expect(steps([])).toEqual(['closed remove'])
  })
})
