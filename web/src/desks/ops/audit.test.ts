// The whole log checked on the page of the log; who decided on categories, beside it.
import {flushPromises} from '@vue/test-utils'
import {afterEach, beforeAll, describe, expect, it} from 'vitest'
import type {LogEntry} from '@/api/types'
import {rootOf, testEntries, testKey, type TestKey} from '@/core/test_log'
import {hasHan, leavePages, me, refused, show, type Answers} from '@/core/test_page'
import type {Language} from '@/i18n'
import OpsAudit from './OpsAudit.vue'
import OpsReadings from './OpsReadings.vue'

let key: TestKey
beforeAll(async () => {
  key = await testKey()
})
afterEach(leavePages)

const kEvents = 250
async function answersOf(change: (entries: LogEntry[]) => void = () => undefined): Promise<Answers> {
  const entries = testEntries(kEvents)
  const note = await key.noteOf(kEvents, rootOf(entries))
  change(entries)
  return {
    'GET /v1/feed': {items: [], cursor: '0', more: false},
    'GET /v1/keys': {items: [{id: 'k', purpose: 'receipts', algorithm: 'ed25519', public_key: key.publicKey, valid_from: '2026-01-01T00:00:00Z'}]},
    'GET /v1/log/checkpoint': () => new Response(note),
    'GET /v1/log/entries': ({query}: {query: URLSearchParams}) => {
      const after = Number(query.get('after'))
      const items = entries.slice(after, after + Number(query.get('limit')))
      return {items, cursor: String(items.at(-1)?.log_index ?? after), more: true}
    },
  }
}
const kStart = {zh: '校验全部日志', en: 'Check the whole log'}
const open = (language: Language, answers: Answers) => show(OpsAudit, {language, address: '/ops/audit', me: me(['operator']), answers})
// The signature is looked at by the platform, which answers when it likes.
async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !holds(); ++tries) {
    await flushPromises()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe.each(['zh', 'en'] as const)('the whole log, in %s', (language) => {
  it('is read in pages and told in one line, with the checkpoint to keep', async () => {
    const {text, button, of} = await open(language, await answersOf())
    await button(kStart[language]).trigger('click')
    const line = language === 'zh' ? '250/250 个事件，树根与' : '250 of 250 events, root equals the signed checkpoint of'
    await until(() => text().includes(line))
    expect(text()).toContain(line)
    expect(hasHan(text())).toBe(language === 'zh')
    expect(of('GET', '/v1/log/entries').map((one) => one.query.get('after'))).toEqual(['0', '200'])
    expect(button(language === 'zh' ? '保存此检查点' : 'Save this checkpoint').exists()).toBe(true)
  })
  it('says where it breaks', async () => {
    const {text, button} = await open(language, await answersOf((entries) => (entries[229]!.body = entries[229]!.body.replace('submitted', 'released'))))
    await button(kStart[language]).trigger('click')
    const line = language === 'zh' ? '日志不成立。事件 230（wx2）' : 'The log does not hold. Event 230 (wx2)'
    await until(() => text().includes(line))
    expect(text()).toContain(line)
    expect(button(language === 'zh' ? '保存此检查点' : 'Save this checkpoint').exists()).toBe(false)
  })
})

describe('the check', () => {
  it('goes on where reading failed', async () => {
    const answers = await answersOf()
    const entries = answers['GET /v1/log/entries'] as (asked: {query: URLSearchParams}) => unknown
    let broken = true
    answers['GET /v1/log/entries'] = (asked: {query: URLSearchParams}) => (broken && asked.query.get('after') !== '0' ? refused(500, 'internal', '服务器出错', 'A fault of the server') : entries(asked))
    const {text, button, of} = await open('en', answers)
    await button(kStart.en).trigger('click')
    await until(() => text().includes('A fault of the server'))
    expect(text()).toContain('A fault of the server')
    broken = false
    await button('Try again').trigger('click')
    await until(() => text().includes('250 of 250 events'))
    expect(text()).toContain('250 of 250 events')
    expect(of('GET', '/v1/log/entries').map((one) => one.query.get('after'))).toEqual(['0', '200', '200'])
  })
  it('shows how far it is, and says nothing of the log where it was cancelled', async () => {
    const answers = await answersOf()
    const entries = answers['GET /v1/log/entries'] as (asked: {query: URLSearchParams}) => unknown
    answers['GET /v1/log/entries'] = (asked: {query: URLSearchParams}) => (asked.query.get('after') === '0' ? entries(asked) : new Promise(() => undefined))
    const {text, button} = await open('en', answers)
    await button(kStart.en).trigger('click')
    await until(() => text().includes('200 of 250 events checked'))
    expect(text()).toContain('200 of 250 events checked')
    await button('Cancel the check').trigger('click')
    expect(text()).toContain('Cancelled; nothing is said about the log.')
    expect(text()).not.toContain('root equals')
  })
})

describe('decisions on categories', () => {
  const items = [
    {at: '2026-03-02T09:00:00Z', person: 'op-1', kind: 'refused', subject: 'sub-1', category: 'social-forum', name_zh: '社交-论坛', name_en: 'Social - Forum', application: 3, reasons: ['document_illegible'], words: 'scan it again'},
    {at: '2026-03-01T09:00:00Z', person: 'op-2', kind: 'renewed', subject: 'sub-2', category: 'social-forum', name_zh: '社交-论坛', name_en: 'Social - Forum', valid_until: '2027-03-01T00:00:00Z', words: null},
  ]
  it.each(['zh', 'en'] as const)('are told with who, why and of whom, in %s', async (language) => {
    const {text, page, of} = await show(OpsReadings, {language, address: '/ops/readings?view=categories&subject=sub-1&app=wx1', route: '/ops/readings', me: me(['operator']), answers: {'GET /v1/category-steps': {items}, 'GET /v1/reasons': {items: []}}})
    for (const words of ['op-1', 'sub-1', 'scan it again', 'document_illegible', language === 'zh' ? '社交-论坛' : 'Social - Forum', language === 'zh' ? '拒绝' : 'Refused']) expect(text()).toContain(words)
    expect(hasHan(text())).toBe(language === 'zh')
    const asked = of('GET', '/v1/category-steps')[0]?.query
    expect(asked?.get('subject')).toBe('sub-1')
    expect(asked?.get('app')).toBeNull()
    expect(page.findAll('.rows a').map((one) => one.attributes('href'))).toEqual(['/ops/applications/3'])
  })
  it('say where there is none', async () => {
    const {text} = await show(OpsReadings, {language: 'en', address: '/ops/readings?view=categories', route: '/ops/readings', me: me(['auditor']), answers: {'GET /v1/category-steps': {items: []}}})
    expect(text()).toContain('No step of an application or a grant.')
  })
})
