// How fast an order went dark, with hosts, without any, and before it is.
import {afterEach, describe, expect, it} from 'vitest'
import {hasHan, leavePages, me, show} from '@/core/test_page'
import type {Language} from '@/i18n'
import DarknessList from './DarknessList.vue'

afterEach(leavePages)
const kOrder = {order: 1, scope: 'service', ordered_at: '2026-03-02T09:00:00Z', down_by: '2026-03-02T10:00:00Z'}
const kDark = {endpoint_dark_at: '2026-03-02T10:00:00Z', endpoint_dark_us: 3_600e6}
const kAllDark = {all_hosts_dark_at: '2026-03-02T10:00:00Z', all_hosts_dark_us: 3_600e6}
const open = (language: Language, change: object) =>
  show(DarknessList, {language, address: '/x', me: me(['developer']), props: {app: 'wx1'}, answers: {'GET /v1/apps/wx1/darkness': {app: 'wx1', items: [{...kOrder, ...change}], hosts: []}}})
// What stands behind "All hosts dark".
const hosts = async (language: Language, change: object): Promise<string> => {
  const {page} = await open(language, change)
  return page.findAll('dd').slice(-2).map((one) => one.text()).join('|')
}

describe.each([
  ['zh', '当时没有登记的承载方', '还没有'],
  ['en', 'no host was registered then', 'not yet'],
] as const)('in %s', (language, none, notYet) => {
  it('no instant is told of hosts where none was registered', async () => {
    expect(await hosts(language, {...kDark, ...kAllDark, hosts: []})).toBe(`${none}|`)
  })
  it('that there are no hosts is not said before the endpoint is dark', async () => {
    expect(await hosts(language, {})).toBe(`${notYet}|`)
  })
  it('the instant of the last host stands with its span', async () => {
    const told = await hosts(language, {...kDark, ...kAllDark, hosts: [{host: 'host_1', dark_at: kAllDark.all_hosts_dark_at}]})
    expect(told).toMatch(/\d\d:\d\d:\d\d.*\|.+/)
    expect(hasHan(told)).toBe(language === 'zh')
  })
  it('hosts that have not said so are counted', async () => {
    expect(await hosts(language, {...kDark, hosts: [{host: 'host_1'}]})).toContain('1')
  })
})
