// Webhooks as a developer handles them, in both languages: listed, made with the secret shown once,
// paused, resumed, rotated, tried, resent, removed; and what there is to say where that fails.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import {answer, hasHan, leavePages, me, refused, show, type Answers} from '@/core/test_page'
import {eventNumber, kEventGroups, tookWords, urlLack, webhookLook} from '@/core/webhooks'
import zh from '@/i18n/zh'
import type {Webhook, WebhookAttempt} from '@/api/types'
import type {Language} from '@/i18n'
import DevWebhook from './DevWebhook.vue'
import DevWebhooks from './DevWebhooks.vue'

afterEach(leavePages)

const hook = (change: Partial<Webhook> = {}): Webhook => ({webhook: 'whk_1', url: 'https://hooks.example.com/b', types: [], label: 'Prod', state: 'active', made_at: '2026-03-01T00:00:00Z', made_by: 'p-me', cursor: '7', told: 5, failures: 0, ...change})
const attempt = (change: Partial<WebhookAttempt> = {}): WebhookAttempt => ({attempt: 1, webhook: 'whk_1', message: 'm', log_index: 41, type: 'filing_passed', kind: 'event', no: 1, at: '2026-03-02T00:00:00Z', took_us: 84_000, outcome: 'delivered', status: 204, ...change})
const at = '/v1/webhooks/whk_1'

const list = (answers: Answers = {}, language: Language = 'en') =>
  show(DevWebhooks, {language, address: '/dev/webhooks', me: me(['developer']), answers: {'GET /v1/webhooks': {items: [hook()]}, 'GET /v1/apps': {items: []}, ...answers}})
const one = (answers: Answers = {}, language: Language = 'en') =>
  show(DevWebhook, {language, address: '/dev/webhooks/whk_1', route: '/dev/webhooks/:webhook', me: me(['developer']), answers: {[`GET ${at}`]: hook(), [`GET ${at}/attempts`]: {items: [attempt(), attempt({attempt: 2, outcome: 'refused', status: 500, answer: 'database down <b>'})]}, ...answers}})

