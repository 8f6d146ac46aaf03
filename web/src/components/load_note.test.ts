// In the place of what is being read: that it is, or why it could not be; never an empty page.
import {flushPromises} from '@vue/test-utils'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {ref, shallowRef} from 'vue'
import {ApiProblem} from '@/api/client'
import {leavePages, show} from '@/core/test_page'
import LoadNote from './LoadNote.vue'

beforeEach(() => void vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']}))
afterEach(() => {
  vi.useRealTimers()
  leavePages()
})
const refused = new ApiProblem(503, {type: 'x', status: 503, code: 'unavailable', title_zh: '暂不可用', title_en: 'Unavailable'} as never)

async function shown(language: 'zh' | 'en', first = false) {
  const load = {value: shallowRef<unknown>(), error: shallowRef<unknown>(), loading: ref(true), again: vi.fn(() => Promise.resolve())}
  const {page} = await show(LoadNote, {language, address: '/x', props: {load, first}, answers: {}})
  return {load, page}
}

describe.each([['zh', '正在读取'], ['en', 'Reading']] as const)('what is being read, in %s', (language, words) => {
  it('is said at once, and its place is drawn when it takes longer', async () => {
    const {load, page} = await shown(language)
    expect(page.find('[role=status]').text()).toContain(words)
    expect(page.findAll('.bar')).toHaveLength(0)
    vi.advanceTimersByTime(201)
    await flushPromises()
    expect(page.findAll('.bar')).toHaveLength(6)
    load.value.value = {}
    load.loading.value = false
    await flushPromises()
    expect(page.find('[aria-busy]').exists()).toBe(false)
    expect(page.text()).toBe('')
  })
  it('says why it could not be read, and reads again', async () => {
    const {load, page} = await shown(language)
    load.error.value = refused
    load.loading.value = false
    await flushPromises()
    expect(page.find('[role=alert]').text()).toContain(language === 'zh' ? '暂不可用' : 'Unavailable')
    await page.find('button').trigger('click')
    expect(load.again).toHaveBeenCalledOnce()
  })
})

describe('what was read', () => {
  it.each([[false, 1], [true, 0]] as const)('stays when it cannot be read again (first: %s)', async (first, alerts) => {
    const {load, page} = await shown('en', first)
    load.value.value = {}
    load.error.value = refused
    load.loading.value = false
    await flushPromises()
    expect(page.findAll('[role=alert]')).toHaveLength(alerts)
    expect(page.find('[aria-busy]').exists()).toBe(false)
  })
})
