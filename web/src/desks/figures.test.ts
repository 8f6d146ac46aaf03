// Figures and leases as each desk shows them, in both languages: with rows, without, failing.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import {defineComponent, ref} from 'vue'
import type {EntryItem, LogEvent, Order, Role, RulingItem, Statistics, Waiting} from '@/api/types'
import WaitingNow from '@/components/WaitingNow.vue'
import {answer, hasHan, leavePages, me, refused, show, type Answers} from '@/core/test_page'
import {useFilings} from '@/core/office_filings'
import type {Language} from '@/i18n'
import OfficeFigures from './office/OfficeFigures.vue'
import OfficeHome from './office/OfficeHome.vue'
import OfficeOrders from './office/OfficeOrders.vue'
import OfficeRegister from './office/OfficeRegister.vue'
import OpsApps from './ops/OpsApps.vue'
import OpsAudit from './ops/OpsAudit.vue'
import OpsHome from './ops/OpsHome.vue'
import OpsChanges from './ops/OpsChanges.vue'
import OpsReadings from './ops/OpsReadings.vue'
import OpsRights from './ops/OpsRights.vue'
import OpsStatistics from './ops/OpsStatistics.vue'
import LeaseNote from './review/LeaseNote.vue'
import ReviewMine from './review/ReviewMine.vue'
import ReviewQueue from './review/ReviewQueue.vue'

afterEach(leavePages)
const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()
const quantiles = (count: number) => (count === 0 ? {count} : {count, p10_us: 1e9, p50_us: 7_200e6, p90_us: 86_400e6, p99_us: 90_000e6, max_us: 172_800e6})
const statistics = (change: Partial<Statistics> = {}): Statistics => ({days: 28, at: ago(0), events_behind: 0, queue: {count: 3, exact: true}, wait: quantiles(9), held: {developer: quantiles(4), platform: quantiles(4), authority: quantiles(0)}, silence: [], lateness: quantiles(0), ...change})
const estimate: Waiting['estimate'] = {low_us: 3_600e6, high_us: 86_400e6, meant_to_hold: 8000, based_on: 40, tested: 40, held: 7750}
let index = 0
const event = (type: string, hours: number, person: string, app: string): LogEvent => ({log_index: ++index, app, revision: 1, type, at: ago(hours), actor: {role: 'reviewer', org: 'org-1', by: person}, data: {submission: 1}, prev: '', hash: ''}) as LogEvent
// Newest first, as the log is read.
const feed = (events: LogEvent[]) => ({query}: {query: URLSearchParams}) => {
  const before = query.get('before')
  const all = events.map((one, n) => ({...one, log_index: n + 1})).filter((one) => before === 'head' || one.log_index < Number(before))
  const items = all.reverse().filter((one) => query.get('type') === null || one.type === query.get('type')).filter((one) => query.get('app') === null || one.app === query.get('app')).slice(0, Number(query.get('limit')))
  return {items, cursor: String(items.at(-1)?.log_index ?? 0), more: false}
}
const kOwn = [event('submitted', 30, 'dev', 'wx1'), event('review_passed', 26, 'p-me', 'wx1'), event('submitted', 20, 'dev', 'wx2'), event('review_refused', 3, 'p-me', 'wx2'), event('review_passed', 2, 'p-other', 'wx3')]
const filing = (app: string, state: string, change = {}) => ({app, app_name: `Name of ${app}`, entry: 1, submission: 1, state, start: ago(200), end: ago(-10), ...change})
const person = (id: string, roles: Role[], change = {}) => ({person: id, org: 'org-1', name: `Name of ${id}`, roles, active: true, ...change})

const ruling = (app: string, what: Partial<RulingItem>) => ({app, app_name: `Name of ${app}`, ...what})
const order = (no: number, change = {}) => ({no, state: 'standing', by: 'p-1', at: ago(2), reason: 'order_by_law', take_down: {scope: 'service', down_by: ago(-20), digests: []}, ...change}) as unknown as Order
const given = (no: number, change = {}) => ({no, entry: 1, verdict: 'pass', state: 'effective', by: 'p-1', at: ago(2), late: false, completed: [], points: [], ...change}) as unknown as RulingItem['answer']
const answered = (app: string, no: number, change = {}) => filing(app, 'passed', {digest: 'd'.repeat(64), answer: {answer: no, verdict: 'pass', state: 'effective', late: false, at: ago(2), by: 'p-1', completed: [], points: [], ...change}})

