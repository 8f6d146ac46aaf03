// By which version of the policy a period was computed stands at the clock of every role that sees the
// filing, as its receipt says it.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it, vi} from 'vitest'
import type {Component} from 'vue'
import type {LogEvent, Role} from '@/api/types'
import {signIn} from '@/core/session'
import {entry, file, submission} from '@/core/test_cases'
import {leavePages, me, refused, show, type Answers} from '@/core/test_page'
import type {Language} from '@/i18n'
import DevCase from './dev/DevCase.vue'
import OfficeDossier from './office/OfficeDossier.vue'
import OpsApp from './ops/OpsApp.vue'
import ReviewCase from './review/ReviewCase.vue'

// What shows a version brings styles of a package, and is not what this is about.
vi.mock('@/components/ModalDialog.vue', () => ({default: {template: '<div><slot /></div>'}}))
afterEach(leavePages)
const kReceipt = '/v1/apps/wx1/filings/1/receipt'
const receipt = (policy: string) => ({receipt: {policy_version: policy}, signature: {}, key: {}})
// What its submission was decided by is another version than what its period runs by.
const submitted: LogEvent = {log_index: 1, app: 'wx1', revision: 1, type: 'submitted', at: '2026-03-01T00:00:00Z', actor: {role: 'developer', person: 'p-1'}, data: {submission: 1, policy_version: '2026-01-01.9'}, prev: '', hash: 'b'.repeat(64)}
const kPages: [Role, Component, string, string][] = [
  ['developer', DevCase, '/dev/cases/wx1/1', '/dev/cases/:app/:no'],
  ['reviewer', ReviewCase, '/review/cases/wx1/1', '/review/cases/:app/:no'],
  ['officer', OfficeDossier, '/office/filings/wx1/1', '/office/filings/:app/:entry'],
  ['operator', OpsApp, '/ops/apps/wx1', '/ops/apps/:app'],
  ['auditor', OpsApp, '/ops/apps/wx1', '/ops/apps/:app'],
]
async function open([role, component, address, route]: (typeof kPages)[number], answers: Answers, language: Language = 'en') {
  const shown = await show(component, {
    language, address, route, me: me([role]),
    answers: {
      'GET /v1/apps/wx1': file({name: 'Forum'}), 'GET /v1/apps/wx1/submissions/1': submission({thread: [submitted]}), 'GET /v1/apps/wx1/packages': {items: []}, 'GET /v1/apps/wx1/events': {items: [submitted]},
      [`GET ${kReceipt}`]: receipt('2026-03-02.1'), ...answers,
    },
  })
  await flushPromises()
  const rule = (): string => shown.page.find('.clock .how dl').text().replace(/\s+/g, ' ')
  return {...shown, rule}
}
const again = async () => {
  await signIn('t') // the same person: everything is read again
  await flushPromises()
}

describe.each(kPages)('at the clock of a filing, for the %s', (...page) => {
  it.each(['zh', 'en'] as const)('stands the version that the receipt names, in %s', async (language) => {
    const {rule, of} = await open(page, {}, language)
    expect(rule()).toMatch(language === 'zh' ? /规则 ?R10 · R11 · 2026-03-02\.1$/ : /Rule ?R10 · R11 · 2026-03-02\.1$/)
    expect(of('GET', kReceipt)).toHaveLength(1)
  })
  it('stands none where there is no receipt', async () => {
    const {rule} = await open(page, {[`GET ${kReceipt}`]: refused(404, 'not_found')})
    expect(rule()).toMatch(/R10 · R11$/)
  })
  it('is asked for again where it failed, and not once it is known', async () => {
    let reads = 0
    const {rule, of} = await open(page, {[`GET ${kReceipt}`]: () => (++reads === 1 ? refused(500, 'internal') : receipt('2026-03-02.1'))})
    expect(rule()).toMatch(/R10 · R11$/)
    await again()
    expect(rule()).toMatch(/2026-03-02\.1$/)
    await again()
    expect(of('GET', kReceipt)).toHaveLength(2)
  })
})

describe('a case without a clock of a filing', () => {
  it.each([
    ['is reviewed', {state: 'reviewing', entry: 0}, {entries: []}],
    ['waits to be handed over', {state: 'to_be_handed_over'}, {entries: [entry({state: 'to_be_handed_over', start: undefined, end: undefined})]}],
  ] as const)('that %s asks for no receipt', async (_, ofSubmission, ofFile) => {
    const {of} = await open(kPages[1] as (typeof kPages)[number], {'GET /v1/apps/wx1/submissions/1': submission(ofSubmission), 'GET /v1/apps/wx1': file(ofFile as never)})
    expect(of('GET', kReceipt)).toHaveLength(0)
  })
})
