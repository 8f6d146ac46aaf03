// Versions of catalogue and policy, holds and what waits for a second signature, as operators, auditors
// and officers see them; in both languages, failing, empty.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import HoldPanel from '@/components/HoldPanel.vue'
import {fieldOfInstant, catalogueName, instantOfField, valueOf, valueText, valueWords} from '@/core/policy_values'
import {answer, hasHan, leavePages, me, refused, show, type Answers, type Asked} from '@/core/test_page'
import OfficeSecond from '@/desks/office/OfficeSecond.vue'
import type {Language} from '@/i18n'
import type {CatalogueVersion, Hold, PolicyParameter, Role, WhatIf} from '@/api/types'
import OpsPolicy from './OpsPolicy.vue'
import OpsVersion from './OpsVersion.vue'
import OpsVersions from './OpsVersions.vue'

afterEach(leavePages)

const kAt = '2026-12-20T16:00:00Z'
const version = (change: Partial<CatalogueVersion> = {}): CatalogueVersion => ({version: '2026-12-20.1', state: 'proposed', effective_from: kAt, base: '2026-11-23.1', reason: 'December', proposed_by: 'p-other', proposed_at: kAt, files: [{name: 'categories/social.toml', bytes: 9, changed: true}], ...change})
const found: WhatIf = {base: '2026-11-23.1', cases: 2, served: 1, looked_at: 50, complete: true, effects: [{effect: 'category_closed', cases: 2}], items: [{app: 'wx1', app_name: 'Name of wx1', subject: 's-1', subject_kind: 'enterprise', served: true, effects: [{effect: 'category_closed', submission: 3, category: {zh: '社交', en: 'Social'}}, {effect: 'clock_keeps_end', end: kAt}]}]}
const named = (zh: string, en: string, code?: string) => ({zh, en, ...(code === undefined ? {} : {code})})
const nothing = {added: [], struck: [], changed: []}
const diff = {version: '2026-12-20.1', against: '2026-11-23.1', categories: {added: [named('直播', 'Live', 'live')], struck: [], changed: [{row: named('论坛', 'Forum', 'social-forum'), changes: [{what: 'open_to', added: [], struck: [named('个人', 'Person')]}]}]}, filing_kinds: nothing, regions: nothing, reasons: nothing}
const at = '/v1/catalogue/versions/2026-12-20.1'
const one = (answers: Answers = {}, language: Language = 'en', roles: Role[] = ['operator']) =>
  show(OpsVersion, {language, address: '/ops/catalogue/versions/2026-12-20.1', route: '/ops/catalogue/versions/:version', me: me(roles), answers: {[`GET ${at}`]: version(), [`GET ${at}/diff`]: diff, [`GET ${at}/what-if`]: found, ...answers}})