const pages = {
  mine: {component: ReviewMine, address: '/review/mine', as: ['reviewer'], answers: {'GET /v1/feed': feed(kOwn), 'GET /v1/statistics': statistics()}, says: ['wx1', 'wx2'], none: {'GET /v1/feed': feed([]), 'GET /v1/statistics': statistics({wait: {count: 0}})}, noneSays: {zh: '没有你的决定', en: 'You decided nothing'}, fails: 'GET /v1/feed'},
  statistics: {component: OpsStatistics, address: '/ops/figures', as: ['operator'], answers: {'GET /v1/statistics': statistics({estimate, silence: [{region: '33', ended: 4, silent: 1, share: 2500}], reviewers: [{person: 'p-7', decided: 5, refused: 2, wait: quantiles(5)}], rules: [{rule: 'secrets/secret-in-code', found: 7, refused_with: 4, passed_with: 2}]})}, says: ['p-7', '25.0 %', 'secrets/secret-in-code'], none: {'GET /v1/statistics': statistics({reviewers: []})}, noneSays: {zh: '没有审核决定', en: 'Nothing was decided'}, fails: 'GET /v1/statistics'},
  rights: {component: OpsRights, address: '/ops/rights', as: ['operator'], answers: {'GET /v1/orgs': {items: [{org: 'org-1', kind: 'operator', name: 'O'}]}, 'GET /v1/orgs/org-1/people': {items: [person('p-1', ['operator']), person('p-2', ['officer'], {region: '33', active: false})]}}, says: ['Name of p-1', 'Name of p-2'], none: {'GET /v1/orgs': {items: []}}, noneSays: {zh: '没有开发者以外的角色', en: 'Nobody has a role beyond'}, fails: 'GET /v1/orgs'},
  orders: {component: OfficeOrders, address: '/office/orders', as: ['officer'], answers: {'GET /v1/orders': {items: [ruling('wx9', {order: order(1)}), ruling('wx8', {order: order(2, {carried_out: true})})]}}, says: ['Name of wx9', 'Name of wx8'], none: {'GET /v1/orders': {items: []}}, noneSays: {zh: '没有有效的下架指令', en: 'No take-down order stands'}, fails: 'GET /v1/orders'},
  register: {component: OfficeRegister, address: '/office/register', as: ['officer'], answers: {'GET /v1/filings': {items: [answered('wx9', 1), answered('wx8', 3, {verdict: 'fail', late: true, points: [{code: 'x', text: 'say so'}]})]}}, says: ['Name of wx9', 'say so'], none: {'GET /v1/filings': {items: []}}, noneSays: {zh: '还没有答复过的报备', en: 'No filing was answered yet'}, fails: 'GET /v1/filings'},
  log: {component: OpsAudit, address: '/ops/audit', as: ['operator'], answers: {'GET /v1/feed': feed(kOwn)}, says: ['wx1', 'wx3'], none: {'GET /v1/feed': feed([])}, noneSays: {zh: '日志为空', en: 'The log is empty'}, fails: 'GET /v1/feed'},
  readings: {component: OpsReadings, address: '/ops/readings', as: ['operator'], answers: {'GET /v1/accesses': {items: [{at: ago(1), person: 'p-5', role: 'reviewer', app: 'wx5', what: '/v1/apps/{app}'}, {at: ago(2), person: 'p-6', application: 3, document: 7}]}}, says: ['p-5', 'wx5', 'p-6'], none: {'GET /v1/accesses': {items: []}}, noneSays: {zh: '没有查阅记录', en: 'Nothing was read'}, fails: 'GET /v1/accesses'},
  changes: {component: OpsChanges, address: '/ops/changes', as: ['operator'], answers: {'GET /v1/directory/steps': {items: [{step: 2, at: ago(1), person: 'op-1', what: 'person_changed', about: 'p-5', changes: [{field: 'roles', before: 'developer', after: 'reviewer'}, {field: 'name'}]}, {step: 1, at: ago(2), person: 'op-2', what: 'host_added', about: 'host-7', changes: []}]}}, says: ['op-1', 'p-5', 'op-2', 'host-7'], none: {'GET /v1/directory/steps': {items: []}}, noneSays: {zh: '没有变更记录', en: 'Nothing was changed'}, fails: 'GET /v1/directory/steps'},
  office: {component: OfficeFigures, address: '/office/figures', as: ['officer'], answers: {'GET /v1/filings/counts': {items: [{state: 'silent', count: 2, exact: true}, {state: 'running', count: 10000, exact: false}]}, 'GET /v1/filings': ({query}: {query: URLSearchParams}) => ({items: query.get('sort') === 'answered' ? [filing('wx1', 'passed', {answer: {answer: 1, at: ago(20), late: false, state: 'effective'}})] : []})}, says: ['10000+'], none: {'GET /v1/filings/counts': {items: []}, 'GET /v1/filings': {items: []}}, noneSays: {zh: '期内答复', en: 'Answered in time'}, fails: 'GET /v1/filings'},
} as const
type Name = keyof typeof pages
const open = (name: Name, language: Language, answers: Answers) => show(pages[name].component, {language, address: pages[name].address, me: me([...pages[name].as]), answers})

