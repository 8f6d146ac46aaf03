// An application before its operator: documents in place, who opened them, and what nobody opened said
// before it is accepted.
import {flushPromises} from '@vue/test-utils'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {hasHan, leavePages, me, show, type Answers} from '@/core/test_page'
import type {Language} from '@/i18n'
import OpsApplication from './OpsApplication.vue'

const kAt = '2026-03-02T09:00:00Z'
const document = (no: number, media_type: string) => ({document: no, media_type, bytes: 2048, uploaded_at: kAt, digest: 'd'.repeat(64), title: `Licence ${no}`})
const kApplication = {application: 7, subject: 's-1', subject_name: 'Acme', category: 'social-forum', name_zh: '社区', name_en: 'Community', filing_category: true, state: 'applied', revision: 1, etag: '"a-1"', answers: [], reasons: [], steps: [{kind: 'applied', at: kAt, revision: 1}], documents: [document(1, 'application/pdf'), document(2, 'image/png'), document(3, 'application/octet-stream')]}
let read: number[] = []
// Reading is what leaves a trace.
const bytes = (no: number) => () => {
  read.push(no)
  return new Response(new Uint8Array([37, 80, 68, 70]))
}
const open = (language: Language, answers: Answers = {}) =>
  show(OpsApplication, {
    language, address: '/ops/applications/7', route: '/ops/applications/:no', desk: 'ops', me: me(['operator']),
    answers: {
      'GET /v1/applications/7': kApplication, 'GET /v1/categories/social-forum': {id: 'social-forum', name_zh: '社区', name_en: 'Community', any_of: [], filing: [], subjects: []}, 'GET /v1/subjects/s-1/grants': {items: []},
      'GET /v1/applications/7/accesses': () => ({items: read.map((no) => ({document: no, person: 'p-reader', at: kAt}))}), 'POST /v1/applications/7/accept': {},
      ...Object.fromEntries([1, 2, 3].map((no) => [`GET /v1/applications/7/documents/${no}`, bytes(no)])), ...answers,
    },
  })
const kSaid = {zh: {see: '查看', none: '还没有人查阅', accept: '通过申请'}, en: {see: 'See', none: 'Nobody yet', accept: 'Accept'}}

let made = 0
beforeEach(() => {
  read = []
  made = 0
  URL.createObjectURL = vi.fn(() => `blob:desk/${++made}`)
  URL.revokeObjectURL = vi.fn()
})
afterEach(() => {
  leavePages()
  vi.restoreAllMocks()
})

describe.each(['zh', 'en'] as const)('an application, in %s', (language) => {
  const words = kSaid[language]
  it('shows PDF and picture in place, each on demand; the rest is handed out', async () => {
    const {page} = await open(language)
    const see = () => page.findAll('.list button').filter((one) => one.text() === words.see)
    expect(see()).toHaveLength(2)
    await see()[0]?.trigger('click')
    await flushPromises()
    expect(page.find('iframe').attributes('src')).toBe('blob:desk/1')
    expect(page.find('iframe').attributes('title')).toBe('Licence 1')
    await see()[0]?.trigger('click')
    await flushPromises()
    expect(page.find('.list img').attributes('src')).toBe('blob:desk/2')
    expect(read).toEqual([1, 2])
  })
  it('says who opened one as soon as it is opened', async () => {
    const {page, text} = await open(language)
    expect(text()).toContain(words.none)
    await page.findAll('.list button').find((one) => one.text() === words.see)?.trigger('click')
    await flushPromises()
    expect(text()).not.toContain(words.none)
    expect(page.find('.accesses').text()).toContain('p-reader')
  })
  it('is accepted knowing how many nobody opened', async () => {
    read = [2]
    const {page, text, button} = await open(language)
    await button(words.accept).trigger('click')
    await flushPromises()
    expect(page.find('.unread').text()).toBe(language === 'zh' ? '3 份文件中，2 份还没有人打开过。' : '2 of 3 documents were opened by nobody yet.')
    expect(hasHan(text())).toBe(language === 'zh')
    for (const one of page.findAll('.list button').filter((button) => button.text() === (language === 'zh' ? '下载' : 'Download'))) {
      await one.trigger('click')
      await flushPromises()
    }
    expect(page.find('.unread').exists()).toBe(false)
  })
  it('says that a PDF can only be saved where the page may frame none, and offers no look without a viewer', async () => {
    const {page, text} = await open(language)
    await page.findAll('.list button').find((one) => one.text() === words.see)?.trigger('click')
    await flushPromises()
    window.document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), {effectiveDirective: 'frame-src', blockedURI: 'blob'}))
    await flushPromises()
    expect(page.find('iframe').exists()).toBe(false)
    expect(text()).toContain(language === 'zh' ? '这里不能显示 PDF' : 'The PDF cannot be shown here')
    leavePages()
    vi.stubGlobal('navigator', {...window.navigator, pdfViewerEnabled: false})
    const without = await open(language)
    expect(without.page.findAll('.list button').filter((one) => one.text() === words.see)).toHaveLength(1)
  })
})
