// Answers on paper: kept, transcribed by one operator, typed again or compared by another, in both
// languages; what is missing is said, and nobody signs their own.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import OnPaper from '@/components/OnPaper.vue'
import PaperAnswer from '@/components/PaperAnswer.vue'
import type {Case} from '@/api/types'
import {entry, file} from '@/core/test_cases'
import {hasHan, leavePages, me, refused, show, type Answers} from '@/core/test_page'
import type {Language} from '@/i18n'

afterEach(leavePages)

const scan = (id: string, change = {}) => ({scan: id, digest: 'a'.repeat(64), media_type: 'image/png', bytes: 2048, paper_received: '2026-03-04T01:00:00Z', uploaded_by: 'p-1', uploaded_at: '2026-03-04T02:00:00Z', accesses: [{person: 'p-1', at: '2026-03-04T03:00:00Z'}], ...change})
const one = entry({channel: 'transcribed', end: new Date(Date.now() + 86_400_000).toISOString(), categories: ['social-forum']})
const proposed = (by: string): Partial<Case> => ({entries: [one], answers: [{no: 4, entry: 1, verdict: 'fail', state: 'proposed', by, at: '2026-03-04T05:00:00Z', points: [{code: 'real_name_missing', text: 'say so'}]}]})
const kReasons = {items: [{id: 'real_name_missing', uses: ['point'], names_category: false, content_ground: true, title: {zh: '未核验身份', en: 'Identity not verified'}, text: {zh: '', en: ''}}]}
const start = (change: Partial<Case> = {}, answers: Answers = {}, language: Language = 'en') =>
  show(PaperAnswer, {language, address: '/ops/apps/wx1', me: me(['operator'], {may: ['answer_filing']}), props: {file: file({entries: [one], ...change}), entry: one}, answers: {'GET /v1/apps/wx1/filings/1/scans': {items: [scan('s1')]}, 'GET /v1/reasons': kReasons, 'GET /v1/categories': {items: []}, 'POST /v1/apps/wx1/filings/1/answer': {events: []}, 'POST /v1/apps/wx1/answers/4/sign': {events: []}, ...answers}})
const settle = async () => {
  await new Promise((resolve) => setTimeout(resolve, 400))
  await flushPromises()
}

describe.each(['zh', 'en'] as const)('an answer on paper, in %s', (language) => {
  it('shows its scans, who kept and read them, in that language alone', async () => {
    const {text} = await start({}, {}, language)
    expect(text()).toContain(language === 'zh' ? 'p-1 保存于' : 'kept by p-1')
    expect(text()).toContain(language === 'zh' ? '查看 1 次' : 'read once')
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('says so where there is none, and offers nothing to transcribe', async () => {
    const {text, button} = await start({}, {'GET /v1/apps/wx1/filings/1/scans': {items: []}}, language)
    expect(text()).toContain(language === 'zh' ? '还没有扫描件' : 'No scan yet')
    expect(button(language === 'zh' ? '录入答复' : 'Transcribe the answer').attributes('disabled')).toBeDefined()
  })
  it('says what failed', async () => {
    const {text} = await start({}, {'GET /v1/apps/wx1/filings/1/scans': refused(500, 'internal', '服务器出错', 'A fault of the server')}, language)
    expect(text()).toContain(language === 'zh' ? '服务器出错' : 'A fault of the server')
  })
})

describe('the first operator', () => {
  it('transcribes a scan, once it is said what the answer is', async () => {
    const {page, text, button, of} = await start()
    await button('Transcribe the answer').trigger('click')
    expect(text()).toContain('Choose the answer')
    await page.find('input[value=pass]').setValue(true)
    await settle()
    const [asked] = of('POST', '/v1/apps/wx1/filings/1/answer')
    expect(asked?.body).toEqual({digest: 'a'.repeat(64), verdict: 'pass', scan: 's1'})
    await button('Transcribe: ').trigger('click')
    await flushPromises()
    expect(of('POST', '/v1/apps/wx1/filings/1/answer').at(-1)?.query.get('dry_run')).not.toBe('true')
    expect(page.emitted('done')).toHaveLength(1)
  })
  it('does not sign their own', async () => {
    const {text, button} = await start(proposed('p-me'))
    expect(text()).toContain('waits for another operator')
    expect(button('Sign transcribed').exists()).toBe(false)
  })
})

describe('the second operator', () => {
  it('types it again without seeing the first', async () => {
    const {page, text, button, of} = await start(proposed('p-1'))
    await button('Sign transcribed answer 4').trigger('click')
    await flushPromises()
    expect(text()).not.toContain('say so')
    await page.find('input[value=pass]').setValue(true)
    await settle()
    expect(of('POST', '/v1/apps/wx1/answers/4/sign')[0]?.body).toEqual({again: {digest: 'a'.repeat(64), verdict: 'pass', scan: 's1'}})
  })
  it('or compares it with the scan, and says so', async () => {
    const {page, text, button, of} = await start(proposed('p-1'))
    await button('Sign transcribed answer 4').trigger('click')
    await page.find('input[value=compare]').setValue(true)
    await flushPromises()
    expect(text()).toContain('say so')
    expect(text()).toContain('Compare it, then tick')
    await page.find('input[type=checkbox]').setValue(true)
    await settle()
    expect(of('POST', '/v1/apps/wx1/answers/4/sign')[0]?.body).toEqual({scan: 's1'})
  })
  it('is told what differs', async () => {
    const {page, text, button} = await start(proposed('p-1'), {'POST /v1/apps/wx1/answers/4/sign': refused(409, 'conflict', '与第一人的录入不同', 'Not what the first typed')})
    await button('Sign transcribed answer 4').trigger('click')
    await page.find('input[value=pass]').setValue(true)
    await settle()
    expect(text()).toContain('Not what the first typed')
  })
})

it('an officer sees the scans of their own entry, and transcribes nothing', async () => {
  const {text, button} = await show(PaperAnswer, {language: 'en', address: '/office/filings/wx1/1', me: me(['officer'], {may: ['answer_filing']}), props: {file: file({entries: [one]}), entry: one}, answers: {'GET /v1/apps/wx1/filings/1/scans': {items: [scan('s1', {media_type: 'application/pdf'})]}}})
  expect(text()).toContain('PDF')
  expect(button('See').exists()).toBe(true)
  expect(button('Transcribe').exists()).toBe(false)
})

describe.each(['zh', 'en'] as const)('what waits for an answer on paper, in %s', (language) => {
  const open = (answers: Answers) => show(OnPaper, {language, address: '/ops/handover', me: me(['operator']), answers})
  it('is listed by its channel, and leads to where it is transcribed', async () => {
    const {page, of, text} = await open({'GET /v1/filings': {items: [{app: 'wx1', app_name: 'One', entry: 2, submission: 1, state: 'running', region: '33', end: '2026-03-09T00:00:00Z'}]}})
    expect(page.find('.row-link').attributes('href')).toBe('/ops/apps/wx1')
    expect(Object.fromEntries(of('GET', '/v1/filings')[0]?.query ?? [])).toMatchObject({channel: 'transcribed', state: 'running,silent,without_period'})
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('is not spoken of where there is none', async () => expect((await open({'GET /v1/filings': {items: []}})).text()).toBe(''))
})
