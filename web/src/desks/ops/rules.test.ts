// Packs of rules, in both languages: versions, what a trial said, proposing by files, rehearsals begun,
// followed, stopped and read.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import type {Rehearsal, RuleVersion, TriedPack} from '@/api/types'
import {answer, hasHan, leavePages, me, refused, show, type Answers} from '@/core/test_page'
import type {Language} from '@/i18n'
import OpsRules from './OpsRules.vue'
import OpsVersion from './OpsVersion.vue'

afterEach(leavePages)
const kAt = '2026-12-20T16:00:00Z'
const pack = (change: Partial<TriedPack> = {}): TriedPack => ({id: 'vpn', rule: 'content/vpn', file: 'packs/vpn.toml', version: '2', digest: 'a'.repeat(64), title_zh: '翻墙', title_en: 'VPN', error: true, confidential: true, examples: 6, held: 6, change: 'changed', ...change})
const version = (change: Partial<RuleVersion> = {}): RuleVersion => ({version: '2026-12-20.1', state: 'proposed', base: 'builtin', effective_from: kAt, proposed_by: 'p-other', proposed_at: kAt, reason: '', packs: [pack(), pack({id: 'x', rule: 'content/x', title_zh: '其他', title_en: 'Another', change: 'same'})], ...change})
const agreement = (agreed: number) => ({agreed, refuted: 1, missed: 2, precision: 0.9, recall: 0.8})
const rehearsal = (change: Partial<Rehearsal> = {}): Rehearsal => ({rehearsal: 'rh_1', version: '2026-12-20.1', against: 'builtin', state: 'done', begun_by: 'p-1', begun_at: kAt, packages: 50, done: 50, ended_at: kAt, ...change})
const result: Rehearsal['result'] = {schema: 'x', programs: 50, could_not_check: ['b'.repeat(64)], changes: [{answer: 'content/vpn', before: 3, after: 5, gained: ['c'.repeat(64), 'd'.repeat(64)], lost: [], gained_count: 2, lost_count: 0}], decided: 40, scores: [{answer: '', before: agreement(30), after: agreement(32)}, {answer: 'involves:social-forum', before: agreement(3), after: agreement(3)}]}
const lists: Answers = {'GET /v1/rules/versions': {in_force: 'builtin', items: [version(), version({version: 'builtin', state: 'in_force'})]}, 'GET /v1/rules/rehearsals': {items: [rehearsal()]}, 'GET /v1/rules/rehearsals/rh_1': rehearsal({result}), 'GET /v1/categories': {items: []}}
const open = (answers: Answers = {}, language: Language = 'en', roles: Parameters<typeof me>[0] = ['operator']) => show(OpsRules, {language, address: '/ops/rules', me: me(roles), answers: {...lists, ...answers}})

describe.each(['zh', 'en'] as const)('packs of rules, in %s', (language) => {
  it('show their versions and rehearsals, in that language alone', async () => {
    const {text} = await open({}, language)
    expect(text()).toContain('2026-12-20.1')
    expect(text()).toContain(language === 'zh' ? '程序自带' : 'the program\'s own')
    expect(text()).toContain(language === 'zh' ? '已检查 50 / 50' : '50 of 50 checked')
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('say so where nothing was rehearsed, and what failed', async () => {
    expect((await open({'GET /v1/rules/rehearsals': {items: []}}, language)).text()).toContain(language === 'zh' ? '还没有演练' : 'No rehearsal yet')
    leavePages()
    expect((await open({'GET /v1/rules/versions': refused(500, 'internal', '服务器出错', 'A fault of the server')}, language)).text()).toContain(language === 'zh' ? '服务器出错' : 'A fault of the server')
  })
  it('read what a rehearsal found', async () => {
    const {text, button} = await open({}, language)
    await button(language === 'zh' ? '查看' : 'See').trigger('click')
    await flushPromises()
    expect(text()).toContain('80 % → 80 %')
    expect(text()).toContain('30 → 32')
    expect(text()).toContain(language === 'zh' ? '新发现 2 个' : 'found in 2 more')
    expect(text()).toContain(language === 'zh' ? '1 个无法检查' : '1 could not be checked')
  })
})

describe('a rehearsal', () => {
  it('is begun with a version and a number, and stopped', async () => {
    let running = false
    const one = rehearsal({state: 'running', done: 3, ended_at: undefined})
    const {page, button, of, text} = await open({
      'GET /v1/rules/rehearsals': () => ({items: running ? [one] : []}),
      'GET /v1/rules/rehearsals/rh_1': one,
      'POST /v1/rules/rehearsals': () => ((running = true), answer(202, one)),
      'POST /v1/rules/rehearsals/rh_1/stop': one,
    })
    await page.find('#rehearse-version').setValue('builtin')
    await page.find('#rehearse-packages').setValue('50')
    await button('Begin rehearsal').trigger('submit')
    await flushPromises()
    expect(of('POST', '/v1/rules/rehearsals')[0]?.body).toEqual({version: 'builtin', packages: 50})
    expect(text()).toContain('3 of 50 checked')
    expect(button('Begin rehearsal').attributes('disabled')).toBeDefined()
    await button('Stop rehearsal').trigger('click')
    await flushPromises()
    expect(of('POST', '/v1/rules/rehearsals/rh_1/stop')).toHaveLength(1)
  })
  it('is nobody’s to begin who only reads', async () => {
    expect((await open({}, 'en', ['auditor'])).button('Begin rehearsal').exists()).toBe(false)
  })
})

describe('proposing packs', () => {
  it('takes files under packs/, and shows what the trial said', async () => {
    const {page, button, of, text} = await open({'POST /v1/rules/versions': answer(200, version({packs: [pack({held: 5})]}))})
    await button('Propose packs').trigger('click')
    expect(text()).toContain('packs/')
    await page.find('#strike').setValue('packs/old.toml')
    await button('Mark').trigger('click')
    await page.find('#version-reason').setValue('fewer false alarms')
    await page.find('form.block').trigger('submit')
    await flushPromises()
    const [asked] = of('POST', '/v1/rules/versions')
    expect([asked?.query.get('dry_run'), (asked?.body as {files: unknown}).files]).toEqual(['true', [{name: 'packs/old.toml'}]])
    expect(text()).toContain('5 of 6 examples hold')
  })
})

describe('a version of the packs', () => {
  const look = (answers: Answers = {}) => show(OpsVersion, {language: 'en', address: '/ops/rules/versions/2026-12-20.1', route: '/ops/rules/versions/:version', me: me(['operator']), answers: {'GET /v1/rules/versions/2026-12-20.1': ({query}: {query: URLSearchParams}) => version(query.get('file') === null ? {} : {text: '[pack]'}), 'POST /v1/rules/versions/2026-12-20.1/confirm': version({state: 'to_come'}), ...answers}})
  it('shows what changed, its files on demand, and is confirmed by another operator', async () => {
    const {page, text, button, of} = await look()
    expect(text()).toContain('VPN')
    expect(text()).not.toContain('Another')
    await page.find('input[type=checkbox]').setValue(true)
    expect(text()).toContain('Another')
    await button('packs/vpn.toml').trigger('click')
    await flushPromises()
    expect(text()).toContain('[pack]')
    await button('Confirm').trigger('click')
    await flushPromises()
    expect(of('POST', '/v1/rules/versions/2026-12-20.1/confirm')).toHaveLength(1)
    expect(of('GET', '/v1/rules/versions/2026-12-20.1/what-if')).toHaveLength(0)
  })
})
