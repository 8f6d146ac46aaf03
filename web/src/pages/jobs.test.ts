// Jobs as their owner follows them, in both languages: listed, looked into, cancelled, failing.
import {flushPromises} from '@vue/test-utils'
import {afterEach, describe, expect, it} from 'vitest'
import {hasHan, leavePages, me, refused, show, type Answers} from '@/core/test_page'
import type {Job, JobItem} from '@/api/types'
import type {Language} from '@/i18n'
import JobPage from './JobPage.vue'
import JobsPage from './JobsPage.vue'

afterEach(leavePages)

const job = (change: Partial<Job> = {}): Job => ({job: 'job_1', kind: 'filing_answers', state: 'done', received_at: '2026-03-01T00:00:00Z', items: 3, waiting: 0, accepted: 2, refused: 1, failed: 0, cancelled: 0, ...change})
const items: JobItem[] = [
  {no: 1, app: 'wx1', state: 'accepted'},
  {no: 2, app: 'wx2', state: 'refused', problem: {type: 'urn:baobei:problem:filing_closed', status: 409, title: 'x', title_zh: '报备已结束', title_en: 'The filing has ended', detail: '', detail_zh: '', detail_en: '', rule: 'R17'} as JobItem['problem']},
]
const list = (answers: Answers, language: Language = 'en') => show(JobsPage, {language, address: '/jobs', me: me(['officer']), answers})
const one = (answers: Answers, language: Language = 'en') => show(JobPage, {language, address: '/jobs/job_1', route: '/jobs/:job', me: me(['officer']), answers: {'GET /v1/jobs/job_1': job(), 'GET /v1/jobs/job_1/items': {items}, ...answers}})

describe('jobs', () => {
  it.each(['zh', 'en'] as const)('are listed, told apart when something was refused, in %s', async (language) => {
    const {text, page} = await list({'GET /v1/jobs': {items: [job(), job({job: 'job_2', refused: 0, accepted: 3}), job({job: 'job_3', state: 'running', waiting: 2, accepted: 1, refused: 0}), job({job: 'job_4', state: 'cancelled'})]}}, language)
    expect(page.findAll('.jobs .row')).toHaveLength(4)
    for (const words of language === 'zh' ? ['部分未办理', '已完成', '办理中', '已取消'] : ['Partly done', 'Done', 'Running', 'Cancelled']) expect(text()).toContain(words)
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('say how one comes about where there is none, and what failed', async () => {
    expect((await list({'GET /v1/jobs': {items: []}})).text()).toContain('No job yet')
    leavePages()
    expect((await list({'GET /v1/jobs': refused(500, 'internal', '故障', 'A fault')})).text()).toContain('A fault')
  })
})

describe('a job', () => {
  it.each(['zh', 'en'] as const)('says what became of each item, in %s', async (language) => {
    const {text, page, of} = await one({}, language)
    expect(text()).toContain(language === 'zh' ? '报备已结束' : 'The filing has ended')
    expect(text()).toContain('R17')
    expect(hasHan(text())).toBe(language === 'zh')
    await page.findAll('.tabs button').find((button) => button.text().includes(language === 'zh' ? '被拒绝' : 'Refused'))?.trigger('click')
    await flushPromises()
    expect(of('GET', '/v1/jobs/job_1/items').at(-1)?.query.get('result')).toBe('refused')
  })
  it('that runs is cancelled after what follows was said', async () => {
    const {button, of, text} = await one({'GET /v1/jobs/job_1': job({state: 'running', waiting: 1, refused: 0}), 'POST /v1/jobs/job_1/cancel': job({state: 'cancelled', cancelled: 1})})
    await button('Cancel the rest').trigger('click')
    expect(of('POST', '/v1/jobs/job_1/cancel')).toHaveLength(0)
    expect(text()).toContain('was carried out stays')
    await button('Cancel the rest').trigger('click')
    await flushPromises()
    expect(of('POST', '/v1/jobs/job_1/cancel')).toHaveLength(1)
    expect(text()).toContain('Cancelled')
  })
  it('of others is not found', async () => {
    expect((await one({'GET /v1/jobs/job_1': refused(404, 'not_found')})).text()).toContain('Not found')
  })
})
