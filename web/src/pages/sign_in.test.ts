// The ways in: with a provider of identities, and what is said when it vouched for nobody.
import {flushPromises} from '@vue/test-utils'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {readServer, session} from '@/core/session'
import {hasHan, leavePages, me, refused, serve, show} from '@/core/test_page'
import type {Language} from '@/i18n'
import InvitationPage from './InvitationPage.vue'
import SignIn from './SignIn.vue'

const server = {version: '1', time: '2026-03-01T00:00:00Z', sandbox: false, providers: [{provider: 'corp', name: 'Corp ID'}]}
beforeEach(async () => {
  localStorage.clear()
  serve({'GET /v1/server': server})
  await readServer()
})
afterEach(leavePages)
const open = (query: string, language: Language = 'en') => show(SignIn, {language, address: `/sign-in${query}`, route: '/sign-in', answers: {}})

describe('signing in', () => {
  it.each(['zh', 'en'] as const)('is offered with every provider, back to where one was, in %s', async (language) => {
    const {page, text} = await open('?to=/dev/apps', language)
    const link = page.find('a.button')
    expect(link.text()).toContain('Corp ID')
    expect(link.attributes('href')).toBe('/v1/sign-in/oidc/corp?back=%2Fdev%2Fapps')
    expect(hasHan(text().replace('中文', ''))).toBe(language === 'zh')
  })
  it('leads to no page of others', async () => {
    expect((await open('?to=//evil.example')).page.find('a.button').attributes('href')).toBe('/v1/sign-in/oidc/corp?back=%2F')
  })
  it.each([
    ['identity_unknown', 'bound to nobody'],
    ['provider_failed', 'did not answer'],
    ['<script>', 'Try once more'],
  ])('says what came back: %s', async (problem, words) => {
    expect((await open(`?problem=${encodeURIComponent(problem)}`)).text()).toContain(words)
  })
})

describe('an invitation', () => {
  it('binds an identity instead of setting a password', async () => {
    const assign = vi.fn()
    vi.stubGlobal('location', {...location, assign})
    const {button, page, of} = await show(InvitationPage, {language: 'en', address: '/invitation#bi_1', route: '/invitation', answers: {'POST /v1/sign-in/oidc/corp': {location: 'https://id.example/authorize', expires: '2026-03-01T00:10:00Z'}}})
    await page.find('#invitation').setValue('bi_1')
    await button('Corp ID').trigger('click')
    await flushPromises()
    expect(of('POST', '/v1/sign-in/oidc/corp')[0]?.body).toEqual({invitation: 'bi_1'})
    expect(assign).toHaveBeenCalledWith('https://id.example/authorize')
  })
  it('that is spent says so', async () => {
    const {button, page, text} = await show(InvitationPage, {language: 'en', address: '/invitation', answers: {'POST /v1/sign-in/oidc/corp': refused(403, 'forbidden', '不行', 'Not this way')}})
    await page.find('#invitation').setValue('bi_1')
    await button('Corp ID').trigger('click')
    await flushPromises()
    expect(text()).toContain('Not this way')
  })
})

describe('an auditor', () => {
  it('only reads, whatever the sign-in could', async () => {
    await show(SignIn, {language: 'en', address: '/sign-in', me: me(['auditor']), answers: {'GET /v1/me/sign-in': {person: 'p-me', read_only: false}}})
    await flushPromises()
    expect(session.reads).toBe('audit')
  })
})
