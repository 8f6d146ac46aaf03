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
  it('asks for nothing by one letter', async () => {
    const {of} = await show(CommandPalette, {language: 'en', address: '/ops', desk: 'ops', me: me(['operator']), answers})
    await type('f')
    await new Promise((resolve) => setTimeout(resolve, 350))
    expect(of('GET', '/v1/apps')).toHaveLength(1)
  })
})
