// A proposal is sent as it was looked at: the page being read again meanwhile takes nothing away, a
// change of what is proposed does.
import {flushPromises} from '@vue/test-utils'
import {afterEach, expect, it, vi} from 'vitest'
import {answer, leavePages, me, show, type Asked} from '@/core/test_page'
import OpsPolicy from './OpsPolicy.vue'

const heard = vi.hoisted(() => ({all: new Set<(apps: undefined) => void>()}))
vi.mock('@/core/live', () => ({live: {state: 'live', cursor: ''}, onMoved: (one: () => void) => (heard.all.add(one), () => heard.all.delete(one)), keepLive: () => undefined}))
afterEach(leavePages)

it('what was looked at can be proposed after the page was read again', async () => {
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval']})
  try {
    const kAt = '2026-03-01T00:00:00Z'
    const parameter = {name: 'review_due', rule: 'R7', mark: 'operator', title: {zh: '审核期限', en: 'Review due'}, form: 'duration', value: '3d', since: kAt, version: 'v1', default: '3d', fixed: false, to_come: []}
    const version = {version: 'x', state: 'proposed', effective_from: kAt, changes: [], what_if: {base: 'v1', cases: 0, served: 0, looked_at: 1, complete: true, effects: [], items: []}}
    const {page, button, of, text} = await show(OpsPolicy, {
      language: 'en', address: '/ops/policy', me: me(['operator']),
      answers: {'GET /v1/policy': {version: 'v1', effective_from: kAt, parameters: [parameter]}, 'GET /v1/policy/versions': {items: []}, 'POST /v1/policy/versions': ({query}: Asked) => answer(query.get('dry_run') === null ? 202 : 200, version)},
    })
    await button('Propose a policy').trigger('click')
    await page.find('td input').setValue('2d')
    await page.find('#version-reason').setValue('Faster')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(text()).toContain('It touches no open case')
    const read = of('GET', '/v1/policy').length
    for (const one of heard.all) one(undefined)
    await vi.advanceTimersByTimeAsync(30_000)
    await flushPromises()
    expect(of('GET', '/v1/policy').length).toBeGreaterThan(read)
    expect(text()).toContain('It touches no open case')
    await page.find('td input').setValue('1d')
    await flushPromises()
    expect(text()).not.toContain('It touches no open case')
    await page.find('td input').setValue('2d')
    await page.find('form').trigger('submit')
    await flushPromises()
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('POST', '/v1/policy/versions').map((one) => one.query.get('dry_run'))).toEqual(['true', 'true', null])
  } finally {
    vi.useRealTimers()
  }
})
