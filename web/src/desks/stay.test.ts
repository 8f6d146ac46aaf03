// Whoever decided stays on the case that they decided of: the next one is asked for, and not theirs before.
import {flushPromises} from '@vue/test-utils'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import type {Case, SubmissionDetail} from '@/api/types'
import {file, submission} from '@/core/test_cases'
import {answer, leavePages, me, show, type Answers} from '@/core/test_page'
import {toasts} from '@/core/toasts'
import {leaveTrail} from '@/core/trail'
import type {Language} from '@/i18n'
import OfficeDossier from './office/OfficeDossier.vue'
import ReviewCase from './review/ReviewCase.vue'

// What shows a version brings styles of a package, and is not what this is about.
vi.mock('@/components/ModalDialog.vue', () => ({default: {template: '<div><slot /></div>'}}))
const kSettles = 400 // the form asks what follows
const settle = async () => {
  await new Promise((resolve) => setTimeout(resolve, kSettles))
  await flushPromises()
}
const named = (change: Partial<Case> = {}) => file({name: 'Forum', ...change} as Partial<Case>)
beforeEach(() => sessionStorage.clear())
afterEach(leavePages)

async function review(state: SubmissionDetail['state'] = 'reviewing', answers: Answers = {}, language: Language = 'en') {
  leaveTrail({back: '/review', label: 'section.queue', stops: ['/review/cases/wx1/1', '/review/cases/wx2/1']})
  const shown = await show(ReviewCase, {
    language, address: '/review/cases/wx1/1', route: '/review/cases/:app/:no', me: me(['reviewer'], {may: ['pass_review', 'refuse_review', 'ask_developer']}),
    answers: {
      'GET /v1/apps/wx1': named(), 'GET /v1/apps/wx1/submissions/1': submission({state, categories: [], entry: undefined}), 'GET /v1/apps/wx1/packages': {items: []}, 'POST /v1/apps/wx1/submissions/1/pass': {events: []},
      'PUT /v1/apps/wx1/submissions/1/lease': () => answer(200, {person: 'p-me', until: new Date(Date.now() + 900_000).toISOString()}), 'DELETE /v1/apps/wx1/submissions/1/lease': answer(204), ...answers,
    },
  })
  await flushPromises()
  return shown
}
async function office(answers: Answers = {}, language: Language = 'en') {
  leaveTrail({back: '/office', label: 'section.filings', stops: ['/office/filings/wx1/1', '/office/filings/wx2/1']})
  const shown = await show(OfficeDossier, {
    language, address: '/office/filings/wx1/1', route: '/office/filings/:app/:entry', me: me(['officer'], {may: ['answer_filing', 'request_material', 'order_take_down']}),
    answers: {
      'GET /v1/apps/wx1': named(), 'GET /v1/apps/wx1/submissions/1': submission(), 'GET /v1/apps/wx1/packages': {items: []}, 'GET /v1/reasons': {items: [{id: 'order_by_law', rule: 'R19', uses: ['order'], title: {zh: '依法', en: 'By law'}}]},
      'POST /v1/apps/wx1/filings/1/answer': {events: []}, ...answers,
    },
  })
  await flushPromises()
  return shown
}

describe('a reviewer who decided', () => {
  it('stays on the case, is told what was done, and goes on when they ask to', async () => {
    const {page, text, button, at, of} = await review()
    await button('Pass').trigger('click')
    expect(page.find('.panel h3').text()).toContain('Forum · wx1 · submission 1')
    await settle()
    await page.find('.panel .send').trigger('click')
    await flushPromises()
    expect(at()).toBe('/review/cases/wx1/1')
    expect(page.find('.decided').text()).toContain('Forum')
    expect(page.find('.decided').text()).toContain('submission 1')
    const next = page.find('.decided a')
    expect(next.text()).toContain('Next case')
    expect(document.activeElement).toBe(next.element)
    expect(next.attributes('href')).toBe('/review/cases/wx2/1')
    // Not theirs any longer, nor is the next one.
    expect(of('DELETE', '/v1/apps/wx1/submissions/1/lease')).toHaveLength(1)
    expect(of('PUT', '/v1/apps/wx2/submissions/1/lease')).toHaveLength(0)
    expect(text()).not.toContain('You are looking at this case')
    await next.trigger('click')
    await flushPromises()
    expect(at()).toBe('/review/cases/wx2/1')
  })
})

