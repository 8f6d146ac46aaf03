// Material that an office asks for: asked with a wish, replied to with documents, in both languages; the
// clock is said not to stop.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import MaterialRequests from '@/components/MaterialRequests.vue'
import type {Case} from '@/api/types'
import {replyBody, kEmptyAnswer} from '@/core/office_answer'
import {file} from '@/core/test_cases'
import {hasHan, leavePages, me, show, type Answers} from '@/core/test_page'
import type {Language} from '@/i18n'

afterEach(() => {
  leavePages()
  sessionStorage.clear()
})
const request = (change = {}) => ({no: 2, entry: 1, region: '33', at: '2026-03-02T09:00:00Z', state: 'open', text: '<b>rota</b>', wanted_by: '2026-03-06T09:00:00Z', ...change})
const start = (requests: object[], may: string[], language: Language = 'en', answers: Answers = {}) =>
  show(MaterialRequests, {language, address: '/x', me: me(['developer'], {may}), props: {file: file({requests} as Partial<Case>)}, answers: {'POST /v1/apps/wx1/requests/2/reply': {events: []}, 'GET /v1/apps/wx1/filings/1/scans': {items: [{scan: 'scn-1', media_type: 'application/pdf'}]}, ...answers}})
const settle = async () => {
  await new Promise((resolve) => setTimeout(resolve, 400))
  await flushPromises()
}

describe.each(['zh', 'en'] as const)('a request for material, in %s', (language) => {
  it('says what is asked for and that the clock does not stop', async () => {
    const {text, page} = await start([request()], [], language)
    expect(text()).toContain('<b>rota</b>')
    expect(page.find('b').exists()).toBe(false)
    expect(text()).toContain(language === 'zh' ? '报备周期不因此停止' : 'does not stop')
    expect(hasHan(text().replace('浙江网信办', ''))).toBe(language === 'zh')
  })
})

describe('a request for material', () => {
  it('is nothing where none was made', async () => {
    const {text} = await start([], ['reply_to_request'])
    expect(text()).toBe('')
  })
  it('is replied to by whoever may', async () => {
    const {page, text, button, of} = await start([request()], ['reply_to_request'])
    await button('Reply').trigger('click')
    expect(text()).toContain('Write the reply')
    await page.find('textarea').setValue('here it is')
    await settle()
    await page.find('button.send').trigger('click')
    await flushPromises()
    expect(of('POST', '/v1/apps/wx1/requests/2/reply').at(-1)?.body).toEqual({text: 'here it is'})
    expect(page.emitted('done')).toHaveLength(1)
  })
  it('is shown with its reply, its documents saved where they are no pictures', async () => {
    const {text, button} = await start([request({state: 'replied', reply: {at: '2026-03-03T09:00:00Z', text: null, documents: ['scn-1']}})], ['reply_to_request'])
    expect(text()).toContain('Erased')
    expect(text()).toContain('Attachment 1')
    expect(button('Save').exists()).toBe(true)
    expect(button('Reply').exists()).toBe(false)
  })
})

it('an answer takes the office’s number and letter where there are any', () => {
  expect(replyBody(kEmptyAnswer())).toEqual({})
  expect(replyBody({...kEmptyAnswer(), replyNumber: ' 浙网信〔2026〕1号 ', letter: {scan: 'scn-1', name: 'a.pdf'}})).toEqual({reply_number: '浙网信〔2026〕1号', letter: 'scn-1'})
})
