// Who is responsible at a subject: shown, named, changed and erased in both languages; nothing for those
// without the right; what was typed is kept where it is refused.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import {answer, hasHan, leavePages, me, refused, show, type Answers} from '@/core/test_page'
import type {Language} from '@/i18n'
import ContactForm from './ContactForm.vue'
import ContactLine from './ContactLine.vue'

afterEach(leavePages)
const kPath = '/v1/subjects/s-1/contact'
const contact = {subject: 's-1', name: 'Lee <b>', phone: '+861000000001', changed_at: '2026-03-02T09:00:00Z'}
const open = (answers: Answers, language: Language = 'en', mayChange = true) => show(ContactForm, {language, address: '/x', me: me(['developer']), props: {subject: 's-1', mayChange}, answers})

describe.each(['zh', 'en'] as const)('the contact of a subject, in %s', (language) => {
  it('is shown with a number that can be dialled, as text', async () => {
    const {page, text} = await open({[`GET ${kPath}`]: contact}, language)
    expect(text()).toContain('Lee <b>')
    expect(page.find('a').attributes('href')).toBe('tel:+861000000001')
    expect(page.find('b').exists()).toBe(false)
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('is named where there is none', async () => {
    const {text, page, of, button} = await open({[`GET ${kPath}`]: {subject: 's-1'}, [`PUT ${kPath}`]: contact}, language)
    expect(text()).toContain(language === 'zh' ? '还没有登记' : 'Nobody is named')
    await button(language === 'zh' ? '登记联系人' : 'Name a contact').trigger('click')
    await page.find('#contact-name-s-1').setValue(' Lee <b> ')
    await page.find('#contact-phone-s-1').setValue('010-0000 0001')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(of('PUT', kPath)[0]?.body).toEqual({name: 'Lee <b>', phone: '010-0000 0001'})
    expect(page.find('form').exists()).toBe(false)
    expect(text()).toContain('+86 1000000001')
  })
})

describe('the contact of a subject', () => {
  it('keeps what was typed where it is refused, and says why', async () => {
    const {page, text, button} = await open({[`GET ${kPath}`]: contact, [`PUT ${kPath}`]: refused(400, 'invalid_request', '电话号码不对', 'No telephone number')})
    await button('Change').trigger('click')
    await page.find('#contact-phone-s-1').setValue('12')
    await page.find('form').trigger('submit')
    await flushPromises()
    expect(text()).toContain('No telephone number')
    expect((page.find('#contact-phone-s-1').element as HTMLInputElement).value).toBe('12')
  })
  it('is erased after what follows was said', async () => {
    let erased = false
    const {text, of, page, button} = await open({[`GET ${kPath}`]: () => (erased ? {subject: 's-1'} : contact), [`DELETE ${kPath}`]: () => ((erased = true), answer(200, {subject: 's-1', removed: true}))})
    await page.find('button[aria-label="Erase s-1"]').trigger('click')
    expect(of('DELETE', kPath)).toHaveLength(0)
    await button('Erase').trigger('click')
    await flushPromises()
    expect(of('DELETE', kPath)).toHaveLength(1)
    expect(text()).toContain('Nobody is named')
  })
  it('shows nothing to those without the right', async () => {
    expect((await open({[`GET ${kPath}`]: refused(404, 'not_found')})).text()).toBe('')
  })
  it('is only read where it may not be changed', async () => {
    const {page} = await open({[`GET ${kPath}`]: contact}, 'en', false)
    expect(page.findAll('button')).toHaveLength(0)
  })
})

describe('the contact in a case', () => {
  const line = (answers: Answers) => show(ContactLine, {language: 'en', address: '/x', me: me(['officer']), props: {app: 'wx1'}, answers})
  it('is read by the case', async () => expect((await line({'GET /v1/apps/wx1/contact': contact})).text()).toContain('+86 1000000001'))
  it('says that nobody is named', async () => expect((await line({'GET /v1/apps/wx1/contact': {subject: 's-1'}})).text()).toContain('Nobody is named'))
  it('says that it was not read', async () => expect((await line({'GET /v1/apps/wx1/contact': refused(500, 'internal')})).text()).toContain('could not be read'))
})
