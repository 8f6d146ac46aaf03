// What a developer gives with a submission: complete before it is sent, shown to whom it is for.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import SubmissionForm from '@/components/SubmissionForm.vue'
import type {Submission} from '@/api/types'
import {formBody, missingInForm} from '@/core/submission_form'
import {hasHan, leavePages, me, show, type Answers} from '@/core/test_page'
import type {Language} from '@/i18n'

afterEach(leavePages)
const kNoAccount = {account: '', password: '', remarks: ''}
const kPictures = {items: [{picture: 'pic-1', digest: 'a'.repeat(64), media_type: 'image/png', bytes: 10, uploaded_at: '2026-03-02T09:00:00Z'}, {picture: 'pic-2', digest: 'b'.repeat(64), media_type: 'image/png', bytes: 10, uploaded_at: '2026-03-02T09:00:00Z', erased_at: '2026-03-03T09:00:00Z'}]}
const submission = (change: Partial<Submission> = {}) =>
  ({no: 3, ugc: {scenes: ['text', 'other'], methods: ['people'], audit_team: true, text: '<b>boards</b>'}, pictures: [{picture: 'pic-1', digest: 'a'.repeat(64)}, {picture: 'pic-2', digest: 'b'.repeat(64)}], test_account: true, ...change}) as unknown as Submission
const start = (props: Record<string, unknown>, language: Language = 'en', answers: Answers = {}) =>
  show(SubmissionForm, {language, address: '/x', me: me(['reviewer'], {may: ['pass_review']}), props: {app: 'wx1', submission: submission(), ...props}, answers: {'GET /v1/apps/wx1/form-pictures': kPictures, 'GET /v1/apps/wx1/submissions/3/test-account': {account: 'tester', password: 'p w', remarks: 'top right'}, ...answers}})

describe('the form of a submission', () => {
  it('is complete without anything', () => {
    expect(missingInForm(undefined, false, kNoAccount)).toBe('')
    expect(formBody(undefined, [], kNoAccount)).toEqual({})
  })
  it('says that users publish nothing', () => {
    expect(missingInForm({scenes: []}, false, kNoAccount)).toBe('')
    expect(formBody({scenes: [], methods: ['people']}, [], kNoAccount)).toEqual({ugc: {scenes: []}})
  })
  it.each([
    [{scenes: []}, 'form.missingScene'],
    [{scenes: ['text'] as const, methods: []}, 'form.missingMethod'],
    [{scenes: ['other'] as const, methods: ['people'] as const, text: ' '}, 'form.missingText'],
  ])('asks for what is missing of users’ content: %o', (ugc, key) => {
    expect(missingInForm(JSON.parse(JSON.stringify(ugc)), true, kNoAccount)).toBe(key)
  })
  it.each([
    [{account: 'a', password: '', remarks: ''}],
    [{account: '', password: 'b', remarks: ''}],
    [{account: '', password: '', remarks: 'c'}],
  ])('takes an account with its password or neither: %o', (account) => {
    expect(missingInForm(undefined, false, account)).toBe('form.missingAccount')
  })
  it('sends what was filled in, a password as it was typed', () => {
    expect(formBody({scenes: ['text'], methods: ['people'], text: ' x '}, ['pic-1'], {account: 'a', password: ' b ', remarks: ' '})).toEqual({ugc: {scenes: ['text'], methods: ['people'], audit_team: false, text: 'x'}, pictures: ['pic-1'], test_account: {account: 'a', password: ' b '}})
  })
})

describe.each(['zh', 'en'] as const)('what was given, in %s', (language) => {
  it('is shown in that language, as text, erased pictures as erased', async () => {
    const {text, page} = await start({submission: submission({ugc: {scenes: ['text'], methods: ['none'], audit_team: false, text: '<b>boards</b>'}})}, language)
    expect(text()).toContain('<b>boards</b>')
    expect(text()).toContain(language === 'zh' ? '已清除' : 'Erased')
    expect(page.find('b').exists()).toBe(false)
    expect(hasHan(text())).toBe(language === 'zh')
  })
})

describe('the test account', () => {
  it('is read by a reviewer on demand alone', async () => {
    const {page, text, button, of} = await start({reviewer: true})
    expect(of('GET', '/v1/apps/wx1/submissions/3/test-account')).toHaveLength(0)
    await button('Show account').trigger('click')
    await flushPromises()
    expect(page.findAll('input').map((one) => one.element.value)).toEqual(['tester', 'p w'])
    expect(text()).toContain('top right')
  })
  it('is offered to nobody else', async () => {
    const {text, button} = await start({})
    expect(button('Show account').exists()).toBe(false)
    expect(text()).toContain('reviewers alone see it')
  })
  it('is not spoken of where none was given', async () => {
    const {text} = await start({submission: submission({test_account: false})})
    expect(text()).not.toContain('account')
  })
})
