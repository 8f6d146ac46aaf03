// An order that starts from the list of orders: the mini-program is looked for, what it takes is said, and
// what is sent is what a case would send.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import {hasHan, leavePages, me, refused, show, type Answers} from '@/core/test_page'
import type {Language} from '@/i18n'
import OfficeOrders from './OfficeOrders.vue'

afterEach(leavePages)
const kSettles = 400 // the form asks what follows, the search waits for the next key
const settle = async () => {
  await new Promise((resolve) => setTimeout(resolve, kSettles))
  await flushPromises()
}
const app = (id: string) => ({app: id, name: `Name of ${id}`, subject: 's', owner: 'o', region: '33', service: 'served', changed_at: '2026-03-04T02:00:00Z'})
const kReasons = {items: [{id: 'order_by_law', rule: 'R21', uses: ['order'], title: {zh: '依法', en: 'By law'}}]}
const event = (type: string) => ({events: [{type, data: {}}]})
const open = (language: Language, answers: Answers = {}, may = ['order_take_down']) =>
  show(OfficeOrders, {
    language, address: '/office/orders?state=revoked', route: '/office/orders', me: me(['officer'], {may}),
    answers: {'GET /v1/orders': {items: []}, 'GET /v1/apps': {items: [app('wx1'), app('wx2')]}, 'GET /v1/reasons': kReasons, 'GET /v1/categories': {items: []}, 'POST /v1/apps/wx2/orders': event('take_down_ordered'), ...answers},
  })
const kGive = {zh: '下达下架指令', en: 'Order take-down'}

describe.each(['zh', 'en'] as const)('an order from the list of orders, in %s', (language) => {
  const zh = language === 'zh'
  it('takes a mini-program, then what it takes in a case', async () => {
    const {page, text, button, of, at} = await open(language)
    await button(kGive[language]).trigger('click')
    await settle()
    expect(text()).toContain(zh ? '请先选择小程序' : 'Choose a mini-program first')
    await page.find('#order-app').setValue('wx2')
    const found = page.findAll('.rows-to-choose button')
    expect(found.map((one) => one.text())).toEqual([expect.stringContaining('wx2')])
    await found[0]?.trigger('click')
    await settle()
    expect(page.find('.panel h3').text()).toContain('Name of wx2 · wx2')
    expect(text()).toContain(zh ? '请选择理由' : 'Choose a reason')
    await page.find('.candidates button').trigger('click')
    await page.find('input[value=version]').setValue(true)
    await settle()
    expect(hasHan(text())).toBe(zh)
    const [looked] = of('POST', '/v1/apps/wx2/orders')
    expect(looked?.query.get('dry_run')).toBe('true')
    await page.find('.panel .send').trigger('click')
    await flushPromises()
    const sent = of('POST', '/v1/apps/wx2/orders').at(-1)
    expect(sent?.query.get('dry_run')).not.toBe('true')
    expect(sent?.body).toEqual({reason: 'order_by_law', scope: 'version'})
    expect(page.find('.panel').exists()).toBe(false)
    // Where it stands now is shown.
    expect(at()).toBe('/office/orders')
  })
  it('shows those to be signed where it takes a second signature', async () => {
    const {page, button, at} = await open(language, {'POST /v1/apps/wx2/orders': event('order_proposed')})
    await button(kGive[language]).trigger('click')
    await settle()
    await page.findAll('.rows-to-choose button')[1]?.trigger('click')
    await settle()
    await page.find('.candidates button').trigger('click')
    await settle()
    await page.find('.panel .send').trigger('click')
    await flushPromises()
    expect(at()).toBe('/office/orders?state=proposed')
  })
  it('looks beyond the first page by the server, and says what failed', async () => {
    const {page, text, button, of} = await open(language, {'GET /v1/apps': ({query}: {query: URLSearchParams}) => (query.get('q') === null ? {items: [app('wx1')], next: 'cur'} : refused(500, 'internal', '服务器出错', 'A fault of the server'))})
    await button(kGive[language]).trigger('click')
    await settle()
    await page.find('#order-app').setValue('wx777')
    await settle()
    expect(of('GET', '/v1/apps').at(-1)?.query.get('q')).toBe('wx777')
    expect(text()).toContain(zh ? '服务器出错' : 'A fault of the server')
  })
  it('is not offered to whoever may give none', async () => {
    const {button} = await open(language, {}, [])
    expect(button(kGive[language]).exists()).toBe(false)
  })
})
