// The operators' pages of who there is: in both languages with rows, without, and failing; what they
// take, and what they send.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import type {Org, Person, Proposal} from '@/api/types'
import {answer, hasHan, leavePages, me, refused, show, type Answers} from '@/core/test_page'
import type {Language} from '@/i18n'
import OpsOrg from './OpsOrg.vue'
import OpsOrgs from './OpsOrgs.vue'
import OpsProposals from './OpsProposals.vue'
import OpsRights from './OpsRights.vue'
import OpsSubjects from './OpsSubjects.vue'

const kOperator = me(['operator'], {person: 'op-1'})
const org = (id: string, change: Partial<Org> = {}): Org => ({org: id, kind: 'developer', name: `Name of ${id}`, ...change})
const person = (id: string, change: Partial<Person> = {}): Person => ({person: id, org: 'org-1', name: `Name of ${id}`, roles: ['developer'], active: true, ...change})
const proposal = (no: number, change: Partial<Proposal> = {}): Proposal => ({proposal: no, state: 'proposed', person: person('p-2', {roles: ['officer'], region: '33'}), proposed_by: 'op-2', proposed_at: '2026-03-05T01:02:03Z', ...change})

const pages = {
  orgs: {component: OpsOrgs, address: '/ops/orgs', list: 'GET /v1/orgs', rows: [org('org-1'), org('org-33', {kind: 'office', region: '33'})], says: ['Name of org-1', 'org-33'], none: {zh: '还没有组织', en: 'No organisation yet'}},
  people: {component: OpsOrg, address: '/ops/orgs/org-1', route: '/ops/orgs/:org', list: 'GET /v1/orgs/org-1/people', rows: [person('p-1'), person('p-2', {active: false})], says: ['Name of p-1', 'p-2'], none: {zh: '还没有人员', en: 'Nobody yet'}},
  subjects: {component: OpsSubjects, address: '/ops/subjects', list: 'GET /v1/subjects', rows: [{subject: 's-1', kind: 'enterprise', org: 'org-1', name: 'Acme', credit_code: 'CODE1', region: '33'}], says: ['Acme', 's-1', 'CODE1'], none: {zh: '还没有主体', en: 'No subject yet'}},
  proposals: {component: OpsProposals, address: '/ops/proposals', list: 'GET /v1/proposals', rows: [proposal(1), proposal(2, {proposed_by: 'op-1'})], says: ['Name of p-2', 'op-2'], none: {zh: '这里没有提议', en: 'There are no proposals here'}},
}
type Name = keyof typeof pages
const open = (name: Name, language: Language, answers: Answers, address: string = pages[name].address) =>
  show(pages[name].component, {language, address, route: name === 'people' ? pages.people.route : pages[name].address, desk: 'ops', me: kOperator, answers})

afterEach(leavePages)

describe.each(Object.keys(pages) as Name[])('the page of %s', (name) => {
  describe.each(['zh', 'en'] as const)('in %s', (language) => {
    it('shows what there is, in that language alone', async () => {
      const {text} = await open(name, language, {[pages[name].list]: {items: pages[name].rows}})
      for (const words of pages[name].says) expect(text()).toContain(words)
      expect(hasHan(text())).toBe(language === 'zh')
    })
    it('says why it is empty', async () => {
      const {text} = await open(name, language, {[pages[name].list]: {items: []}})
      expect(text()).toContain(pages[name].none[language])
    })
    it('says what failed, and reads again', async () => {
      let broken = true
      const {text, button} = await open(name, language, {[pages[name].list]: () => (broken ? refused(500, 'internal', '服务器出错', 'A fault of the server') : {items: pages[name].rows})})
      expect(text()).toContain(language === 'zh' ? '服务器出错' : 'A fault of the server')
      broken = false
      await button(language === 'zh' ? '重试' : 'Try again').trigger('click')
      await flushPromises()
      expect(text()).toContain(pages[name].says[0])
    })
  })
  it('reads on by cursor', async () => {
    const {button, of, text} = await open(name, 'en', {
      [pages[name].list]: ({query}: {query: URLSearchParams}) => (query.get('after') === null ? {items: pages[name].rows.slice(0, 1), next: 'cur'} : {items: pages[name].rows.slice(1)}),
    })
    await button('Load more').trigger('click')
    await flushPromises()
    expect(of('GET', pages[name].list.slice(4)).map((one) => one.query.get('after'))).toEqual([null, 'cur'])
    expect(text()).not.toContain('Load more')
  })
})

