// What lies with the reader alone comes back with one step: saved views, remarks that were not sent.
import {flushPromises} from '@vue/test-utils'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {useRemarks} from '@/core/remarks'
import {leavePages, me, show} from '@/core/test_page'
import {tell, toasts} from '@/core/toasts'
import {language} from '@/i18n'
import {saveView, viewsOf} from '@/core/views'
import SavedViews from './SavedViews.vue'
import ToastList from './ToastList.vue'
import RemarksList from './version/RemarksList.vue'

beforeEach(() => {
  toasts.value = []
  localStorage.clear()
  sessionStorage.clear()
})
afterEach(leavePages)

describe('undo', () => {
  it('brings a removed view back under its name', async () => {
    const {page} = await show(SavedViews, {language: 'en', address: '/review', me: me(['reviewer']), answers: {}})
    saveView('/review', 'late', {q: 'x'})
    await flushPromises()
    await page.find('li button:last-child').trigger('click')
    expect(viewsOf('/review')).toEqual([])
    expect(toasts.value[0]?.words).toContain('late')
    const bar = await show(ToastList, {language: 'en', address: '/x', answers: {}})
    await bar.button('Undo').trigger('click')
    expect(viewsOf('/review')).toEqual([{name: 'late', query: {q: 'x'}}])
    expect(toasts.value).toEqual([])
  })
  it('brings a removed remark back to its line', async () => {
    const remarks = useRemarks('wx1', 1)
    remarks.put('pages/a.js', 3, 'look here')
    const {page} = await show(RemarksList, {language: 'en', address: '/x', props: {remarks, canAsk: false}, answers: {}})
    await page.find('button.away').trigger('click')
    expect(remarks.list.value).toEqual([])
    toasts.value[0]?.undo?.()
    await flushPromises()
    expect(remarks.list.value).toEqual([{file: 'pages/a.js', line: 3, text: 'look here'}])
    expect(page.text()).toContain('look here')
  })
  it('is not offered for what was sent', async () => {
    tell(() => 'Decided', {to: '/x', words: () => 'See'})
    const {page} = await show(ToastList, {language: 'en', address: '/x', answers: {}})
    expect(page.findAll('.undo')).toHaveLength(0)
  })
})

describe('what just happened', () => {
  it('is told in the language that is switched to', async () => {
    const said = (): string => (language.value === 'zh' ? '已提交' : 'Submitted')
    tell(said, {to: '/x', words: said})
    const {text} = await show(ToastList, {language: 'zh', address: '/x', answers: {}})
    expect(text()).toContain('已提交')
    language.value = 'en'
    await flushPromises()
    expect(text()).not.toContain('已提交')
    expect(text().match(/Submitted/g)).toHaveLength(2)
  })
})
