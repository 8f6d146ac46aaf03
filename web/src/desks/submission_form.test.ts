// What a developer gives with a submission: complete before it is sent, shown to whom it is for.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it, vi} from 'vitest'
import SubmissionForm from '@/components/SubmissionForm.vue'
import DevSubmit from './dev/DevSubmit.vue'
import type {Submission} from '@/api/types'
import {formBody, missingInForm} from '@/core/submission_form'
import {file} from '@/core/test_cases'
import {answer, hasHan, leavePages, me, show, type Answers} from '@/core/test_page'
import type {Language} from '@/i18n'

// The field itself brings style sheets of a library.
vi.mock('@/components/CategoryPicker.vue', () => ({default: {props: ['modelValue'], emits: ['update:modelValue'], template: `<input id="picked" :value="modelValue.join()" @input="$emit('update:modelValue', $event.target.value.split(','))" />`}}))
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

describe('what is filled in for a submission', () => {
  const digest = 'a'.repeat(64)
  const submit = (answers: Answers = {}) =>
    show(DevSubmit, {
      language: 'en', address: `/dev/apps/wx1/check?digest=${digest}`, route: '/dev/apps/:app/check', me: me(['developer']),
      answers: {
        'GET /v1/apps/wx1': file({items: [{no: 4, point: {code: 'ugc_no_moderation'}, answer: 1, closed: false}] as never}),
        'GET /v1/apps/wx1/packages': {items: [{digest, label: '1.0.0', files: 3, bytes: 900, uploaded_at: '2026-03-02T09:00:00Z'}]},
        'GET /v1/subjects/sub-1/categories': {items: []},
        ...answers,
      },
    })
  const typed = ({page}: Awaited<ReturnType<typeof submit>>) => ['picked', 'notes', 'item-4', 'test-account', 'test-remarks', 'test-password'].map((id) => (page.find(`#${id}`).element as HTMLInputElement).value)
  async function fill(shown: Awaited<ReturnType<typeof submit>>): Promise<void> {
    for (const [id, words] of [['picked', 'tools,social-live'], ['notes', 'what is new'], ['item-4', 'moderated now'], ['test-account', 'tester'], ['test-password', 'p4ss w0rd'], ['test-remarks', 'top right']] as const) await shown.page.find(`#${id}`).setValue(words)
    await shown.page.find('input[name=choice][value=on_answer]').setValue(true)
    await flushPromises()
  }
  it('is there again when somebody went to apply for a category first, but for the password', async () => {
    const first = await submit()
    await fill(first)
    expect(typed(first)).toEqual(['tools,social-live', 'what is new', 'moderated now', 'tester', 'top right', 'p4ss w0rd'])
    expect(Object.values({...sessionStorage, ...localStorage}).join()).toContain('what is new')
    expect(Object.values({...sessionStorage, ...localStorage}).join()).not.toContain('p4ss w0rd')
    first.page.unmount()
    const again = await submit()
    expect(typed(again)).toEqual(['tools,social-live', 'what is new', 'moderated now', 'tester', 'top right', ''])
    expect((again.page.find('input[name=choice][value=on_answer]').element as HTMLInputElement).checked).toBe(true)
    expect(again.text()).toContain('test account')
  })
  it('is another’s nowhere: it goes with the sign-in', async () => {
    await fill(await submit())
    leavePages()
    expect(typed(await submit())).toEqual(['social-forum', '', '', '', '', ''])
  })
  it('is gone once it was submitted, and was sent as it was typed', async () => {
    const accepted = answer(201, {app: 'wx1', revision: 4, events: [{type: 'submitted', submission: 2, at: '2026-03-02T09:00:00Z'}]})
    const shown = await submit({'POST /v1/apps/wx1/submissions': accepted})
    await fill(shown)
    await vi.waitFor(() => expect(shown.page.find('.panel .send').attributes('disabled')).toBeUndefined())
    await shown.page.find('.panel .send').trigger('click')
    await vi.waitFor(() => expect(shown.at()).toBe('/dev/cases/wx1/2'))
    expect(shown.of('POST', '/v1/apps/wx1/submissions').findLast((one) => one.query.get('dry_run') !== 'true')?.body).toMatchObject({categories: ['tools', 'social-live'], notes: 'what is new', release_choice: 'on_answer', item_answers: [{item: 4, text: 'moderated now'}], test_account: {account: 'tester', password: 'p4ss w0rd', remarks: 'top right'}})
    shown.page.unmount()
    expect(typed(await submit())).toEqual(['social-forum', '', '', '', '', ''])
  })
})