describe('the form on the page of people', () => {
  const start = async () => {
    const shown = await open('people', 'zh', {'GET /v1/orgs/org-1/people': {items: []}})
    await shown.button('登记人员').trigger('click')
    return {...shown, form: () => shown.page.find('form')}
  }
  it('is closed by a button that says so', async () => {
    const {page, button, form} = await start()
    const toggle = page.find('button[aria-expanded=true]')
    expect(toggle.text()).toBe('收起')
    await toggle.trigger('click')
    expect(form().exists()).toBe(false)
    expect(button('登记人员').exists()).toBe(true)
  })
  it('is not closed over what was typed before that was asked', async () => {
    const {page, button, form} = await start()
    const name = () => page.find('#invite-name').element as HTMLInputElement
    await page.find('#invite-name').setValue('Three')
    for (const words of ['收起', '取消']) {
      await button(words).trigger('click')
      expect(form().text()).toContain('不会保留')
      expect(name().value).toBe('Three')
      await button('继续填写').trigger('click')
      expect(form().text()).not.toContain('不会保留')
    }
    await button('收起').trigger('click')
    await button('放弃已填写的内容').trigger('click')
    expect(form().exists()).toBe(false)
    await button('登记人员').trigger('click')
    expect(name().value).toBe('')
  })
})

describe('recording an organisation', () => {
  const start = async (answers: Answers = {}) => {
    const shown = await open('orgs', 'en', {'GET /v1/orgs': {items: [org('org-1')]}, ...answers})
    await shown.button('Record organisation').trigger('click')
    const submit = () => shown.page.find('form button.primary')
    return {...shown, submit}
  }
  it('wants an id that fits, a name, and an office its province', async () => {
    const {page, text, submit} = await start()
    expect(submit().attributes('disabled')).toBeDefined()
    await page.find('#org-id').setValue('a b')
    expect(text()).toContain('1 to 64 letters')
    expect(page.find('#org-id').attributes('aria-invalid')).toBe('true')
    await page.find('#org-id').setValue('org-33')
    await page.find('#org-name').setValue('  ')
    expect(submit().attributes('disabled')).toBeDefined()
    await page.find('#org-name').setValue('Office')
    expect(submit().attributes('disabled')).toBeUndefined()
    await page.find('#org-kind').setValue('office')
    expect(submit().attributes('disabled')).toBeDefined()
    await page.find('#org-region').setValue('33')
    expect(submit().attributes('disabled')).toBeUndefined()
  })
  it('sends it once, and reads the list again', async () => {
    const {page, of, text} = await start({'PUT /v1/orgs/org-33': org('org-33')})
    await page.find('#org-id').setValue('org-33')
    await page.find('#org-name').setValue('Office')
    await page.find('#org-kind').setValue('office')
    await page.find('#org-region').setValue('33')
    await page.find('form').trigger('submit')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('PUT', '/v1/orgs/org-33').map((one) => one.body)).toEqual([{kind: 'office', name: 'Office', region: '33'}])
    expect(of('GET', '/v1/orgs')).toHaveLength(2)
    expect(text()).not.toContain('Id of the organisation')
  })
  it('says that it would change one that is there', async () => {
    const {page, text} = await start()
    await page.find('#org-id').setValue('org-1')
    expect(text()).toContain('recorded as Name of org-1')
  })
  it('keeps what was typed when it is refused', async () => {
    const {page, text} = await start({'PUT /v1/orgs/org-2': refused(400, 'invalid_request', '不对', 'Not like that')})
    await page.find('#org-id').setValue('org-2')
    await page.find('#org-name').setValue('Two')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(text()).toContain('Not like that')
    expect((page.find('#org-name').element as HTMLInputElement).value).toBe('Two')
  })
})

describe('recording a person', () => {
  const start = async (answers: Answers) => {
    const shown = await open('people', 'en', {'GET /v1/orgs/org-1/people': {items: [person('p-1')]}, ...answers})
    await shown.button('Record person').trigger('click')
    await shown.page.find('#invite-person').setValue('p-9')
    await shown.page.find('#invite-name').setValue('Nine')
    return shown
  }
  it('proposes what takes a second operator, with the officer’s province', async () => {
    const {page, of, button} = await start({'PUT /v1/people/p-9': answer(202, proposal(7))})
    expect(page.find('form button.primary').attributes('disabled')).toBeDefined() // no role yet
    await page.find('input[value=officer]').setValue(true)
    expect(page.find('form button.primary').attributes('disabled')).toBeDefined() // no province yet
    await page.find('#invite-region').setValue('33')
    expect(button('Propose').exists()).toBe(true)
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('PUT', '/v1/people/p-9').map((one) => one.body)).toEqual([{name: 'Nine', org: 'org-1', roles: ['officer'], active: true, region: '33'}])
  })
  it('never puts one in the place of another', async () => {
    const {page, of, text} = await start({'GET /v1/people/p-9': person('p-9', {org: 'org-2'})})
    await page.find('input[value=reviewer]').setValue(true)
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('PUT', '/v1/people/p-9')).toEqual([])
    expect(text()).toContain('Somebody has this id')
  })
})