describe('a version of the catalogue', () => {
  it.each(['zh', 'en'] as const)('says what it changes and touches, in %s', async (language) => {
    const {text} = await one({}, language)
    for (const words of language === 'zh' ? ['直播 · live', '论坛', '开放的主体', 'Name of wx1', '涉及 2 个小程序', '已开始的期限不变'] : ['Live · live', 'Forum', 'open to', 'Name of wx1', '2 mini-programs, 1 of them live', 'a running clock keeps its end']) expect(text()).toContain(words)
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('is confirmed by another operator', async () => {
    const {button, of, text} = await one({[`POST ${at}/confirm`]: version({state: 'to_come', decided_by: 'p-me'})})
    await button('Confirm the version').trigger('click')
    await flushPromises()
    expect(of('POST', `${at}/confirm`)).toHaveLength(1)
    expect(text()).toContain('To come')
  })
  it('is never confirmed by who proposed it, only withdrawn after what follows was said', async () => {
    const {button, of, text} = await one({[`GET ${at}`]: version({proposed_by: 'p-me'}), [`POST ${at}/withdraw`]: version({state: 'withdrawn'})})
    expect(button('Confirm the version').exists()).toBe(false)
    await button('Withdraw the version').trigger('click')
    expect(text()).toContain('will not take effect')
    expect(of('POST', `${at}/withdraw`)).toHaveLength(0)
    await button('Withdraw the version').trigger('click')
    await flushPromises()
    expect(of('POST', `${at}/withdraw`)).toHaveLength(1)
  })
  it('is read by an auditor, who decides nothing', async () => {
    const {button, of, text} = await one({}, 'en', ['auditor'])
    expect(text()).toContain('Forum')
    expect(button('Confirm the version').exists()).toBe(false)
    expect(of('GET', `${at}/what-if`)).toHaveLength(0)
  })
})

describe('proposing a catalogue', () => {
  const list = (answers: Answers = {}, language: Language = 'en', roles: Role[] = ['operator']) =>
    show(OpsVersions, {language, address: '/ops/catalogue/versions', me: me(roles), answers: {'GET /v1/catalogue/versions': {items: [version(), version({version: 'v0', state: 'in_force'})]}, ...answers}})
  async function chosen(shown: Awaited<ReturnType<typeof list>>): Promise<void> {
    await shown.button('Propose a catalogue').trigger('click')
    const field = shown.page.find('input[type=file]')
    Object.defineProperty(field.element, 'files', {value: [new File(['slug = "social"'], 'social.toml')], configurable: true})
    await field.trigger('change')
    await flushPromises()
    await shown.page.find('#version-name').setValue('2026-12-20.1')
    await shown.page.find('#version-from').setValue('2026-12-20T16:00')
    await shown.page.find('#version-reason').setValue('December')
  }
  it('looks first, then sends exactly that', async () => {
    const shown = await list({'POST /v1/catalogue/versions': ({query}: Asked) => answer(query.get('dry_run') === null ? 202 : 200, {...version(), what_if: found})})
    await chosen(shown)
    await shown.page.find('form').trigger('submit')
    await flushPromises()
    expect(shown.text()).toContain('Name of wx1')
    expect(shown.of('POST', '/v1/catalogue/versions')[0]?.body).toMatchObject({version: '2026-12-20.1', reason: 'December', files: [{name: 'categories/social.toml', text: 'slug = "social"'}]})
    await shown.page.find('#version-reason').setValue('Another reason')
    expect(shown.button('See what it touches').exists()).toBe(true)
    await shown.page.find('form').trigger('submit')
    await flushPromises()
    await shown.page.find('form').trigger('submit')
    await flushPromises()
    expect(shown.of('POST', '/v1/catalogue/versions').map((asked) => asked.query.get('dry_run'))).toEqual(['true', 'true', null])
    expect(shown.at()).toBe('/ops/catalogue/versions/2026-12-20.1')
  })
  it('shows every fault with file and line', async () => {
    const problem = {type: 'urn:baobei:problem:invalid_catalogue', status: 400, title: 'x', title_zh: '目录有错误', title_en: 'The catalogue has faults', detail: '', detail_zh: '', detail_en: '', faults: [{file: 'categories/social.toml', line: 7, fault_zh: '未知的主体类型', fault_en: 'unknown kind of subject'}]}
    const shown = await list({'POST /v1/catalogue/versions': answer(400, problem)})
    await chosen(shown)
    await shown.page.find('form').trigger('submit')
    await flushPromises()
    expect(shown.text()).toContain('categories/social.toml:7')
    expect(shown.text()).toContain('unknown kind of subject')
  })
  it('is offered to operators alone', async () => {
    const {button, text} = await list({}, 'en', ['auditor'])
    expect(text()).toContain('In force')
    expect(button('Propose a catalogue').exists()).toBe(false)
  })
})

const parameter = (change: Partial<PolicyParameter> = {}): PolicyParameter => ({name: 'review_due', rule: 'R4', mark: 'operator', title: {zh: '审核期限', en: 'Time to review'}, form: 'duration', value: '72h', since: kAt, version: 'v1', default: '72h', fixed: false, to_come: [], ...change})
describe('the policy', () => {
  const policy = {version: 'v1', effective_from: kAt, parameters: [parameter(), parameter({name: 'second_share', title: {zh: '抽查比例', en: 'Share looked at twice'}, form: 'share', value: 250, default: 250}), parameter({name: 'filing_period', title: {zh: '报备周期', en: 'Filing period'}, value: '604800s', fixed: true, to_come: [{value: '604800s', effective_from: kAt, version: 'v2'}]})]}
  const open = (answers: Answers = {}, language: Language = 'en') => show(OpsPolicy, {language, address: '/ops/policy', me: me(['operator']), answers: {'GET /v1/policy': policy, 'GET /v1/policy/versions': {items: []}, ...answers}})
  it.each(['zh', 'en'] as const)('shows each value with its rule, in %s', async (language) => {
    const {text} = await open({}, language)
    for (const words of [language === 'zh' ? '72 小时' : '72 hours', '2.5 %', 'R4', language === 'zh' ? '由流程规定' : 'set by the process']) expect(text()).toContain(words)
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('proposes what differs, in its form, and nothing of what is fixed', async () => {
    const {page, button, of, text} = await open({'POST /v1/policy/versions': answer(200, {version: 'x', state: 'proposed', effective_from: kAt, changes: [], what_if: {...found, cases: 0, items: [], effects: []}})})
    await button('Propose a policy').trigger('click')
    const fields = page.findAll('td input')
    expect(fields).toHaveLength(2)
    await fields[0]?.setValue('soon')
    expect(text()).toContain('Not in the right form')
    await fields[0]?.setValue('48h')
    await fields[1]?.setValue('5')
    await page.find('#version-reason').setValue('Faster')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('POST', '/v1/policy/versions')[0]?.body).toMatchObject({parameters: {review_due: '48h', second_share: 500}})
    expect(text()).toContain('It touches no open case')
  })
  it('says what failed', async () => {
    expect((await open({'GET /v1/policy': refused(500, 'internal', '故障', 'A fault')})).text()).toContain('A fault')
  })
})

describe('values of the policy', () => {
  it('are read and typed in their form', () => {
    expect([valueText('share', 250), valueText('rules', ['a', 'b']), valueText('region', null)]).toEqual(['2.5', 'a, b', ''])
    const words = {yes: 'yes', no: 'no', none: 'none'}
    expect([valueWords('flag', true, words), valueWords('rules', [], words), valueWords('share', 10000, words)]).toEqual(['yes', 'none', '100 %'])
    expect([valueOf('duration', '7d'), valueOf('duration', '7 days'), valueOf('count', '-1'), valueOf('share', '2.5'), valueOf('share', '101'), valueOf('flag', 'true'), valueOf('rules', 'a, b'), valueOf('region', '33'), valueOf('region', 'zj')]).toEqual(['7d', undefined, undefined, 250, undefined, true, ['a', 'b'], '33', undefined])
  })
  it('instants and names of files', () => {
    expect(instantOfField('')).toBeUndefined()
    expect(instantOfField(fieldOfInstant(Date.parse(kAt)))).toBe(new Date(kAt).toISOString())
    expect(catalogueName({name: 'social.toml', webkitRelativePath: 'catalogue/categories/social.toml'})).toBe('categories/social.toml')
    expect([catalogueName({name: 'social.toml'}), catalogueName({name: 'regions.toml'})]).toEqual(['categories/social.toml', 'regions.toml'])
  })
})

describe('a legal hold', () => {
  const hold = (change: Partial<Hold> = {}): Hold => ({hold: 4, state: 'standing', app: 'wx1', ground: 'Court 12', proposed_by: 'p-other', proposed_at: kAt, ...change})
  const panel = (holds: Hold[], answers: Answers = {}, roles: Role[] = ['operator'], language: Language = 'en') =>
    show(HoldPanel, {language, address: '/ops/apps/wx1', me: me(roles), props: {app: 'wx1', holds}, answers})
  it('is proposed with its ground', async () => {
    const {page, button, of} = await panel([], {'POST /v1/holds': answer(202, hold({state: 'proposed'}))})
    await button('Propose a hold').trigger('click')
    expect(page.find('form button').attributes('disabled')).toBeDefined()
    await page.find('#hold-ground').setValue(' Court 12 ')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('POST', '/v1/holds')[0]?.body).toEqual({app: 'wx1', ground: 'Court 12'})
    expect(page.emitted('done')).toHaveLength(1)
  })
  it('is lifted by two', async () => {
    const {page, button, of} = await panel([hold()], {'POST /v1/holds/4/lift': hold({state: 'lift_proposed'})})
    await button('Propose to lift it').trigger('click')
    await page.find('#hold-ground').setValue('Closed')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('POST', '/v1/holds/4/lift')[0]?.body).toEqual({ground: 'Closed'})
    leavePages()
    const mine = await panel([hold({state: 'lift_proposed', lift_proposed_by: 'p-me'})])
    expect(mine.button('Confirm lifting').exists()).toBe(false)
    leavePages()
    const other = await panel([hold({state: 'lift_proposed', lift_proposed_by: 'p-other'})], {'POST /v1/holds/4/confirm': hold({state: 'lifted'})})
    await other.button('Confirm lifting').trigger('click')
    await flushPromises()
    expect(other.of('POST', '/v1/holds/4/confirm')).toHaveLength(1)
  })
  it.each(['zh', 'en'] as const)('is read by auditors, who change nothing, in %s', async (language) => {
    const {text, page} = await panel([hold()], {}, ['auditor'], language)
    expect(text()).toContain('Court 12')
    expect(page.findAll('button')).toHaveLength(0)
    expect(hasHan(text())).toBe(language === 'zh')
  })
})

describe('what waits for a second signature', () => {
  const open = (answers: Answers, language: Language = 'en') => show(OfficeSecond, {language, address: '/office/second', me: me(['officer'], {region: '33'}), answers})
  const rulings = {
    'GET /v1/answers': {items: [{app: 'wx1', app_name: 'First', entry: 2, answer: {no: 5, entry: 2, verdict: 'fail', state: 'proposed', at: kAt, by: 'p-other'}}]},
    'GET /v1/orders': {items: [{app: 'wx2', app_name: 'Second', order: {no: 1, state: 'standing', proposed: true, by: 'p-me', at: kAt, reason: 'order_filing_failed', answer: 3, take_down: {scope: 'service'}}}]},
    'GET /v1/apps/wx2': {app: 'wx2', entries: [{no: 7}]},
  }
  it.each(['zh', 'en'] as const)('stands there with who drafted it, in %s', async (language) => {
    const {text, page, of} = await open(rulings, language)
    expect(text()).toContain('First')
    expect(text()).toContain(language === 'zh' ? '等待另一位会签' : 'Another one signs')
    expect(page.findAll('.row-link').map((link) => link.attributes('href'))).toEqual(['/office/filings/wx1/2', '/office/filings/wx2/7'])
    expect(of('GET', '/v1/answers')[0]?.query.get('region')).toBe('33')
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('says so where there is nothing, and what failed', async () => {
    expect((await open({'GET /v1/answers': {items: []}, 'GET /v1/orders': {items: []}})).text()).toContain('No answer waits')
    leavePages()
    expect((await open({'GET /v1/answers': refused(500, 'internal', '故障', 'A fault'), 'GET /v1/orders': {items: []}})).text()).toContain('A fault')
  })
})
