// One person’s page, one’s own organisation, and how people come in: invitation, password, second factor.
import {flushPromises} from '@vue/test-utils'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {Me, Person, SignInState} from '@/api/types'
import PasswordForm from '@/components/PasswordForm.vue'
import ReadOnlyNote from '@/components/ReadOnlyNote.vue'
import SignInSettings from '@/components/SignInSettings.vue'
import {answer, hasHan, leavePages, me, refused, show, type Answers} from '@/core/test_page'
import {lastWay, may, session} from '@/core/session'
import {toasts} from '@/core/toasts'
import DevPeople from '@/desks/dev/DevPeople.vue'
import type {Language} from '@/i18n'
import InvitationPage from './InvitationPage.vue'
import PersonPage from './PersonPage.vue'
import SignIn from './SignIn.vue'

const person = (change: Partial<Person> = {}): Person => ({person: 'p-2', org: 'org-1', name: 'Person Two', roles: ['developer'], active: true, ...change})
const token = (change = {}) => ({token_id: '0123456789abcdef', person: 'p-2', label: 'CI', roles: [], read_only: true, revoked: false, valid: true, expires: '2999-01-01T00:00:00Z', ...change})
const kOperator = me(['operator'], {person: 'op-1'})
const kOwner = me(['developer'], {person: 'p-1', org: {id: 'org-1', kind: 'developer', name: 'Mine'}} as Partial<Me>)
const kNoTokens = {'GET /v1/people/p-2/tokens': {items: []}}
const openPerson = (language: Language, answers: Answers, by = kOperator) =>
  show(PersonPage, {language, address: '/ops/people/p-2', route: '/ops/people/:person', desk: by === kOperator ? 'ops' : 'dev', me: by, answers: {...kNoTokens, ...answers}})

beforeEach(() => (toasts.value = []))
afterEach(leavePages)