describe.each(Object.keys(pages) as Name[])('the page of %s', (name) => {
  describe.each(['zh', 'en'] as const)('in %s', (language) => {
    it('shows its figures, in that language alone', async () => {
      const {text} = await open(name, language, pages[name].answers)
      for (const words of pages[name].says) expect(text()).toContain(words)
      expect(hasHan(text())).toBe(language === 'zh')
    })
    it('says so where there is nothing', async () => {
      const {text} = await open(name, language, pages[name].none)
      expect(text()).toContain(pages[name].noneSays[language])
    })
    it('says what failed', async () => {
      const {text} = await open(name, language, {...pages[name].answers, [pages[name].fails]: refused(500, 'internal', '服务器出错', 'A fault of the server')})
      expect(text()).toContain(language === 'zh' ? '服务器出错' : 'A fault of the server')
    })
  })
})

describe('one’s own work', () => {
  it('leaves the others’ out, and asks for the days of the address', async () => {
    const {page, text, of} = await show(ReviewMine, {language: 'en', address: '/review/mine?days=7', me: me(['reviewer']), answers: pages.mine.answers})
    expect(text()).not.toContain('wx3')
    expect(of('GET', '/v1/statistics').at(-1)?.query.get('days')).toBe('7')
    expect(page.findAll('.own a').map((one) => one.attributes('href'))).toEqual(['/review/cases/wx2/1?tab=thread', '/review/cases/wx1/1?tab=thread'])
  })
})

