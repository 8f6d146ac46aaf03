// What a submission weighs, and findings that a reviewer dismissed: shown, dismissed, taken back.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import FindingDismissal from '@/components/FindingDismissal.vue'
import RiskList from '@/components/RiskList.vue'
import type {Risk} from '@/api/types'
import type {PlacedFinding} from '@/api/versions'
import {reasonsOfItem} from '@/core/review_reasons'
import {hasHan, leavePages, me, show} from '@/core/test_page'

afterEach(leavePages)
const finding = (change: Partial<PlacedFinding> = {}) => ({rule: 'secrets/secret-in-code', severity: 'warning', file: 'utils/demo.js', line: 12, column: 3, ...change}) as PlacedFinding
const start = (one: PlacedFinding, may = true) =>
  show(FindingDismissal, {language: 'en', address: '/x', me: me(['reviewer'], {may: ['pass_review']}), props: {app: 'wx1', no: 3, finding: one, may}, answers: {'POST /v1/apps/wx1/submissions/3/findings/dismiss': {}, 'POST /v1/apps/wx1/dismissals/4/take-back': {}}})
const settle = async () => {
  await new Promise((resolve) => setTimeout(resolve, 400))
  await flushPromises()
}
const dismissed = {at: '2026-03-02T09:00:00Z', submission: 2, dismissal: 4, by: 'rev-1', reason: '<i>a sample</i>'}

describe('a finding', () => {
  it('is dismissed with a reason, after what follows was said', async () => {
    const {page, text, button, of} = await start(finding())
    await button('Dismiss').trigger('click')
    expect(text()).toContain('Say why')
    await page.find('textarea').setValue('a sample of the documentation')
    await settle()
    const [asked] = of('POST', '/v1/apps/wx1/submissions/3/findings/dismiss')
    expect(asked?.query.get('dry_run')).toBe('true')
    expect(asked?.body).toEqual({rule: 'secrets/secret-in-code', file: 'utils/demo.js', line: 12, column: 3, reason: 'a sample of the documentation'})
    await page.find('button.send').trigger('click')
    await flushPromises()
    expect(of('POST', '/v1/apps/wx1/submissions/3/findings/dismiss')).toHaveLength(2)
    expect(page.emitted('done')).toHaveLength(1)
  })
  it('that was dismissed says when, by whom and why, and can be taken back', async () => {
    const {page, text, button, of} = await start(finding({dismissed}))
    expect(text()).toContain('rev-1')
    expect(text()).toContain('<i>a sample</i>')
    await button('Take the dismissal back').trigger('click')
    await page.find('textarea').setValue('it is real')
    await settle()
    expect(of('POST', '/v1/apps/wx1/dismissals/4/take-back')[0]?.body).toEqual({reason: 'it is real'})
  })
  it('is left alone by who may not', async () => {
    const {page} = await start(finding({dismissed}), false)
    expect(page.findAll('button')).toHaveLength(0)
  })
})

describe.each(['zh', 'en'] as const)('the risk score, in %s', (language) => {
  const risk: Risk = {points: 35, high: true, complete: false, items: [{what: 'first_submission', count: 1, points: 20, why: '', why_zh: '首次提审', why_en: 'A first submission'}]}
  it('tells its items in that language, and that it decides nothing', async () => {
    const {text} = await show(RiskList, {language, address: '/x', props: {risk}, answers: {}})
    expect(text()).toContain(language === 'zh' ? '35 分' : '35 points')
    expect(text()).toContain('+20')
    expect(hasHan(text())).toBe(language === 'zh')
  })
})

it('reasons of the queue leave policy out where there is another', () => {
  expect(reasonsOfItem({why: ['policy', 'sampling', 'second_approval']} as never)).toEqual(['sampling', 'second'])
  expect(reasonsOfItem({why: ['policy']} as never)).toEqual(['policy'])
})
