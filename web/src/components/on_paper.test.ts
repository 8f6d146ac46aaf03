// A case on paper: both instants with their zone where the screen counts, and nothing to press.
import {afterEach, describe, expect, it} from 'vitest'
import type {ClockModel} from '@/core/clock'
import {hasHan, leavePages, show} from '@/core/test_page'
import {instantWords, now} from '@/core/time'
import CaseClock from './CaseClock.vue'
import NextStepBox from './NextStepBox.vue'

afterEach(leavePages)
const kHour = 3_600_000
const start = Math.floor(Date.now() / 1000) * 1000 - kHour
const end = start + 24 * kHour
const words = (at: number): string => {
  const {date, time, zone} = instantWords(at, now.value)
  return `${date} ${time} ${zone}`
}
const running: ClockModel = {form: 'running', holder: 'authority', start, end}
const clock = (model: ClockModel) => show(CaseClock, {language: 'en', address: '/x', props: {model, mine: false, holderName: 'the office', startedBy: 'filing'}, answers: {}})
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim()

describe('the clock of a case', () => {
  it('is both instants with the zone instead of what is left', async () => {
    const {page} = await clock(running)
    expect(flat(page.find('.print-only').text())).toBe(`${words(start)} – ${words(end)}`)
    expect(page.find('[role=timer]').classes()).toContain('no-print')
    expect(page.find('.dates').classes()).toContain('no-print')
  })
  it('says that there is no period where there is none', async () => {
    const {page} = await clock({form: 'no_period', holder: 'authority', start})
    expect(flat(page.find('.print-only').text())).toBe(`${words(start)} · no period, until the answer`)
    expect(page.find('[role=timer]').classes()).toContain('no-print')
  })
  it('keeps what runs no more', async () => {
    const {page} = await clock({...running, form: 'answered', at: start + kHour})
    expect(page.find('[role=timer]').classes()).not.toContain('no-print')
    expect(page.find('[role=timer]').text()).toBe('Answered in time')
  })
})

describe.each(['zh', 'en'] as const)('the next step, in %s', (language) => {
  const step = (key: string) => show(NextStepBox, {language, address: '/x', props: {step: {key, by: end, end, since: start, urgency: 'now'}, office: language === 'zh' ? '浙江网信办' : 'the office'}, answers: {}})
  it('names the instant of a take-down where the screen counts down to it', async () => {
    const {page} = await step('takeDown')
    expect(page.find('.sentence:not(.print-only)').classes()).toContain('no-print')
    expect(flat(page.find('.print-only').text())).toContain(words(end))
    expect(hasHan(page.find('.print-only').text())).toBe(language === 'zh')
  })
  it('is said alike where nothing counts', async () => {
    const {page} = await step('filing')
    expect(page.find('.print-only').exists()).toBe(false)
    expect(page.find('.sentence').classes()).not.toContain('no-print')
  })
})
