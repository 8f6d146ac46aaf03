// @vitest-environment node
import {describe, expect, it} from 'vitest'
import type {Document, SubjectCategory} from '@/api/types'
import {applyBody, endOfDay, groupedCategories, kEmptyApplication, lackOf, standingOf, unopened} from './my_categories'

const now = Date.parse('2026-03-02T09:00:00Z')
const row = (id: string, more: Partial<SubjectCategory> = {}): SubjectCategory => ({
  id, name_zh: id, name_en: id, filing_category: false, status: 'open', open: true, any_of: [], exclusive: false, may_apply: true, ...more,
})
const until = (days: number) => new Date(now + days * 86_400_000).toISOString()
const application = (state: 'applied' | 'refused' | 'accepted') =>
  ({application: 1, subject: 's', category: 'c', state, revision: 1, documents: 1, applied_at: until(-1), changed_at: until(-1)})

describe('how a category stands', () => {
  it.each([
    ['held', row('a', {grant: {valid: true}})],
    ['held', row('a', {grant: {valid: true, valid_until: until(31)}})],
    ['expiring', row('a', {grant: {valid: true, valid_until: until(29)}})],
    ['expiring', row('a', {grant: {valid: true, valid_until: until(29)}, application: application('applied')})],
    ['lapsed', row('a', {grant: {valid: false, valid_until: until(-1)}})],
    ['applied', row('a', {grant: {valid: false}, application: application('applied'), may_apply: false})],
    ['applied', row('a', {application: application('applied'), may_apply: false})],
    ['refused', row('a', {application: application('refused')})],
    ['open', row('a')],
    ['blocked', row('a', {may_apply: false})],
    ['closed', row('a', {may_apply: false, open: false})],
  ] as const)('is %s', (standing, one) => expect(standingOf(one, now)).toBe(standing))

  it('puts what ends soonest first', () => {
    const groups = groupedCategories(
      [row('open'), row('later', {grant: {valid: true, valid_until: until(20)}}), row('sooner', {grant: {valid: true, valid_until: until(2)}}), row('held', {grant: {valid: true}}), row('shut', {open: false, may_apply: false})],
      now,
    )
    expect(groups.act.map((one) => one.row.id)).toEqual(['sooner', 'later'])
    expect(groups.mine.map((one) => one.row.id)).toEqual(['held'])
    expect(groups.open.map((one) => one.row.id)).toEqual(['open'])
    expect(groups.closed.map((one) => one.row.id)).toEqual(['shut'])
  })
})

describe('an application', () => {
  const document = {document: 7, file: 'a.pdf', title: ' 许可证 ', number: '', issuer: '', expires: '2027-03-01'}
  it('says what it lacks', () => {
    const draft = kEmptyApplication()
    expect(lackOf(draft, {needsDocument: true, reasons: 0})).toBe('document')
    expect(lackOf(draft, {needsDocument: false, reasons: 0})).toBeUndefined()
    draft.documents.push(document)
    expect(lackOf(draft, {needsDocument: true, reasons: 2})).toBe('answers')
    draft.answers = {1: 'x', 2: ' '}
    expect(lackOf(draft, {needsDocument: true, reasons: 2})).toBe('answers')
    draft.answers[2] = 'y'
    expect(lackOf(draft, {needsDocument: true, reasons: 2})).toBeUndefined()
    draft.documents.push({...document, document: undefined, number: 'X1'})
    expect(lackOf(draft, {needsDocument: true, reasons: 2})).toBe('upload')
  })
  it('sends what was said and nothing else', () => {
    const draft = {...kEmptyApplication(), documents: [document, {...document, document: undefined}], answers: {1: ' 已补 '}, words: ' '}
    expect(applyBody('c', draft, 1)).toEqual({
      category: 'c',
      documents: [{document: 7, title: '许可证', expires: endOfDay('2027-03-01')}],
      answers: [{reason: 1, text: '已补'}],
    })
    expect(endOfDay('')).toBeUndefined()
    expect(endOfDay('2027-13-40')).toBeUndefined()
  })
})

describe('documents that nobody opened', () => {
  const document = (no: number, change: Partial<Document> = {}): Document => ({document: no, media_type: 'application/pdf', bytes: 1, uploaded_at: until(-2), digest: 'd'.repeat(64), ...change})
  const access = (no: number) => ({document: no, person: 'p-1', at: until(-1)})
  it.each([
    ['none there', [], [], {n: 0, of: 0}],
    ['all', [document(1), document(2)], [], {n: 2, of: 2}],
    ['one, the other read twice', [document(1), document(2)], [access(2), access(2)], {n: 1, of: 2}],
    ['an erased one does not count', [document(1, {erased_at: until(-1)}), document(2)], [access(2)], {n: 0, of: 1}],
  ] as const)('%s', (_, documents, accesses, told) => expect(unopened(documents, accesses)).toEqual(told))
})