describe('how long it takes', () => {
  it.each(['zh', 'en'] as const)('is an estimate with its basis, in %s', async (language) => {
    const {text} = await show(WaitingNow, {language, address: '/x', answers: {'GET /v1/statistics/waiting': {days: 30, at: ago(0), events_behind: 0, queue: {count: 7, exact: true}, wait: quantiles(40), estimate}}})
    expect(text()).toContain('80 %')
    expect(text()).toContain('78 %')
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('is nothing where too few were decided, or where it cannot be read', async () => {
    const few = await show(WaitingNow, {language: 'en', address: '/x', answers: {'GET /v1/statistics/waiting': {days: 30, at: ago(0), events_behind: 0, queue: {count: 7, exact: true}, wait: {count: 3}}}})
    expect(few.text()).toBe('7 being checked or to be reviewed now.')
    leavePages()
    const published = await show(WaitingNow, {language: 'en', address: '/x', answers: {'GET /v1/statistics/waiting': {days: 30, at: ago(0), events_behind: 0, queue: {count: 0, exact: false, below: 10}, wait: {count: 0, below: 10}}}})
    expect(published.text()).toContain('<10 being checked')
    const none = await show(WaitingNow, {language: 'en', address: '/x', answers: {}})
    expect(none.text()).toBe('')
  })
})

describe('what ended in silence', () => {
  it.each([
    ['zh', '最近 28 天内报备周期期满时没有答复', '现在期满后仍未答复的有 9 件'],
    ['en', 'within the last 28 days', 'Now 9 filings are past their period and still unanswered'],
  ] as const)('is told apart from what is unanswered now, in %s', async (language, counted, now) => {
    const {text} = await show(OpsStatistics, {language, address: '/ops/figures', me: me(['operator']), answers: {'GET /v1/statistics': statistics({silence: [{region: '33', ended: 20, silent: 13, share: 6500}]}), 'GET /v1/filings/counts': {items: [{state: 'running', count: 4, exact: true}, {state: 'silent', count: 9, exact: true}]}}})
    expect(text()).toContain(counted)
    expect(text()).toContain(now)
    expect(text()).toContain('13')
  })
  it('stands without that where it cannot be counted', async () => {
    const {text} = await show(OpsStatistics, {language: 'en', address: '/ops/figures', me: me(['operator']), answers: {'GET /v1/statistics': statistics()}})
    expect(text()).toContain('with a late answer since are counted too')
    expect(text()).not.toContain('still unanswered')
  })
})

describe('an office’s table of filings', () => {
  it.each([
    ['zh', '文号'],
    ['en', 'Office\'s number'],
  ] as const)('has the number of the reply, in %s', async (language, title) => {
    let columns: {title: string; of: (item: EntryItem) => unknown}[] = []
    const table = defineComponent({
      setup() {
        const filings = useFilings(ref('passed'), ref(''))
        columns = filings.columns.value
        return () => null
      },
    })
    await show(table, {language, address: '/office', me: me(['officer']), answers: {'GET /v1/filings': {items: []}}})
    const item = filing('wx1', 'passed', {answer: {answer: 1, at: ago(2), reply_number: '浙网信复〔2026〕12号'}}) as unknown as EntryItem
    expect(columns.find((one) => one.title === title)?.of(item)).toBe('浙网信复〔2026〕12号')
  })
})

describe('what was tried and refused', () => {
  it('is asked for by person and day, and told in words', async () => {
    const {text, of} = await show(OpsReadings, {language: 'en', address: '/ops/readings?view=refused&person=p-5&since=2026-03-02', route: '/ops/readings', me: me(['operator']), answers: {'GET /v1/attempts': {items: [{at: ago(1), person: 'p-5', app: 'wx5', command: 'pass_review', refusal: 'stale_digest', rule: 'R7', why: 'The version is another one.'}]}}})
    expect(text()).toContain('The version is another one.')
    expect(text()).toContain('Pass the review')
    expect(text()).not.toContain('pass_review')
    const asked = of('GET', '/v1/attempts').at(-1)?.query
    expect(asked?.get('person')).toBe('p-5')
    expect(asked?.get('since')).toBe(new Date('2026-03-02T00:00:00').toISOString())
  })
})

describe('the rights of all', () => {
  it('leave out who is a developer alone, unless asked for', async () => {
    const answers = {...pages.rights.answers, 'GET /v1/orgs/org-1/people': {items: [person('p-1', ['operator']), person('p-9', ['developer'])]}}
    const {page, text} = await open('rights', 'en', answers)
    expect(text()).not.toContain('p-9')
    await page.find('input[type=checkbox]').setValue(true)
    await flushPromises()
    expect(text()).toContain('p-9')
  })
})

describe('the queue', () => {
  const item = (app: string, change = {}) => ({app, app_name: `Name of ${app}`, submission: 1, state: 'reviewing', holder: 'platform', why: ['findings'], changed_at: ago(2), ...change})
  const until = new Date(Date.now() + 600_000).toISOString()
  const answers: Answers = {
    'GET /v1/submissions/counts': {items: [{state: 'reviewing', count: 10000, exact: false}]},
    'GET /v1/submissions': {items: [item('wx1'), item('wx2', {lease: {person: 'p-other', until}}), item('wx3', {lease: {person: 'p-me', until}}), item('wx4', {lease: {person: 'p-other', until: ago(1)}})]},
  }
  it.each(['zh', 'en'] as const)('says who looks at what, and how many stand where, in %s', async (language) => {
    const {text, page} = await show(ReviewQueue, {language, address: '/review', me: me(['reviewer']), answers})
    expect(text()).toContain('10000+')
    expect(text()).toContain(language === 'zh' ? 'p-other他人审核中' : 'p-otherSomebody reviews it')
    expect(page.findAll('.row')).toHaveLength(4)
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('can be narrowed to what nobody looks at; a lease that has ended is nobody’s', async () => {
    const {page, button} = await show(ReviewQueue, {language: 'en', address: '/review', me: me(['reviewer']), answers})
    await button('Nobody looks at').trigger('click')
    await flushPromises()
    expect(page.findAll('.row .c-name .meta').map((one) => one.text().slice(0, 3))).toEqual(['wx1', 'wx4'])
  })
})

describe('a lease before its reader', () => {
  const until = new Date(Date.now() + 900_000).toISOString()
  const conflict = answer(409, {type: 'urn:baobei:problem:conflict', status: 409, title: '', title_zh: '', title_en: '', detail: '', detail_zh: '', detail_en: '', person: 'p-other', until})
  const start = (language: Language, answers: Answers) => show(LeaseNote, {language, address: '/x', me: me(['reviewer']), props: {app: 'wx1', no: 2, wanted: true}, answers})
  it.each(['zh', 'en'] as const)('is one’s own, and given back by hand, in %s', async (language) => {
    const {text, button, of} = await start(language, {'PUT /v1/apps/wx1/submissions/2/lease': {person: 'p-me', until}, 'DELETE /v1/apps/wx1/submissions/2/lease': answer(204)})
    expect(text()).toContain(language === 'zh' ? '你正在审核这件' : 'You are looking at this case')
    await button(language === 'zh' ? '退回队列' : 'Return').trigger('click')
    await flushPromises()
    expect(of('DELETE', '/v1/apps/wx1/submissions/2/lease')).toHaveLength(1)
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('of another names them', async () => {
    const {text, button, of} = await start('en', {'PUT /v1/apps/wx1/submissions/2/lease': conflict})
    expect(text()).toContain('p-other is looking at this case')
    await button('Take over').trigger('click')
    await flushPromises()
    expect(of('PUT', '/v1/apps/wx1/submissions/2/lease').at(-1)?.body).toEqual({take_over: true})
  })
})

describe('filings', () => {
  it('stand under tabs with the server’s counts', async () => {
    const {text, page} = await show(OfficeHome, {language: 'en', address: '/office', me: me(['officer'], {region: '33', may: ['answer_filing']}), answers: {'GET /v1/filings/counts': {items: [{state: 'running', count: 12, exact: true}]}, 'GET /v1/filings': {items: [filing('wx1', 'running')]}}})
    expect(page.findAll('.tabs .count').map((one) => one.text())).toEqual(['12', '0', '0', '0', '0', '0'])
    expect(text()).toContain('Name of wx1')
  })
})

describe('what the server picks out', () => {
  const register = (query: string, answers: Answers = pages.register.answers) => show(OfficeRegister, {language: 'en', address: `/office/register${query}`, route: '/office/register', me: me(['officer']), answers})
  it('of the register: words, verdict, late ones and days, in the address', async () => {
    const {of, page} = await register('?late=1&since=2026-03-01&until=2026-03-05&verdict=fail&q=wx8')
    const {query} = of('GET', '/v1/filings')[0] ?? {query: new URLSearchParams()}
    const day = (text: string): string => new Date(`${text}T00:00:00`).toISOString()
    expect(Object.fromEntries(query)).toEqual({sort: 'answered', detail: 'true', q: 'wx8', state: 'failed', late: 'true', answered_from: day('2026-03-01'), answered_to: day('2026-03-06'), limit: '50'})
    expect(page.findAll('.row-link')[1]?.attributes('href')).toBe('/office/filings/wx8/1')
    expect(page.findAll('.c-late').map((one) => one.text())).toEqual(['', 'late'])
    expect(of('GET', '/v1/answers')).toHaveLength(0)
  })
  it('of the register: read on where a page found nothing and there is more', async () => {
    const {of, text} = await register('?q=far', {'GET /v1/filings': ({query}: {query: URLSearchParams}) => (query.get('after') === null ? {items: [], next: 'c1'} : query.get('after') === 'c1' ? {items: [], next: 'c2'} : {items: [answered('wx7', 1)]})})
    expect(text()).toContain('Name of wx7')
    expect(of('GET', '/v1/filings')).toHaveLength(3)
  })
  it('of the register: a single letter is looked for among what is here', async () => {
    const {of, page} = await register('?q=9')
    expect(of('GET', '/v1/filings')[0]?.query.get('q')).toBeNull()
    expect(page.findAll('.row-link').map((one) => one.text())).toEqual(['Name of wx9'])
  })
  it('of the register: the revoked ones of some days, by the list of answers', async () => {
    const {of, page} = await register('?state=revoked&late=1&since=2026-03-01&verdict=fail', {'GET /v1/answers': {items: [ruling('wx9', {entry: 2, answer: given(1)}), ruling('wx8', {entry: 1, answer: given(3, {verdict: 'fail', late: true})}), ruling('wx7', {entry: 1, answer: given(4, {verdict: 'fail'})})]}})
    const {query} = of('GET', '/v1/answers')[0] ?? {query: new URLSearchParams()}
    expect([query.get('state'), query.get('from')]).toEqual(['revoked', new Date('2026-03-01T00:00:00').toISOString()])
    expect(page.findAll('.row-link').map((one) => one.attributes('href'))).toEqual(['/office/filings/wx8/1'])
  })
  it('of the orders: those that were revoked', async () => {
    const {of} = await show(OfficeOrders, {language: 'en', address: '/office/orders?state=revoked', route: '/office/orders', me: me(['officer']), answers: pages.orders.answers})
    expect(of('GET', '/v1/orders')[0]?.query.get('state')).toBe('revoked')
  })
  it('of the log: a kind and a mini-program, from the newest back', async () => {
    const {of, page} = await show(OpsAudit, {language: 'en', address: '/ops/audit?q=wx123456&type=submitted', route: '/ops/audit', me: me(['operator']), answers: {'GET /v1/feed': feed([event('submitted', 3, 'dev', 'wx123456'), event('submitted', 2, 'dev', 'wx999999')])}})
    const {query} = of('GET', '/v1/feed')[0] ?? {query: new URLSearchParams()}
    expect([query.get('before'), query.get('app'), query.get('type')]).toEqual(['head', 'wx123456', 'submitted'])
    expect(page.findAll('tbody .row-link').map((one) => one.text())).toEqual(['wx123456'])
  })
  it('of the mini-programs: a service and an owner, never with words', async () => {
    const {of, text} = await show(OpsApps, {language: 'en', address: '/ops/apps?service=down&owner=org-9&q=abc', route: '/ops/apps', me: me(['operator']), answers: {'GET /v1/apps': {items: []}}})
    const {query} = of('GET', '/v1/apps')[0] ?? {query: new URLSearchParams()}
    expect([query.get('service'), query.get('owner'), query.get('detail'), query.get('q')]).toEqual(['down', 'org-9', 'true', null])
    expect(text()).toContain('Only of org-9')
  })
})

describe('mini-programs beyond one page', () => {
  it('are looked for by the server', async () => {
    const app = (id: string) => ({app: id, name: `Name of ${id}`, subject: 's', owner: 'o', region: '33', service: 'served', changed_at: ago(1)})
    const {page, of, text} = await show(OpsApps, {language: 'en', address: '/ops/apps', me: me(['operator']), answers: {'GET /v1/apps': ({query}: {query: URLSearchParams}) => (query.get('q') === null ? {items: [app('wx1')], next: 'cur'} : {items: [app('wx777')]})}})
    await page.find('input[type=search]').setValue('wx777')
    await new Promise((resolve) => setTimeout(resolve, 400))
    await flushPromises()
    expect(of('GET', '/v1/apps').at(-1)?.query.get('q')).toBe('wx777')
    expect(text()).toContain('Name of wx777')
  })
})

describe('the operators’ overview', () => {
  const lists: Answers = {'GET /v1/submissions': {items: []}, 'GET /v1/apps': {items: []}, 'GET /v1/filings': {items: []}, 'GET /v1/submissions/counts': {items: [{state: 'reviewing', count: 4, exact: true}]}, 'GET /v1/feed': feed([])}
  const grant = (no: number, by: string, whom: string) => ({proposal: no, state: 'proposed', person: person(whom, ['officer']), proposed_by: by, proposed_at: ago(1)})
  const start = (answers: Answers, language: Language = 'en') => show(OpsHome, {language, address: '/ops', me: me(['operator']), answers: {...lists, ...answers}})
  it.each(['zh', 'en'] as const)('says how many grants wait for this operator, in %s', async (language) => {
    const {text} = await start({'GET /v1/proposals': {items: [grant(1, 'p-other', 'p-7'), grant(2, 'p-me', 'p-8'), grant(3, 'p-other', 'p-me')]}}, language)
    expect(text()).toContain(language === 'zh' ? '1 项授权等待另一位运营确认' : '1 grant waits for another operator')
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('stands without them, and says when nothing is late', async () => {
    const {text} = await start({})
    expect(text()).not.toContain('grant')
    expect(text()).toContain('To review4')
  })
  it('says what failed', async () => {
    const {text} = await start({'GET /v1/submissions/counts': refused(500, 'internal', '不可用', 'Not available')})
    expect(text()).toContain('Not available')
  })
})

describe('figures of the province', () => {
  it('are of the newest answers, whatever they were', async () => {
    const late = {answer: 1, at: ago(1), late: true, state: 'effective'}
    const page = ({query}: {query: URLSearchParams}) =>
      query.get('sort') === 'answered' && query.get('state') === null
        ? {items: [filing('wx1', 'failed', {answer: late})]}
        : {items: Array.from({length: 50}, (_, n) => filing(`wx-${n}`, query.get('state') ?? 'passed', {answer: {...late, late: false}})), next: 'c'}
    const {text, of} = await open('office', 'en', {...pages.office.answers, 'GET /v1/filings': page})
    expect(of('GET', '/v1/filings')).toHaveLength(1)
    expect(text()).toMatch(/Late answer ?1/)
  })
})
