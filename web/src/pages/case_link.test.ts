// A link to a case, and a pasted id, lead to what the reader's desk reads: the filing, the submission.
import {afterEach, describe, expect, it} from 'vitest'
import type {Role} from '@/api/types'
import {entry, file, submission} from '@/core/test_cases'
import {leavePages, me, show, type Answers} from '@/core/test_page'
import CaseLink from './CaseLink.vue'

afterEach(leavePages)
const two = file({submissions: [submission(), submission({no: 2})], entries: [entry(), entry({no: 2, submission: 2}), entry({no: 3, submission: 1})]})
const open = async (role: Role, address: string, answers: Answers = {'GET /v1/apps/wx1': two}) => (await show(CaseLink, {language: 'en', address, route: '/c/:app/:no?', me: me([role]), answers})).at()

describe('a link to a case', () => {
  it('leads an office to the filing of that submission, or to the newest', async () => {
    expect(await open('officer', '/c/wx1/2')).toBe('/office/filings/wx1/2')
    leavePages()
    expect(await open('officer', '/c/wx1')).toBe('/office/filings/wx1/3')
  })
  it('leads a reviewer to the newest submission', async () => {
    expect(await open('reviewer', '/c/wx1')).toBe('/review/cases/wx1/2')
    leavePages()
    expect(await open('reviewer', '/c/wx1/1')).toBe('/review/cases/wx1/1')
  })
  it('leads to the list where the case is not theirs, or was never submitted', async () => {
    expect(await open('officer', '/c/wx1', {})).toBe('/office?q=wx1')
    leavePages()
    expect(await open('reviewer', '/c/wx1', {'GET /v1/apps/wx1': file({submissions: [], entries: []})})).toBe('/review?q=wx1')
  })
  it('reads no case for a developer or an operator', async () => {
    expect(await open('developer', '/c/wx1', {})).toBe('/dev/apps/wx1')
    leavePages()
    expect(await open('operator', '/c/wx1/2', {})).toBe('/ops/apps/wx1')
  })
})
