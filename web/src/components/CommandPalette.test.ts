// Ctrl-K finds pages by name, mini-programs beyond the first page by the server, and goes there.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it, vi} from 'vitest'
import {leavePages, me, show, type Answers} from '@/core/test_page'
import CommandPalette from './CommandPalette.vue'

// The dialog is a library's, with styles of its own.
vi.mock('./ModalDialog.vue', () => ({default: {template: '<div><slot /></div>'}}))
afterEach(leavePages)
const app = (id: string, name: string) => ({app: id, name, subject: 's-1', owner: 'o-1', region: '33', service: 'served', changed_at: '2026-03-05T00:00:00Z'})
const answers: Answers = {
  'GET /v1/submissions': {items: []},
  'GET /v1/apps': ({query}: {query: URLSearchParams}) => ({items: query.get('subject') === 's-far' ? [{...app('wx888', 'Of the subject'), subject: 's-far'}] : query.get('subject') !== null || query.get('owner') !== null ? [] : query.get('q') === null ? [app('wx1', 'First')] : [app('wx777', 'Far away')]}),
  'GET /v1/categories': {items: []},
}
const rows = () => [...document.querySelectorAll('[role=option]')].map((one) => one.textContent ?? '')
const type = async (words: string) => {
  const input = document.querySelector<HTMLInputElement>('[role=combobox]')
  if (input === null) throw new Error('no field')
  input.value = words
  input.dispatchEvent(new Event('input'))
  await flushPromises()
}
const settled = async () => {
  await new Promise((resolve) => setTimeout(resolve, 350))
  await flushPromises()
}

describe('the palette', () => {
  it('finds pages that no section stands for', async () => {
    await show(CommandPalette, {language: 'en', address: '/ops', desk: 'ops', me: me(['operator']), answers})
    await type('rights')
    expect(rows().some((row) => row.includes('Rights of all'))).toBe(true)
  })
  it('asks the server for what is not on the first page, once the words stand still', async () => {
    const {of} = await show(CommandPalette, {language: 'en', address: '/ops', desk: 'ops', me: me(['operator']), answers})
    await type('fa')
    await type('far')
    await new Promise((resolve) => setTimeout(resolve, 350))
    await flushPromises()
    expect(of('GET', '/v1/apps').map((one) => one.query.get('q')).filter(Boolean)).toEqual(['far'])
    expect(rows().some((row) => row.includes('Far away'))).toBe(true)
  })
  it('finds the mini-programs of a subject by its whole id', async () => {
    await show(CommandPalette, {language: 'en', address: '/ops', desk: 'ops', me: me(['operator']), answers})
    await type('s-far')
    await new Promise((resolve) => setTimeout(resolve, 350))
    await flushPromises()
    expect(rows().some((row) => row.includes('Of the subject'))).toBe(true)
  })
  it('finds a whole digest beyond the first page, and never goes to a digest as to an app', async () => {
    const digest = 'ab'.repeat(32)
    const far = {app: 'wx900', app_name: 'Nine', submission: 4, state: 'reviewing', holder: 'platform', digest, changed_at: '2026-03-05T00:00:00Z'}
    const submissions = ({query}: {query: URLSearchParams}) => (query.get('q') === null ? {items: []} : query.get('after') === null ? {items: [], next: 'c1'} : {items: digest.startsWith(query.get('q') ?? '-') ? [far] : []})
    const {of, at} = await show(CommandPalette, {language: 'en', address: '/review', desk: 'review', me: me(['reviewer']), answers: {...answers, 'GET /v1/apps': {items: []}, 'GET /v1/submissions': submissions}})
    await type(digest)
    expect(rows()).toEqual([])
    await settled()
    expect(of('GET', '/v1/submissions').at(-1)?.query.get('after')).toBe('c1')
    expect(rows()).toHaveLength(1)
    expect(rows()[0]).toContain('Nine')
    document.querySelector<HTMLElement>('[role=option]')?.click()
    await flushPromises()
    expect(at()).toBe('/review/cases/wx900/4')
    await type('cd'.repeat(32))
    await settled()
    expect(rows()).toEqual([])
  })
  it('finds filings by their subject’s name, for an office the filing itself', async () => {
    const filings = ({query}: {query: URLSearchParams}) => ({items: query.get('q') === '示例媒体' ? [{app: 'wx5', app_name: 'Five', entry: 3, submission: 2, state: 'running', region: '33', subject_name: '示例媒体（浙江）', changed_at: '2026-03-05T00:00:00Z'}] : []})
    const {at} = await show(CommandPalette, {language: 'en', address: '/office', desk: 'office', me: me(['officer'], {region: '33'}), answers: {...answers, 'GET /v1/apps': {items: []}, 'GET /v1/filings': filings}})
    await type('示例媒体')
    await settled()
    expect(rows()).toHaveLength(1)
    expect(rows()[0]).toContain('示例媒体（浙江）')
    document.querySelector<HTMLElement>('[role=option]')?.click()
    await flushPromises()
    expect(at()).toBe('/office/filings/wx5/3')
  })
  it('finds the mini-programs of a subject by its name', async () => {
    const subjects = {items: [{subject: 's-far', kind: 'enterprise', org: 'o-1', name: 'Harbour Trading', region: '33'}]}
    await show(CommandPalette, {language: 'en', address: '/ops', desk: 'ops', me: me(['operator']), answers: {...answers, 'GET /v1/apps': ({query}: {query: URLSearchParams}) => ({items: query.get('subject') === 's-far' ? [{...app('wx888', 'Of the subject'), subject: 's-far'}] : []}), 'GET /v1/subjects': subjects}})
    await type('harbour')
    await settled()
    expect(rows().some((row) => row.includes('Of the subject'))).toBe(true)
  })
  it('says what can be looked for', async () => {
    const {text} = await show(CommandPalette, {language: 'en', address: '/ops', desk: 'ops', me: me(['operator']), answers})
    expect(text()).toContain('6 or more characters of their digest')
  })
  it('asks for nothing by one letter', async () => {
    const {of} = await show(CommandPalette, {language: 'en', address: '/ops', desk: 'ops', me: me(['operator']), answers})
    await type('f')
    await new Promise((resolve) => setTimeout(resolve, 350))
    expect(of('GET', '/v1/apps')).toHaveLength(1)
  })
})
