// Reasons are found by their names before they are found by what they say.
import {flushPromises} from '@vue/test-utils'
import {afterEach, expect, it} from 'vitest'
import {leavePages, me, show} from '@/core/test_page'
import ReasonPicker from './ReasonPicker.vue'

afterEach(leavePages)
const names = {items: [{id: 'social-forum', name_zh: '社交-论坛', name_en: 'Social - Forum'}]}
const reason = (id: string, title: string, text: string) => ({id, uses: ['point'], names_category: false, content_ground: true, title: {zh: title, en: title}, text: {zh: text, en: text}})

// Reasons and categories are read once for all pages: the same ones everywhere.
const kReasons = [
  {...reason('category_undeclared', 'Undeclared', 'its content belongs elsewhere'), names_category: true},
  reason('b', 'Content without moderation', 'x'),
  {...reason('remove_category', 'Removal', 'x'), names_category: true},
  ...Array.from({length: 9}, (_, n) => reason(`r${n}`, `Reason ${n}`, 'x')),
]
const open = (declared: string[] = [], modelValue: unknown[] = []) =>
  show(ReasonPicker, {language: 'en', address: '/x', me: me(['officer']), props: {modelValue, use: 'point', declared}, answers: {'GET /v1/categories': names, 'GET /v1/reasons': {items: kReasons}}})

it('a name that has the words comes first, Enter takes it', async () => {
  const {page} = await open()
  const search = page.find('input[type=search], input')
  await search.setValue('content')
  await flushPromises()
  await search.trigger('keydown', {key: 'Enter'})
  expect((page.emitted('update:modelValue')?.at(-1)?.[0] as {id: string}[]).map((one) => one.id)).toEqual(['b'])
})

it.each([
  [2, 'remove_category', ['social-forum'], 'social-forum'],
  [2, 'remove_category', ['social-forum', 'tool'], ''],
  [2, 'remove_category', [], ''],
  [0, 'category_undeclared', ['social-forum'], ''],
])('a reason about a declared category takes the only one: %i %s of %j', async (at, id, declared, category) => {
  const {page} = await open(declared)
  await page.findAll('.candidates button')[at]?.trigger('click')
  expect(page.emitted('update:modelValue')?.at(-1)?.[0]).toEqual([{id, category, text: ''}])
})

it('a category is shown by its name, its id below', async () => {
  const {page} = await open(['social-forum'], [{id: 'remove_category', category: 'social-forum', text: ''}])
  expect((page.find('.picked input').element as HTMLInputElement).value).toBe('Social - Forum')
  expect(page.find('.picked').text()).toContain('social-forum')
})

it('all reasons can be listed, and only the first nine have a key', async () => {
  const {page, button} = await open()
  expect(page.findAll('.candidates li')).toHaveLength(9)
  await button('List all').trigger('click')
  expect(page.findAll('.candidates li')).toHaveLength(12)
  expect(page.findAll('.candidates kbd')).toHaveLength(9)
})
