// Reasons are found by their names before they are found by what they say.
import {flushPromises} from '@vue/test-utils'
import {afterEach, expect, it} from 'vitest'
import {leavePages, me, show} from '@/core/test_page'
import ReasonPicker from './ReasonPicker.vue'

afterEach(leavePages)
const reason = (id: string, title: string, text: string) => ({id, uses: ['point'], names_category: false, content_ground: true, title: {zh: title, en: title}, text: {zh: text, en: text}})

it('a name that has the words comes first, Enter takes it', async () => {
  const {page} = await show(ReasonPicker, {language: 'en', address: '/x', me: me(['officer']), props: {modelValue: [], use: 'point', declared: []}, answers: {'GET /v1/categories': {items: []}, 'GET /v1/reasons': {items: [reason('a', 'Undeclared', 'its content belongs elsewhere'), reason('b', 'Content without moderation', 'x')]}}})
  const search = page.find('input[type=search], input')
  await search.setValue('content')
  await flushPromises()
  await search.trigger('keydown', {key: 'Enter'})
  expect((page.emitted('update:modelValue')?.at(-1)?.[0] as {id: string}[]).map((one) => one.id)).toEqual(['b'])
})