describe.each(['zh', 'en'] as const)('in %s', (language) => {
  it('a person is shown with roles and tokens', async () => {
    const {text} = await openPerson(language, {'GET /v1/people/p-2': person({region: '33', unit: 'Unit A'}), 'GET /v1/people/p-2/tokens': {items: [token(), token({token_id: 'f'.repeat(16), valid: false, revoked: true, label: ''})]}})
    expect(text()).toContain('Person Two')
    expect(text()).toContain('01234567')
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('a person that is not there is told', async () => {
    const {text} = await openPerson(language, {})
    expect(text()).toContain(language === 'zh' ? '没有找到' : 'Not found')
  })
  it('signing in is shown', async () => {
    const {text} = await show(SignIn, {language, address: '/sign-in', answers: {}})
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('an invitation is shown', async () => {
    const {text} = await show(InvitationPage, {language, address: '/invitation#bi_x', answers: {}})
    expect(hasHan(text())).toBe(language === 'zh')
  })
})

describe('the rights of a person', () => {
  it('are saved as they stand', async () => {
    const {page, of, button} = await openPerson('en', {'GET /v1/people/p-2': person(), 'PUT /v1/people/p-2': person()})
    expect(button('Save').attributes('disabled')).toBeDefined()
    await page.find('#person-name').setValue('Two Renamed')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('PUT', '/v1/people/p-2').map((one) => one.body)).toEqual([{org: 'org-1', name: 'Two Renamed', roles: ['developer'], active: true}])
    expect(toasts.value[0]?.words).toContain('in force at once')
  })
  it('are proposed where a second operator has to confirm', async () => {
    const {page, button, text} = await openPerson('en', {'GET /v1/people/p-2': person(), 'PUT /v1/people/p-2': answer(202, {proposal: 3})})
    await page.find('input[value=operator]').setValue(true)
    expect(text()).toContain('they are proposed')
    expect(button('Propose').exists()).toBe(true)
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(toasts.value[0]?.link?.to).toBe('/ops/proposals')
  })
  it('that are taken away, and what ends with them, are said before', async () => {
    const {page, text} = await openPerson('en', {'GET /v1/people/p-2': person()})
    await page.find('input[value=developer]').setValue(false)
    expect(text()).toContain('Lost at once: Developer.')
    await page.findAll('.choice').find((one) => one.text() === 'Active')?.find('input').setValue(false)
    expect(text()).toContain('tokens and sessions are worth nothing')
  })
  it('are not one’s own to change', async () => {
    const own = me(['operator'], {person: 'p-2'})
    const {page, text} = await show(PersonPage, {language: 'en', address: '/ops/people/p-2', route: '/ops/people/:person', desk: 'ops', me: own, answers: {...kNoTokens, 'GET /v1/people/p-2': person()}})
    expect(page.find('#person-name').exists()).toBe(false)
    expect(text()).toContain('Nobody changes their own roles')
  })
})

describe('what is kept of a person', () => {
  const data = (acts: number, next?: string) => ({person: 'p-2', org: 'org-1', name: 'Person Two', roles: [], active: true, owner: false, sign_in: {}, tokens: [], calendars: [], acts: Array.from({length: acts}, (_, n) => ({log_index: n, app: 'wx1', type: 'submitted', at: ''})), directory_steps: [], category_steps: [], readings: next === undefined ? [{at: '', person: 'p-2'}] : [], attempts: [], ...(next === undefined ? {} : {next})})
  it('is read to its end into one file', async () => {
    const {button, of} = await openPerson('en', {'GET /v1/people/p-2': person(), 'GET /v1/people/p-2/data': ({query}: {query: URLSearchParams}) => (query.get('after') === null ? data(2, 'acts:7') : data(3))})
    await button('Download all').trigger('click')
    await flushPromises()
    expect(of('GET', '/v1/people/p-2/data').map((one) => one.query.get('after'))).toEqual([null, 'acts:7'])
    expect(toasts.value[0]?.words).toBe('Downloaded, with 6 acts.')
  })
  it('is erased only of somebody inactive, whose id is entered again', async () => {
    const {button} = await openPerson('en', {'GET /v1/people/p-2': person()})
    expect(button('Erase for good').attributes('disabled')).toBeDefined()
    leavePages()
    const inactive = await openPerson('en', {'GET /v1/people/p-2': person({active: false}), 'POST /v1/people/p-2/erase': {person: 'p-2', erased_at: '2026-03-05T00:00:00Z'}})
    await inactive.button('Erase for good').trigger('click')
    await inactive.page.find('#erase-again').setValue('p-1')
    expect(inactive.button('Erase for good').attributes('disabled')).toBeDefined()
    await inactive.page.find('#erase-again').setValue('p-2')
    await inactive.page.find('#erase-again').trigger('submit')
    await flushPromises()
    expect(inactive.of('POST', '/v1/people/p-2/erase')).toHaveLength(1)
    expect(toasts.value[0]?.words).toContain('was erased')
  })
})

describe('letting somebody in', () => {
  it('shows the link once', async () => {
    const {button, page, of} = await openPerson('en', {'GET /v1/people/p-2': person(), 'POST /v1/people/p-2/invitations': answer(201, {person: 'p-2', invitation: 'bi_s', expires: '2999-01-01T00:00:00Z'})})
    await button('Make an invitation').trigger('click')
    await flushPromises()
    expect(of('POST', '/v1/people/p-2/invitations').map((one) => one.body)).toEqual([{resets_factor: false}])
    expect((page.find('.once input').element as HTMLInputElement).value).toMatch(/\/invitation#bi_s$/)
  })
  it('is not for one operator alone where the roles take two', async () => {
    const {button, text} = await openPerson('en', {'GET /v1/people/p-2': person({roles: ['senior_reviewer']})})
    expect(button('Make an invitation').exists()).toBe(false)
    expect(button('Issue token').exists()).toBe(false)
    expect(text()).toContain('issue their own tokens')
  })
})

describe('a token', () => {
  it('wants a purpose and an end within a year, and is shown once', async () => {
    const {page, of, button} = await openPerson('en', {'GET /v1/people/p-2': person(), 'POST /v1/people/p-2/tokens': answer(201, token({secret: 'bb_secret'}))})
    expect(button('Issue token').attributes('disabled')).toBeDefined()
    await page.find('#token-label').setValue('CI')
    await page.find('#token-until').setValue('2001-01-01')
    expect(page.find('#token-until').attributes('aria-invalid')).toBe('true')
    const soon = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10)
    await page.find('#token-until').setValue(soon)
    await page.find('form.grid').trigger('submit')
    await flushPromises()
    const [asked] = of('POST', '/v1/people/p-2/tokens')
    expect(asked?.body).toMatchObject({label: 'CI', read_only: true})
    expect((page.find('.once input').element as HTMLInputElement).value).toBe('bb_secret')
    await button('I have kept it').trigger('click')
    expect(page.html()).not.toContain('bb_secret')
  })
  it('is revoked after what follows was said', async () => {
    const {button, of, text} = await openPerson('en', {'GET /v1/people/p-2': person(), 'GET /v1/people/p-2/tokens': {items: [token()]}, 'POST /v1/people/p-2/tokens/0123456789abcdef/revoke': {token_id: '0123456789abcdef', revoked: true}})
    await button('Revoke').trigger('click')
    expect(text()).toContain('Worth nothing at once')
    expect(of('POST', '/v1/people/p-2/tokens/0123456789abcdef/revoke')).toHaveLength(0)
    await button('Revoke').trigger('click')
    await flushPromises()
    expect(of('POST', '/v1/people/p-2/tokens/0123456789abcdef/revoke')).toHaveLength(1)
  })
})

describe('one’s own organisation', () => {
  const open = (answers: Answers) => show(DevPeople, {language: 'en', address: '/dev/people', desk: 'dev', me: kOwner, answers})
  it('is shown to its owners, who invite developers', async () => {
    const {page, of, text, button} = await open({'GET /v1/people/p-1': person({person: 'p-1', owner: true}), 'GET /v1/orgs/org-1/people': {items: [person()]}, 'POST /v1/orgs/org-1/people': answer(201, person())})
    expect(text()).toContain('Person Two')
    await button('Invite a developer').trigger('click')
    expect(page.find('input[value=operator]').exists()).toBe(false)
    await page.find('#invite-person').setValue('p-2')
    expect(text()).toContain('Somebody has this id')
    await page.find('#invite-person').setValue('p-3')
    await page.find('#invite-name').setValue('Three')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('POST', '/v1/orgs/org-1/people').map((one) => one.body)).toEqual([{person: 'p-3', name: 'Three', owner: false}])
  })
  it('is not shown to others, who are told whom to ask', async () => {
    const {of, text} = await open({'GET /v1/people/p-1': person({person: 'p-1', owner: false})})
    expect(text()).toContain('Only owners')
    expect(of('GET', '/v1/orgs/org-1/people')).toEqual([])
  })
  it('says what failed', async () => {
    const {text} = await open({'GET /v1/people/p-1': refused(500, 'internal', '错', 'A fault of the server')})
    expect(text()).toContain('A fault of the server')
  })
})

describe('an invitation', () => {
  const open = (answers: Answers) => show(InvitationPage, {language: 'en', address: '/invitation#bi_secret', answers})
  it('takes a password twice, and leads to signing in', async () => {
    const {page, of, at, text} = await open({'POST /v1/invitations/redeem': answer(204)})
    expect((page.find('#invitation').element as HTMLInputElement).value).toBe('bi_secret')
    await page.find('#password').setValue('long enough yes')
    expect(text()).toContain('differ')
    expect(page.find('form button').attributes('disabled')).toBeDefined()
    await page.find('#password-again').setValue('long enough yes')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('POST', '/v1/invitations/redeem').map((one) => one.body)).toEqual([{invitation: 'bi_secret', password: 'long enough yes'}])
    expect(at()).toBe('/sign-in')
  })
  it('that does not hold any more says whom to ask', async () => {
    const {page, text} = await open({'POST /v1/invitations/redeem': refused(401, 'wrong_sign_in')})
    await page.find('#password').setValue('long enough yes')
    await page.find('#password-again').setValue('long enough yes')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(text()).toContain('Ask whoever sent it')
  })
})

describe('signing in by password', () => {
  const open = (answers: Answers) => show(PasswordForm, {language: 'en', address: '/sign-in', answers: {'GET /v1/me': kOwner, ...answers}})
  const fill = async (page: Awaited<ReturnType<typeof open>>['page']) => {
    await page.find('#person').setValue('p-1')
    await page.find('#sign-password').setValue('long enough yes')
    await page.find('form').trigger('submit')
    await flushPromises()
  }
  it('keeps the session and remembers the way', async () => {
    const {page, of} = await open({'POST /v1/sign-in': {person: 'p-1', token: 'bs_1', expires: '', read_only: false, second_factor_needed: false}})
    await fill(page)
    expect(of('POST', '/v1/sign-in').map((one) => one.body)).toEqual([{person: 'p-1', password: 'long enough yes'}])
    expect([session.me?.person, lastWay()]).toEqual(['p-1', 'password'])
    expect(page.emitted('done')).toEqual([[false]])
  })
  it('asks for the second factor when it is wanted, and sends it', async () => {
    const {page, of, text} = await open({
      'POST /v1/sign-in': ({body}: {body: unknown}) => ((body as {code?: string}).code === undefined ? refused(401, 'second_factor_needed') : {person: 'p-1', token: 'bs_1', expires: '', read_only: false, second_factor_needed: false}),
    })
    expect(page.find('#sign-code').exists()).toBe(false)
    await fill(page)
    expect(text()).toContain('six digits')
    await page.find('#sign-code').setValue('123456')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('POST', '/v1/sign-in').at(-1)?.body).toEqual({person: 'p-1', password: 'long enough yes', code: '123456'})
    expect(page.emitted('done')).toHaveLength(1)
  })
  it('says that it is wrong, and how long to wait', async () => {
    const {page, text} = await open({'POST /v1/sign-in': refused(429, 'too_many_tries', '太多次', 'Too many tries', {'Retry-After': '30'})})
    await fill(page)
    expect(text()).toContain('Too many tries Try again in 30 s.')
    expect((page.find('#sign-password').element as HTMLInputElement).value).toBe('long enough yes')
  })
})