describe('an officer', () => {
  it('who answered stays, and goes on when they ask to', async () => {
    const {page, button, at} = await office()
    await button('Pass filing').trigger('click')
    expect(page.find('.panel h3').text()).toContain('Forum · wx1 · filing 1')
    await settle()
    await page.find('.panel .send').trigger('click')
    await flushPromises()
    expect(at()).toBe('/office/filings/wx1/1')
    expect(page.find('.decided a').attributes('href')).toBe('/office/filings/wx2/1')
  })
  it.each(['ask', 'order'] as const)('stays after an act beside the answer (%s), whose draft is kept', async (act) => {
    const asked = {ask: '/v1/apps/wx1/filings/1/requests', order: '/v1/apps/wx1/orders'}[act]
    const {page, button, at, of} = await office({[`POST ${asked}`]: {events: []}})
    await button('Pass filing').trigger('click')
    await page.find('#reply-number').setValue('No. 12')
    await button('Cancel').trigger('click')
    await button(act === 'ask' ? 'Ask for material' : 'Order take-down').trigger('click')
    await settle()
    if (act === 'ask') await page.find('#ask-text').setValue('the roster')
    else await page.find('.panel .candidates button').trigger('click')
    await settle()
    await page.find('.panel .send').trigger('click')
    await flushPromises()
    expect(of('POST', asked).filter((one) => one.query.get('dry_run') !== 'true')).toHaveLength(1)
    expect(at()).toBe('/office/filings/wx1/1')
    expect(page.find('.decided').exists()).toBe(false)
    await button('Pass filing').trigger('click')
    expect((page.find('#reply-number').element as HTMLInputElement).value).toBe('No. 12')
  })
})

describe.each(['zh', 'en'] as const)('what a second person has to agree to, in %s', (language) => {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en)
  const atOnce = say('提交后立即生效', 'There is no undo')
  const second = say('第二人同意后才生效', 'only when the second person agrees')
  const type = (what: string) => ({app: 'wx1', revision: 4, events: [{type: what, at: '2026-03-02T09:00:00Z'}]})
  it('is no pass yet', async () => {
    const {page, button} = await review('reviewing', {'POST /v1/apps/wx1/submissions/1/pass': type('pass_proposed')}, language)
    await button(say('审核通过', 'Pass the review')).trigger('click')
    await settle()
    expect(page.find('.follows').text()).toContain(second)
    expect(page.find('.follows').text()).not.toContain(atOnce)
    await page.find('.panel .send').trigger('click')
    await flushPromises()
    expect(page.find('.decided').text()).toContain(say('已记录为第一人的意见', 'recorded as the first of two'))
    expect(page.find('.decided').text()).not.toContain(say('：审核通过', ': review passed'))
  })
  it('is a pass where it takes effect', async () => {
    const {page, button} = await review('reviewing', {'POST /v1/apps/wx1/submissions/1/pass': type('review_passed')}, language)
    await button(say('审核通过', 'Pass the review')).trigger('click')
    await settle()
    expect(page.find('.follows').text()).toContain(atOnce)
    await page.find('.panel .send').trigger('click')
    await flushPromises()
    expect(page.find('.decided').text()).toContain(say('：审核通过', ': review passed'))
  })
  it('is no answer yet', async () => {
    const {page, button} = await office({'POST /v1/apps/wx1/filings/1/answer': type('answer_proposed')}, language)
    await button(say('报备未通过', 'Fail filing')).trigger('click')
    await settle()
    expect(page.find('.follows').text()).toContain(second)
    await page.find('.panel .send').trigger('click')
    await flushPromises()
    expect(page.find('.decided').text()).toContain(say('第一人签署', 'with the first signature'))
    expect(page.find('.decided').text()).not.toContain(say('：报备未通过', ': filing failed'))
  })
  it('is no order yet', async () => {
    toasts.value = []
    const {page, button} = await office({'POST /v1/apps/wx1/orders': type('order_proposed')}, language)
    await button(say('下达下架指令', 'Order take-down')).trigger('click')
    await settle()
    await page.find('.panel .candidates button').trigger('click')
    await settle()
    expect(page.find('.follows').text()).toContain(second)
    await page.find('.panel .send').trigger('click')
    await flushPromises()
    expect(toasts.value.at(-1)?.words).toContain(say('下架指令已记录为第一人签署', 'order recorded with the first signature'))
  })
})
