// What the server hands out and takes back: addresses of calendars, tokens of hosts.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import {answer, hasHan, leavePages, me, refused, show, type Answers} from '@/core/test_page'
import OpsHosts from '@/desks/ops/OpsHosts.vue'
import type {Language} from '@/i18n'
import CalendarSettings from './CalendarSettings.vue'

afterEach(leavePages)

const kinds = {
  calendars: {component: CalendarSettings, list: '/v1/calendars', row: {calendar: 'c-1', label: 'Phone', made_at: '2026-03-01T00:00:00Z'}, made: {calendar: 'c-2', label: '', path: '/v1/calendars/secret.ics', made_at: '2026-03-01T00:00:00Z'}, id: 'c-1', secret: 'secret.ics', field: '#calendar-label'},
  hosts: {component: OpsHosts, list: '/v1/hosts', row: {host: 'h-1', name: 'Phone', registered_at: '2026-03-01T00:00:00Z'}, made: {host: 'h-2', name: 'Edge', token: 'bh_secret', registered_at: '2026-03-01T00:00:00Z'}, id: 'h-1', secret: 'bh_secret', field: '#host-name'},
}
describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('%s', (name) => {
  const kind = kinds[name]
  const open = (answers: Answers, language: Language = 'en') => show(kind.component, {language, address: '/x', me: me(['operator']), answers: {[`GET ${kind.list}`]: {items: [kind.row]}, ...answers}})
  it.each(['zh', 'en'] as const)('are listed in %s', async (language) => {
    const {text} = await open({}, language)
    expect(text()).toContain('Phone')
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('are shown whole once, until they are kept', async () => {
    const {page, button} = await open({[`POST ${kind.list}`]: answer(201, kind.made)})
    await page.find(kind.field).setValue('Edge')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect((page.find('.once input').element as HTMLInputElement).value).toContain(kind.secret)
    await button('I have kept it').trigger('click')
    expect(page.find('.once').exists()).toBe(false)
  })
  it('are taken back only after what follows was said', async () => {
    const {page, of} = await open({[`DELETE ${kind.list}/${kind.id}`]: answer(204)})
    await page.find('li button').trigger('click')
    expect(of('DELETE', `${kind.list}/${kind.id}`)).toHaveLength(0)
    await page.find('li button.danger').trigger('click')
    await flushPromises()
    expect(of('DELETE', `${kind.list}/${kind.id}`)).toHaveLength(1)
    expect(of('GET', kind.list).length).toBeGreaterThan(1)
  })
  it('that could not be made say why, and keep what was typed', async () => {
    const {page, text} = await open({[`POST ${kind.list}`]: refused(409, 'conflict', '太多', 'Too many')})
    await page.find(kind.field).setValue('Edge')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(text()).toContain('Too many')
    expect((page.find(kind.field).element as HTMLInputElement).value).toBe('Edge')
  })
})