describe('recording a subject', () => {
  it('asks for a province only within the mainland', async () => {
    const {page, button, of} = await open('subjects', 'en', {'GET /v1/subjects': {items: []}, 'PUT /v1/subjects/s-9': {subject: 's-9', name: 'Nine'}})
    await button('Record subject').trigger('click')
    await page.find('#subject-id').setValue('s-9')
    await page.find('#subject-name').setValue('Nine')
    await page.find('#subject-org').setValue('org-1')
    expect(page.find('form button.primary').attributes('disabled')).toBeDefined()
    await page.find('#subject-kind').setValue('overseas_enterprise')
    expect(page.find('#subject-region').exists()).toBe(false)
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('PUT', '/v1/subjects/s-9').map((one) => one.body)).toEqual([{org: 'org-1', name: 'Nine', kind: 'overseas_enterprise'}])
  })
})

describe('a proposal', () => {
  it('is confirmed by another, whose page then shows the invitation once', async () => {
    const {button, of, page, text} = await open('proposals', 'en', {
      'GET /v1/proposals': {items: [proposal(1)]},
      'POST /v1/proposals/1/confirm': proposal(1, {state: 'confirmed', decided_by: 'op-1', invitation: {person: 'p-2', invitation: 'bi_secret', expires: '2026-03-08T00:00:00Z'}}),
    })
    await button('Confirm grant').trigger('click')
    await flushPromises()
    expect(of('POST', '/v1/proposals/1/confirm')).toHaveLength(1)
    expect((page.find('.once input').element as HTMLInputElement).value).toMatch(/\/invitation#bi_secret$/)
    await button('I have kept it').trigger('click')
    expect(text()).not.toContain('bi_secret')
    expect(page.find('.once').exists()).toBe(false)
  })
  it('is not confirmed by whoever made it, nor by whom it is for', async () => {
    const {page, text} = await open('proposals', 'en', {'GET /v1/proposals': {items: [proposal(1, {proposed_by: 'op-1'}), proposal(2, {person: person('op-1', {roles: ['operator']})})]}})
    expect(text()).toContain('Take back')
    // Whoever it is for may still say no.
    expect(page.findAll('button').filter((one) => one.text() === 'Confirm grant')).toHaveLength(0)
    expect(text()).toContain('another operator has to confirm')
  })
  it('that somebody decided meanwhile is told, and read again', async () => {
    const {button, of, text} = await open('proposals', 'en', {'GET /v1/proposals': {items: [proposal(1)]}, 'POST /v1/proposals/1/reject': refused(409, 'conflict', '冲突', 'Decided meanwhile')})
    await button('Reject').trigger('click')
    await flushPromises()
    expect(text()).toContain('Decided meanwhile')
    expect(of('GET', '/v1/proposals').length).toBeGreaterThan(1)
  })
  it('is shown in the state that the address says', async () => {
    const {of} = await open('proposals', 'zh', {'GET /v1/proposals': {items: []}}, '/ops/proposals?state=rejected')
    expect(of('GET', '/v1/proposals')[0]?.query.get('state')).toBe('rejected')
  })
})

describe.each(['zh', 'en'] as const)('recording somebody from the page of all people, in %s', (language) => {
  const answers: Answers = {'GET /v1/orgs': {items: [org('org-1'), org('org-33', {kind: 'office', region: '33'})]}, 'GET /v1/orgs/org-1/people': {items: []}, 'GET /v1/orgs/org-33/people': {items: []}}
  const words = language === 'zh' ? '登记人员' : 'Record person'
  const rights = (who = kOperator) => show(OpsRights, {language, address: '/ops/rights', desk: 'ops', me: who, answers})
  it('asks for the organisation first, and leads to its form', async () => {
    const {page, button, text, at} = await rights()
    await button(words).trigger('click')
    await flushPromises()
    expect(text()).toContain(language === 'zh' ? '请先选择组织' : 'Choose it first')
    expect(hasHan(text())).toBe(language === 'zh')
    await page.find('#add-org').setValue('33')
    expect(page.findAll('.where li').map((one) => one.text())).toEqual([expect.stringContaining('org-33')])
    await page.find('#add-org').trigger('keydown', {key: 'Enter'})
    await flushPromises()
    expect(at()).toBe('/ops/orgs/org-33?add=1')
  })
  it('says so where nothing fits', async () => {
    const {page, button, text} = await rights()
    await button(words).trigger('click')
    await flushPromises()
    await page.find('#add-org').setValue('nowhere')
    expect(text()).toContain(language === 'zh' ? '没有符合“nowhere”' : 'Nothing matches "nowhere"')
  })
  it('has the form open for whoever comes so, and for operators alone', async () => {
    const people: Answers = {'GET /v1/orgs': {items: [org('org-1')]}, 'GET /v1/orgs/org-1/people': {items: []}}
    const came = await show(OpsOrg, {language, address: '/ops/orgs/org-1?add=1', route: '/ops/orgs/:org', desk: 'ops', me: kOperator, answers: people})
    expect(came.page.find('#invite-person').exists()).toBe(true)
    const auditor = me(['auditor'])
    const read = await show(OpsOrg, {language, address: '/ops/orgs/org-1?add=1', route: '/ops/orgs/:org', desk: 'ops', me: auditor, answers: people})
    expect(read.page.find('#invite-person').exists()).toBe(false)
    expect((await rights(auditor)).button(words).exists()).toBe(false)
  })
})
