// What somebody sees who knows only their role and their goal: where to begin, that nothing waits, whose
// a case is, what is live on silence, what is still to be filled in.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import OrgPeople from '@/components/OrgPeople.vue'
import {file} from '@/core/test_cases'
import {hasHan, leavePages, me, show, type Answers} from '@/core/test_page'
import type {Me} from '@/api/types'
import type {Language} from '@/i18n'
import DevApp from './dev/DevApp.vue'
import DevHome from './dev/DevHome.vue'
import OfficeHome from './office/OfficeHome.vue'
import OpsHome from './ops/OpsHome.vue'

afterEach(leavePages)

const app = (id: string, service = 'never_served') => ({app: id, name: `Name of ${id}`, subject: 's', owner: 'org-client', region: '33', service, changed_at: '2026-03-01T00:00:00Z'})
const waiting = (id: string, change = {}) => ({app: id, app_name: `Name of ${id}`, owner: 'org-client', submission: 1, digest: 'd'.repeat(64), state: 'reviewing', holder: 'platform', changed_at: '2026-03-01T00:00:00Z', due: '2999-01-01T00:00:00Z', ...change})

describe('the developer’s first list', () => {
  const open = (answers: Answers, language: Language = 'en', who: Me = me(['developer'])) => show(DevHome, {language, address: '/dev', me: who, answers: {'GET /v1/submissions': {items: [waiting('wx1')]}, 'GET /v1/apps': {items: [app('wx1'), app('wx2')]}, ...answers}})
  it.each(['zh', 'en'] as const)('says what was never submitted and where to, in %s', async (language) => {
    const {text, page} = await open({}, language)
    expect(text()).toContain(language === 'zh' ? '“Name of wx2”还没有提审过' : '"Name of wx2" was never submitted')
    expect(page.find('.fresh a').attributes('href')).toBe('/dev/apps/wx2/check')
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('counts several, and is silent while not all submissions are here', async () => {
    expect((await open({'GET /v1/apps': {items: [app('wx1'), app('wx2'), app('wx3')]}})).text()).toContain('2 mini-programs were never submitted')
    leavePages()
    expect((await open({'GET /v1/submissions': {items: [waiting('wx1')], next: 'c'}})).page.find('.fresh').exists()).toBe(false)
  })
  it('says that nothing waits for one, and not where something does', async () => {
    expect((await open({})).text()).toContain('Nothing needs you now')
    leavePages()
    expect((await open({'GET /v1/submissions': {items: [waiting('wx1', {state: 'waiting_for_developer', holder: 'developer'})]}})).text()).not.toContain('Nothing needs you now')
  })
  it('names the client to an agency alone', async () => {
    expect((await open({}, 'en', me(['developer'], {org: {id: 'org-a', kind: 'agency', name: 'A'}}))).page.find('.c-name .meta').text()).toContain('org-client')
    leavePages()
    expect((await open({})).page.find('.c-name .meta').text()).not.toContain('org-client')
  })
})

describe('the office’s list of what was not answered', () => {
  it('tells what is live from what only could be', async () => {
    const entry = (id: string) => ({app: id, app_name: id, entry: 1, submission: 1, state: 'silent', start: '2026-01-01T00:00:00Z', end: '2026-01-08T00:00:00Z'})
    const {page, of} = await show(OfficeHome, {language: 'en', address: '/office?state=silent', route: '/office', me: me(['officer']), answers: {'GET /v1/filings': {items: [entry('wx1'), entry('wx2')]}, 'GET /v1/filings/counts': {items: []}, 'GET /v1/apps': ({query}: {query: URLSearchParams}) => ({items: query.get('service') === 'served' ? [app('wx1', 'served')] : []})}})
    expect(page.findAll('.c-why').map((one) => one.text())).toEqual(['Live', 'Never live'])
    leavePages()
    const running = await show(OfficeHome, {language: 'en', address: '/office', me: me(['officer']), answers: {'GET /v1/filings': {items: []}, 'GET /v1/filings/counts': {items: []}}})
    expect(running.of('GET', '/v1/apps')).toHaveLength(0)
    expect(of('GET', '/v1/apps').length).toBeGreaterThan(0)
  })
})

describe('the operators’ overview', () => {
  it('says how many applications wait', async () => {
    const lists: Answers = {'GET /v1/submissions': {items: []}, 'GET /v1/apps': {items: []}, 'GET /v1/filings': {items: []}, 'GET /v1/submissions/counts': {items: []}, 'GET /v1/feed': {items: [], cursor: '0', more: false}, 'GET /v1/proposals': {items: []}}
    const {text} = await show(OpsHome, {language: 'en', address: '/ops', me: me(['operator']), answers: {...lists, 'GET /v1/applications': {items: [{application: 1}, {application: 2}]}}})
    expect(text()).toContain('2 category applications wait')
  })
})

describe('the operators’ first list', () => {
  const order = (id: string, downBy: string, change = {}) => ({app: id, app_name: id, order: {no: 1, state: 'standing', at: '2026-03-01T00:00:00Z', take_down: {scope: 'service', down_by: downBy}, ...change}})
  const lists: Answers = {
    'GET /v1/submissions': {items: []}, 'GET /v1/submissions/counts': {items: []}, 'GET /v1/filings': {items: []}, 'GET /v1/proposals': {items: []}, 'GET /v1/applications': {items: []},
    'GET /v1/apps': {items: [app('wx1', 'take_down_ordered'), app('wx2', 'take_down_ordered')]},
    'GET /v1/orders': {items: [order('wx1', '2999-01-03T00:00:00Z'), order('wx2', '2999-01-02T00:00:00Z'), order('wx2', '2999-01-01T00:00:00Z', {proposed: true})]},
    'GET /v1/catalogue/versions': {items: []}, 'GET /v1/rules/versions': {items: []}, 'GET /v1/policy/versions': {items: []}, 'GET /v1/events': {items: []},
  }
  const open = (answers: Answers = {}) => show(OpsHome, {language: 'en', address: '/ops', me: me(['operator']), answers: {...lists, ...answers}})
  it('tells of versions that another operator proposed, and of none of one’s own', async () => {
    const proposed = (version: string, by: string) => ({version, state: 'proposed', proposed_by: by, effective_from: '2999-01-01T00:00:00Z', changes: []})
    const {text, page} = await open({'GET /v1/policy/versions': {items: [proposed('p-1', 'p-other'), proposed('p-2', 'p-me')]}})
    expect(text()).toContain('1 new version waits for another operator')
    expect(page.findAll('.grants a').map((one) => one.attributes('href'))).toEqual(['/ops/policy/versions/p-1'])
  })
  it('sorts what has to go down by when, and opens no case for that', async () => {
    const {page, of} = await open()
    expect(page.findAll('.row.case .row-link').map((one) => one.attributes('href'))).toEqual(['/ops/apps/wx2', '/ops/apps/wx1'])
    expect(page.findAll('.row-clock[data-pressed]')).toHaveLength(2)
    expect([...of('GET', '/v1/apps/wx1'), ...of('GET', '/v1/apps/wx2')]).toEqual([])
  })
})

describe('a mini-program', () => {
  const acts = ['authorise_agency', 'end_authorisation']
  const open = (org: string, kind: Me['org']['kind']) =>
    show(DevApp, {
      language: 'en', address: '/dev/apps/wx1', route: '/dev/apps/:app', me: me(['developer'], {org: {id: org, kind, name: org}, may: acts as Me['may']}),
      answers: {'GET /v1/apps/wx1': file({agencies: [{org: 'org-a'}, {org: 'org-b'}]}), 'GET /v1/apps/wx1/packages': {items: []}, 'GET /v1/subjects/sub-1/contact': {subject: 'sub-1'}},
    })
  const ends = ({page}: Awaited<ReturnType<typeof open>>) => page.findAll('button').filter((one) => one.text() === 'End authorisation').length
  it('is its owner’s to have agencies for', async () => {
    const shown = await open('org-1', 'developer')
    expect(shown.text()).toContain('Authorise an agency')
    expect(ends(shown)).toBe(2)
    expect(shown.of('GET', '/v1/subjects/sub-1/contact')).toHaveLength(1)
  })
  it('lets an agency end its own part, and asks for nothing that is not its to see', async () => {
    const shown = await open('org-a', 'agency')
    expect(shown.text()).not.toContain('Authorise an agency')
    expect(ends(shown)).toBe(1)
    expect(shown.of('GET', '/v1/subjects/sub-1/contact')).toHaveLength(0)
  })
})

describe('recording a person', () => {
  it('in an office takes its province', async () => {
    const {button, page, text} = await show(OrgPeople, {language: 'en', address: '/ops/orgs/o', me: me(['operator']), props: {org: 'o', base: '/ops/people', canGrant: true, region: '33'}, answers: {'GET /v1/orgs/o/people': {items: []}}})
    await button('Record person').trigger('click')
    await page.find('input[value=officer]').setValue(true)
    await flushPromises()
    expect(page.find('select').element.value).toBe('33')
    expect(text()).not.toContain('Choose the province of the officer')
  })
  it('says what is still to be filled in', async () => {
    const {button, page, text} = await show(OrgPeople, {language: 'en', address: '/ops/orgs/o', me: me(['operator']), props: {org: 'o', base: '/ops/people', canGrant: true}, answers: {'GET /v1/orgs/o/people': {items: []}}})
    await button('Record person').trigger('click')
    expect(text()).not.toContain('Still to fill in')
    await page.find('#invite-person').setValue('p-9')
    expect(text()).toContain('Still to fill in: Name, Roles.')
    await page.find('#invite-name').setValue('Nine')
    await page.find('form input[type=checkbox]').setValue(true)
    await flushPromises()
    expect(text()).not.toContain('Still to fill in')
  })
})