describe('how one signs in', () => {
  const state = (change: Partial<SignInState> = {}): SignInState => ({person: 'p-1', session: true, read_only: false, password: true, second_factor: false, second_factor_needed: false, recovery_codes_left: 0, ...change})
  const open = (answers: Answers, language: Language = 'en') => show(SignInSettings, {language, address: '/settings', me: kOwner, answers})
  it.each(['zh', 'en'] as const)('is shown in %s', async (language) => {
    const {text} = await open({'GET /v1/me/sign-in': state({second_factor_needed: true, read_only: true})}, language)
    expect(hasHan(text())).toBe(language === 'zh')
    expect(text()).toContain(language === 'zh' ? '须设置两步验证' : 'need a second factor')
  })
  it('a wrong password of now does not sign anybody out', async () => {
    const {page, button, text} = await open({'GET /v1/me/sign-in': state(), 'POST /v1/me/password': refused(401, 'wrong_sign_in')})
    await button('Change password').trigger('click')
    await page.find('#password-now').setValue('wrong')
    await page.find('#password-new').setValue('long enough yes')
    await page.find('#password-again').setValue('long enough yes')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(text()).toContain('current password is wrong')
    expect(session.expired).toBe(false)
    expect((page.find('#password-new').element as HTMLInputElement).value).toBe('long enough yes')
  })
  it('gains a second factor: picture, key, first code, recovery codes once', async () => {
    let on = false
    const {page, button, text} = await open({
      'GET /v1/me/sign-in': () => state(on ? {second_factor: true, recovery_codes_left: 10} : {}),
      'POST /v1/me/second-factor': answer(201, {secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Baobei:p-1?secret=JBSWY3DPEHPK3PXP'}),
      'POST /v1/me/second-factor/confirm': ({body}: {body: unknown}) => {
        on = (body as {code: string}).code === '123456'
        return on ? {recovery_codes: ['code-1', 'code-2']} : refused(401, 'wrong_sign_in')
      },
    })
    await button('Set up second factor').trigger('click')
    await page.find('#factor-now').setValue('long enough yes')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(page.find('svg.qr path').attributes('d')?.length).toBeGreaterThan(1000)
    expect(text()).toContain('JBSW Y3DP EHPK 3PXP')
    await page.find('#factor-code').setValue('000000')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(text()).toContain('wrong or too old')
    await page.find('#factor-code').setValue('123456')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(text()).toContain('code-1')
    expect(text()).toContain('on, 10 recovery codes left')
    await button('I have kept it').trigger('click')
    expect(text()).not.toContain('code-1')
  })
  it('says what follows from removing a factor that the roles need', async () => {
    const {button, text} = await open({'GET /v1/me/sign-in': state({second_factor: true, second_factor_needed: true, recovery_codes_left: 3})})
    await button('Remove second factor').trigger('click')
    expect(text()).toContain('a session only reads')
  })
})

describe('a sign-in that only reads', () => {
  const start = (change: Partial<SignInState>) => show(ReadOnlyNote, {language: 'en', address: '/ops', me: me(['operator'], {person: 'op-1', may: ['stop_case']}), answers: {'GET /v1/me/sign-in': {person: 'op-1', session: true, read_only: true, password: true, second_factor: false, second_factor_needed: true, recovery_codes_left: 0, ...change}}})
  it('for want of a second factor says so, and offers nothing that changes', async () => {
    const {text} = await start({})
    expect([session.reads, may('stop_case')]).toEqual(['factor', false])
    expect(text()).toContain('Set one up, then sign in again')
  })
  it('by its token says so', async () => {
    const {text} = await start({second_factor: true})
    expect(session.reads).toBe('token')
    expect(text()).toContain('token that only reads')
  })
  it('is none of these where it may change things, or where nobody says', async () => {
    await start({read_only: false})
    expect([session.reads, may('stop_case')]).toEqual(['all', true])
    leavePages()
    await show(ReadOnlyNote, {language: 'en', address: '/ops', me: me(['operator'], {person: 'op-1', may: ['stop_case']}), answers: {}})
    expect([session.reads, may('stop_case')]).toEqual(['all', true])
  })
})
