// A case is read again while somebody writes in it: what is open stays open, what was typed stays typed.
import {flushPromises} from '@vue/test-utils'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {effectScope, ref, shallowRef} from 'vue'
import {listenToKeys} from '@/core/keys'
import {useLoad} from '@/core/load'
import {clockMoved} from '@/core/session'
import {file, submission} from '@/core/test_cases'
import {leavePages, me, show} from '@/core/test_page'
import {leaveTrail} from '@/core/trail'
import ReviewCase from './review/ReviewCase.vue'

vi.mock('@/components/ModalDialog.vue', () => ({default: {template: '<div><slot /></div>'}}))
beforeEach(() => sessionStorage.clear())
afterEach(leavePages)

const found = (line: number) => ({rule: 'secrets/secret-in-code', severity: 'warning', message: '甲', message_en: `Finding of ${line}`, advice: '', advice_en: '', file: 'app.js', line, column: 1, excerpt: 'x'})
const report = {
  schema: 'baobei.check/1', package: {kind: 'source', digest: 'a', files: 1, bytes: 1}, outcome: 'findings', categories: [], findings: [found(1), found(2)],
  coverage: {files_read: 1, files_skipped: [], findings_left_out: 0}, versions: {checker: '1', rules: '1', catalogue: '1'}, elapsed_ms: 1,
}
async function open(placed: () => object[] = () => [found(1), found(2)]) {
  leaveTrail({back: '/review', label: 'section.queue', stops: ['/review/cases/wx1/1', '/review/cases/wx2/1']})
  const shown = await show(ReviewCase, {
    language: 'en', address: '/review/cases/wx1/1', route: '/review/cases/:app/:no', me: me(['reviewer'], {may: ['pass_review', 'refuse_review', 'ask_developer']}),
    answers: {
      'GET /v1/server': {name: 'Baobei', version: '1', api_version: '1', time: new Date().toISOString(), sandbox: true}, 'GET /v1/apps/wx1': file(), 'GET /v1/apps/wx1/packages': {items: []},
      'GET /v1/apps/wx1/submissions/1': () => submission({state: 'reviewing', categories: [], entry: undefined, check: 'findings', report: 'b'.repeat(64), age_us: Date.now()}),
      'GET /v1/apps/wx1/submissions/1/report': report, 'GET /v1/apps/wx1/submissions/1/findings': () => ({items: placed()}),
      'POST /v1/apps/wx1/submissions/1/findings/dismiss': {events: []}, 'POST /v1/apps/wx1/submissions/1/question': {events: []}, 'POST /v1/apps/wx1/submissions/1/refuse': {events: []},
    },
  })
  await flushPromises()
  return shown
}
async function refresh(): Promise<void> {
  for (let n = 0; n < 2; ++n) {
    await clockMoved()
    await flushPromises()
  }
}

describe('while the case is read again', () => {
  it('the form that dismisses a finding stays, with its reason', async () => {
    const {page, button, of} = await open()
    await button('Dismiss').trigger('click')
    const field = page.find('.dismissal textarea')
    await field.setValue('a sample of the documentation')
    await refresh()
    expect(of('GET', '/v1/apps/wx1/submissions/1').length).toBeGreaterThan(2)
    expect(page.find('.dismissal textarea').element).toBe(field.element)
    expect((field.element as HTMLTextAreaElement).value).toBe('a sample of the documentation')
  })
  it('a form stays with its own finding though another one moves away', async () => {
    let dismissed = false
    const {page} = await open(() => [{...found(1), ...(dismissed ? {dismissed: {at: '2026-03-02T09:00:00Z', submission: 1, dismissal: 4}} : {})}, found(2)])
    await page.findAll('.finding')[1]?.find('.dismissal button').trigger('click')
    await page.find('.dismissal textarea').setValue('of the second')
    dismissed = true
    await refresh()
    const row = page.findAll('.finding').find((one) => one.find('textarea').exists())
    expect(row?.text()).toContain('Finding of 2')
    expect((row?.find('textarea').element as HTMLTextAreaElement).value).toBe('of the second')
  })
  it('the form of a question stays, with its words', async () => {
    const where = '#question'
    const {page, button} = await open()
    await button('Ask the developer').trigger('click')
    const field = page.find(where)
    await field.setValue('which account?')
    await refresh()
    expect(page.find(where).element).toBe(field.element)
    expect((field.element as HTMLTextAreaElement).value).toBe('which account?')
  })
  it('the form of a refusal stays, and no single key leaves it', async () => {
    listenToKeys()
    const {page, button, at} = await open()
    await button('Fail the review').trigger('click')
    await refresh()
    const press = async () => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}))
      await flushPromises()
    }
    await press()
    expect(page.find('.panel').exists()).toBe(true)
    expect(at()).toBe('/review/cases/wx1/1')
    await button('Cancel').trigger('click')
    await press()
    expect(at()).toBe('/review/cases/wx2/1')
  })
})

it('what is read is kept until what it depends on is another, not only read anew', async () => {
  const seen = shallowRef({report: 'a'})
  const which = ref(0)
  const scope = effectScope()
  const read = () => useLoad(async () => seen.value.report + String(which.value), {when: () => [seen.value.report], live: false})
  const load = scope.run(read) as ReturnType<typeof read>
  await flushPromises()
  seen.value = {report: 'a'}
  await flushPromises()
  expect(load.value.value).toBe('a0')
  which.value = 1
  seen.value = {report: 'a'}
  await flushPromises()
  expect(load.value.value).toBe('a0')
  seen.value = {report: 'b'}
  await flushPromises()
  expect(load.value.value).toBe('b1')
  scope.stop()
})