describe('the list of webhooks', () => {
  it.each(['zh', 'en'] as const)('says how each is, in %s', async (language) => {
    const states: Webhook[] = [hook(), hook({webhook: 'w2', failures: 3, next_at: '2026-03-02T00:00:00Z'}), hook({webhook: 'w3', state: 'paused'}), hook({webhook: 'w4', state: 'gave_up'}), hook({webhook: 'w5', state: 'gone'}), hook({webhook: 'w6', state: 'secret_lost', types: ['released']})]
    const {text, page} = await list({'GET /v1/webhooks': {items: states}}, language)
    expect(page.findAll('.webhooks .row')).toHaveLength(6)
    for (const words of language === 'zh' ? ['运行中', '重试中', '连续 3 次未送达', '更换密钥', '1 种事件'] : ['Active', 'Retrying', '3 failures in a row', 'Rotate the secret', '1 kind of event']) expect(text()).toContain(words)
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('says what they are for where there are none, and what failed', async () => {
    expect((await list({'GET /v1/webhooks': {items: []}})).text()).toContain('No webhook yet')
    leavePages()
    expect((await list({'GET /v1/webhooks': refused(500, 'internal', '故障', 'A fault')})).text()).toContain('A fault')
  })
  it('makes one of chosen events and shows its secret once', async () => {
    const {page, button, of} = await list({'POST /v1/webhooks': answer(201, {...hook({webhook: 'whk_2'}), secret: 'whsec_abc'})})
    await button('New webhook').trigger('click')
    await page.find('#webhook-url').setValue('ftp://x')
    expect(page.text()).toContain('Only https')
    expect(page.find('form button.primary').attributes('disabled')).toBeDefined()
    await page.find('#webhook-url').setValue(' https://hooks.example.com/new ')
    await page.findAll('input[type=radio]')[1]?.trigger('change')
    await page.find('input[value=filing_failed]').setValue(true)
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('POST', '/v1/webhooks')[0]?.body).toEqual({url: 'https://hooks.example.com/new', types: ['filing_failed']})
    expect((page.find('.once input').element as HTMLInputElement).value).toBe('whsec_abc')
    await button('I have kept it').trigger('click')
    expect(page.find('.once').exists()).toBe(false)
  })
  it('keeps what was typed when it is refused, and offers no eleventh', async () => {
    const {page, button, text} = await list({'POST /v1/webhooks': refused(400, 'invalid', '地址不允许', 'Not a public host')})
    await button('New webhook').trigger('click')
    await page.find('#webhook-url').setValue('https://10.0.0.1/')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(text()).toContain('Not a public host')
    expect((page.find('#webhook-url').element as HTMLInputElement).value).toBe('https://10.0.0.1/')
    leavePages()
    const full = await list({'GET /v1/webhooks': {items: Array.from({length: 10}, (_, n) => hook({webhook: `w${n}`}))}})
    expect(full.button('New webhook').exists()).toBe(false)
    expect(full.text()).toContain('Remove one first')
  })
})

describe('a webhook', () => {
  it.each(['zh', 'en'] as const)('shows every attempt and what the receiver said, in %s', async (language) => {
    const {text, page} = await one({}, language)
    expect(text()).toContain('database down <b>')
    expect(text()).toContain('HTTP 500')
    expect(text()).toContain('84 ms')
    expect(hasHan(text())).toBe(language === 'zh')
    await page.findAll('.tabs button')[1]?.trigger('click')
    await flushPromises()
    expect(page.findAll('.attempts li')).toHaveLength(1)
  })
  it('is paused, and resumed with or without what happened meanwhile', async () => {
    const {button, of} = await one({[`POST ${at}/pause`]: hook({state: 'paused'}), [`POST ${at}/resume`]: hook()})
    await button('Pause').trigger('click')
    await flushPromises()
    await button('Resume, skip').trigger('click')
    await flushPromises()
    expect(of('POST', `${at}/resume`)[0]?.body).toEqual({skip: true})
    expect(button('Pause').exists()).toBe(true)
  })
  it('gets a new secret, shown once, the old one for as long as was chosen', async () => {
    const {page, button, of, text} = await one({[`POST ${at}/rotate`]: {...hook(), secret: 'whsec_new'}})
    await button('Rotate secret').trigger('click')
    await page.find('#webhook-keep').setValue('72')
    await page.findAll('form')[0]?.trigger('submit')
    await flushPromises()
    expect(of('POST', `${at}/rotate`)[0]?.body).toEqual({keep_hours: 72})
    expect((page.find('.once input').element as HTMLInputElement).value).toBe('whsec_new')
    expect(text()).toContain('For 72 hours')
  })
  it('is tried and resends, telling what came of it', async () => {
    const {button, of, page, text} = await one({[`POST ${at}/test`]: attempt({attempt: 9, kind: 'test', type: 'webhook.test', log_index: undefined, outcome: 'too_slow', status: undefined, took_us: 15_000_000}), [`POST ${at}/resend`]: attempt({attempt: 10, kind: 'resend'})})
    await button('Send test message').trigger('click')
    await flushPromises()
    expect(text()).toContain('No answer within 15 seconds')
    await page.find('.attempts button').trigger('click')
    await flushPromises()
    expect(of('POST', `${at}/resend`)[0]?.body).toEqual({log_index: 41})
    await page.find('#webhook-event').setValue('x')
    expect(page.find('#webhook-event ~ button').attributes('disabled')).toBeDefined()
    await page.find('#webhook-event').setValue('#7')
    await page.find('#webhook-event').element.closest('form')?.dispatchEvent(new Event('submit', {cancelable: true}))
    await flushPromises()
    expect(of('POST', `${at}/resend`)[1]?.body).toEqual({log_index: 7})
  })
  it('whose secret is lost asks for a new one first', async () => {
    const {button, text} = await one({[`GET ${at}`]: hook({state: 'secret_lost'})})
    expect(text()).toContain('Rotate the secret, then resume')
    expect(button('Resume where').exists()).toBe(false)
  })
  it('is removed only after what follows was said', async () => {
    const {button, of, at: here, text} = await one({[`DELETE ${at}`]: answer(204)})
    await button('Remove webhook').trigger('click')
    expect(of('DELETE', at)).toHaveLength(0)
    expect(text()).toContain('ledger is deleted')
    await button('Remove webhook').trigger('click')
    await flushPromises()
    expect(of('DELETE', at)).toHaveLength(1)
    expect(here()).toBe('/dev/webhooks')
  })
  it('of others is not found', async () => {
    expect((await one({[`GET ${at}`]: refused(404, 'not_found')})).text()).toContain('Not found')
  })
})

describe('what is known before it is sent', () => {
  it('groups every event of the log once', () => {
    const grouped = Object.values(kEventGroups).flat()
    expect([...grouped].sort()).toEqual(Object.keys(zh.terms.event).sort())
    expect(new Set(grouped).size).toBe(grouped.length)
  })
  it('tells what is wrong with an address', () => {
    expect(['https://a.example/x', 'http://127.0.0.1:9000/', 'hooks.example.com', 'ftp://a', 'https://u:p@a', `https://a/${'x'.repeat(1000)}`].map(urlLack)).toEqual([undefined, undefined, 'shape', 'scheme', 'login', 'long'])
  })
  it('reads durations and numbers', () => {
    expect([1, 84_000, 1_230_000, 15_000_000].map(tookWords)).toEqual(['1 ms', '84 ms', '1.23 s', '15.0 s'])
    expect(['7', ' #41 ', '0', '-1', '1e3', ''].map(eventNumber)).toEqual([7, 41, undefined, undefined, undefined, undefined])
    expect(webhookLook(hook({failures: 2})).word).toBe('trying')
  })
})
