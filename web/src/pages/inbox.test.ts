// The inbox as a page: what stands first, what is kept in the address, and that many marks can be undone.
import {flushPromises} from '@vue/test-utils'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import type {Notice} from '@/api/types'
import {hasHan, leavePages, me, show} from '@/core/test_page'
import {kToastStays, toasts} from '@/core/toasts'
import InboxPage from './InboxPage.vue'

const notice = (id: number, kind: Notice['kind'], title: [string, string], change: Partial<Notice> = {}): Notice => ({
  id, kind, app: `wx${id}`, app_name: `App ${id}`, submission: 1, at: '2026-03-01T00:00:00Z',
  title_zh: title[0], title_en: title[1], body_zh: '正文', body_en: 'Words', ...change,
})
const kNotices = [
  notice(9, 'check_finished', ['自动检查结束', 'Check finished']),
  notice(8, 'review_passed_to_file', ['转入报备', 'Filing next'], {app: 'wx7', app_name: 'App 7'}),
  notice(7, 'question_asked', ['待补充', 'Waiting for you']),
  notice(6, 'question_asked', ['待补充', 'Waiting for you'], {end: '2999-01-01T00:00:00Z'}),
]
const answers = (items = kNotices) => ({
  'GET /v1/inbox': {items},
  'GET /v1/inbox/unread': {unread: items.length, exact: true},
  'POST /v1/inbox/read-all': {marked: items.length},
})
const open = (address: string, items?: Notice[], language: 'zh' | 'en' = 'en') =>
  show(InboxPage, {language, address, route: '/inbox', me: me(['developer']), answers: answers(items)})

beforeEach(() => {
  toasts.value = []
})
afterEach(() => {
  vi.useRealTimers()
  leavePages()
})

describe('the inbox', () => {
  it('puts what needs the reader first, a line for each case, the earlier notices behind it', async () => {
    const {page, text} = await open('/inbox')
    expect(page.findAll('h2').map((one) => one.text().replace(/\s+/g, ' '))).toEqual(['What needs you 1', 'For your information 2'])
    expect(page.findAll('.notices > li')).toHaveLength(3)
    expect(page.findAll('.notices > li')[0]?.text()).toContain('App 6')
    const fold = page.find('.more button')
    expect(fold.attributes('aria-expanded')).toBe('false')
    expect(fold.text()).toContain('1 earlier · 1 unread')
    await fold.trigger('click')
    expect(page.find('.earlier').text()).toContain('Waiting for you')
    expect(hasHan(text())).toBe(false)
  })
  it('keeps the kind in the address and counts it', async () => {
    const {page, at, text} = await open('/inbox?kind=filing', [...kNotices, notice(5, 'filing_started', ['报备中', 'In filing'])])
    expect(page.findAll('.notices > li')).toHaveLength(1)
    expect(text()).toContain('In filing')
    await page.find('select.kind').setValue('review')
    await flushPromises()
    expect(at()).toBe('/inbox?kind=review')
    expect(page.findAll('select.kind option').map((one) => one.text())).toEqual(['Every kind', 'Review (4)', 'Filing (1)'])
  })
  it('reads on until what is sorted is all there is', async () => {
    const pages = [{items: kNotices.slice(0, 2), next: 'n'}, {items: kNotices.slice(2)}]
    const shown = await show(InboxPage, {language: 'zh', address: '/inbox', me: me(['developer']), answers: {...answers(), 'GET /v1/inbox': ({query}: {query: URLSearchParams}) => pages[query.get('after') === 'n' ? 1 : 0]}})
    expect(shown.of('GET', '/v1/inbox').map((one) => one.query.get('after'))).toEqual([null, 'n'])
    expect(shown.page.findAll('.notices > li')).toHaveLength(3)
    expect(shown.text()).toContain('需要你处理 1')
  })
  it('marks everything when the offer to undo it is over, and nothing when it was taken', async () => {
    const {page, button, of} = await open('/inbox')
    vi.useFakeTimers()
    await button('Mark all read').trigger('click')
    expect(page.findAll('.notices > li.unread')).toHaveLength(0)
    toasts.value[0]?.undo?.()
    await vi.advanceTimersByTimeAsync(kToastStays)
    expect(of('POST', '/v1/inbox/read-all')).toEqual([])
    expect(page.findAll('.notices > li.unread')).toHaveLength(3)
    await button('Mark all read').trigger('click')
    expect(page.findAll('h2')[0]?.text()).toContain('What needs you')
    await vi.advanceTimersByTimeAsync(kToastStays)
    expect(of('POST', '/v1/inbox/read-all').map((one) => one.body)).toEqual([{up_to: 9}])
    expect(of('GET', '/v1/inbox').length).toBeGreaterThan(1)
  })
  it('marks under a filter what is shown, and that alone', async () => {
    const {page, button, of} = await show(InboxPage, {language: 'en', address: '/inbox?q=App+6', route: '/inbox', me: me(['developer']), answers: {...answers(), 'POST /v1/inbox/6/read': {}}})
    vi.useFakeTimers()
    expect(page.findAll('.notices > li')).toHaveLength(1)
    await button('Mark this one read').trigger('click')
    await vi.advanceTimersByTimeAsync(kToastStays)
    expect(of('POST', '/v1/inbox/6/read')).toHaveLength(1)
    expect(of('POST', '/v1/inbox/read-all')).toEqual([])
  })
})
