// Lists as files: what is shown under the filter of the address, over all pages by cursor, in the
// reader's zone and language, no cell a formula.
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import type {Component} from 'vue'
import type {Role} from '@/api/types'
import {inReaderZone} from '@/core/csv'
import {hasHan, leavePages, me, show, type Answers, type Asked} from '@/core/test_page'
import type {Language} from '@/i18n'
import InboxPage from '@/pages/InboxPage.vue'
import DevApplications from './dev/DevApplications.vue'
import DevWebhook from './dev/DevWebhook.vue'
import OpsApplications from './ops/OpsApplications.vue'
import OpsHandover from './ops/OpsHandover.vue'
import ReviewAppeals from './review/ReviewAppeals.vue'

let kept: Blob[] = []
beforeEach(() => {
  kept = []
  URL.createObjectURL = vi.fn((blob: Blob) => (kept.push(blob), 'blob:desk/1'))
  URL.revokeObjectURL = vi.fn()
})
afterEach(leavePages)

const kAt = '2026-03-02T09:14:07Z'
const kSaid = String(inReaderZone(kAt))
// Of two pages, each with one row that the filter leaves and one that it does not.
const pages = (rows: readonly [unknown, unknown, unknown, unknown]) => ({query}: Asked) => (query.get('after') === 'second' ? {items: rows.slice(2)} : {items: rows.slice(0, 2), next: 'second'})

const notice = (id: number, kind: string, change: object = {}) => ({id, kind, app: `wx${id}`, app_name: `App ${id}`, submission: 1, at: kAt, title_zh: '报备中', title_en: 'In filing', body_zh: '正文', body_en: 'Words, two', ...change})
const application = (no: number, name: string) => ({application: no, subject: `s-${no}`, category: 'social-forum', name_zh: '社区', name_en: name, state: 'applied', revision: 1, documents: 1, applied_at: kAt, changed_at: kAt})
const attempt = (no: number, outcome: string, change: object = {}) => ({attempt: no, webhook: 'whk_1', message: `m-${no}`, log_index: 40 + no, type: 'filing_passed', kind: 'event', no: 1, at: kAt, took_us: 84_000, outcome, status: outcome === 'delivered' ? 204 : 500, ...change})
const refusal = (app: string, name: string) => ({app, app_name: name, owner: 'org-1', submission: 1, digest: 'd'.repeat(64), state: 'refused', holder: 'developer', changed_at: kAt, appealed: true})
const appealed = (text: string, decided = false) => ({no: 1, state: 'refused', thread: [{type: 'appealed', at: kAt, data: {text}}, ...(decided ? [{type: 'appeal_decided', at: kAt, data: {}}] : [])]})
const filing = (app: string, region: string, name = app) => ({app, app_name: name, entry: 1, submission: 2, state: 'to_be_handed_over', region, changed_at: kAt})

interface Row {
  name: string
  component: Component
  address: string
  route: string
  role: Role
  path: string // of the list
  answers: Answers
  file: RegExp
  columns: number
  rows: string[]
}
const kTable: Row[] = [
  {
    name: 'the inbox', component: InboxPage, address: '/inbox?kind=filing&q=App', route: '/inbox', role: 'developer', path: '/v1/inbox', file: /^Inbox /,
    answers: {
      'GET /v1/inbox': pages([notice(4, 'filing_started', {app_name: '=App 4'}), notice(3, 'check_finished'), notice(2, 'filing_passed', {wanted_by: kAt, entry: 5, read_at: kAt}), notice(1, 'filing_started', {app_name: 'Other', app: 'wx-o'})]),
      'GET /v1/inbox/unread': {unread: 0, exact: true},
    },
    columns: 10, rows: [`${kSaid},Filing,In filing,"'=App 4",wx4,1,,,,"Words, two"`, `${kSaid},Filing,In filing,App 2,wx2,1,5,${kSaid},${kSaid},"Words, two"`],
  },
  {
    name: 'one’s own applications', component: DevApplications, address: '/dev/applications?q=forum+Acme', route: '/dev/applications', role: 'developer', path: '/v1/applications', file: /applications /i,
    answers: {'GET /v1/applications': pages([application(1, 'Acme boards'), application(2, 'Other'), application(3, '+Acme'), application(4, 'Other')])},
    columns: 7, rows: [`1,To decide,Acme boards,s-1,${kSaid},${kSaid},`, `3,To decide,"'+Acme",s-3,${kSaid},${kSaid},`],
  },
  {
    name: 'the operator’s applications', component: OpsApplications, address: '/ops/applications?state=all&q=Acme', route: '/ops/applications', role: 'operator', path: '/v1/applications', file: /applications /i,
    answers: {'GET /v1/applications': pages([application(1, 'Acme boards'), application(2, 'Other'), application(3, '+Acme'), application(4, 'Other')])},
    columns: 7, rows: [`1,To decide,Acme boards,s-1,${kSaid},${kSaid},`, `3,To decide,"'+Acme",s-3,${kSaid},${kSaid},`],
  },
  {
    name: 'what a webhook was sent', component: DevWebhook, address: '/dev/webhooks/whk_1?show=failed', route: '/dev/webhooks/:webhook', role: 'developer', path: '/v1/webhooks/whk_1/attempts', file: /^Deliveries /,
    answers: {
      'GET /v1/webhooks/whk_1': {webhook: 'whk_1', url: 'https://hooks.example.com/b', types: [], label: 'Prod', state: 'active', made_at: kAt, made_by: 'p-me', cursor: '7', told: 5, failures: 0},
      'GET /v1/webhooks/whk_1/attempts': pages([attempt(4, 'refused', {answer: '@down'}), attempt(3, 'delivered'), attempt(2, 'too_slow', {status: undefined, kind: 'test', type: 'webhook.test', log_index: undefined}), attempt(1, 'delivered')]),
    },
    columns: 9, rows: [`${kSaid},Refused,Authority answered: filing passed,44,attempt 1,0.084,500,"'@down",m-4`, `${kSaid},Too slow,Test message,,test,0.084,,,m-2`],
  },
  {
    name: 'appeals', component: ReviewAppeals, address: '/review/appeals?q=Board', route: '/review/appeals', role: 'reviewer', path: '/v1/submissions', file: /^Appeals /,
    answers: {
      'GET /v1/submissions': pages([refusal('wx4', 'Board 4'), refusal('wx3', 'Board 3'), refusal('wx2', 'Board 2'), refusal('wx1', 'Other')]),
      'GET /v1/apps/wx4/submissions/1': appealed('-1 is not what it says'), 'GET /v1/apps/wx3/submissions/1': appealed('decided', true), 'GET /v1/apps/wx2/submissions/1': appealed('look again'), 'GET /v1/apps/wx1/submissions/1': appealed('elsewhere'),
    },
    columns: 7, rows: [`Board 4,wx4,1,org-1,${kSaid},"'-1 is not what it says",${'d'.repeat(64)}`, `Board 2,wx2,1,org-1,${kSaid},look again,${'d'.repeat(64)}`],
  },
  {
    name: 'what is to be handed over', component: OpsHandover, address: '/ops/handover?q=Zhejiang', route: '/ops/handover', role: 'operator', path: '/v1/filings', file: /^Dossiers to hand over /,
    answers: {'GET /v1/filings': pages([filing('wx4', '33', '\t=4'), filing('wx3', '51'), filing('wx2', '33'), filing('wx1', '51')])},
    columns: 7, rows: [`To be handed over,"'\t=4",wx4,1,2,Zhejiang,${kSaid}`, `To be handed over,wx2,wx2,1,2,Zhejiang,${kSaid}`],
  },
]
const open = ({component, address, route, role, answers}: Row, language: Language = 'en') => show(component, {language, address, route, me: me([role], {may: []}), answers})

describe.each(kTable)('$name', (row) => {
  it('is written under its filter, to the last page', async () => {
    const names: string[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      names.push(this.download)
    })
    const {button, of} = await open(row)
    const before = of('GET', row.path).length
    await button('Export CSV').trigger('click')
    await vi.waitFor(() => expect(kept).toHaveLength(1))
    expect(names[0]).toMatch(row.file)
    expect(of('GET', row.path).slice(before).map((one) => one.query.get('after'))).toEqual([null, 'second'])
    const text = await kept[0]?.text()
    const [titles, ...rows] = (text ?? '').replace(/^\uFEFF/, '').trimEnd().split('\r\n')
    expect(hasHan(titles ?? '')).toBe(false)
    expect(rows).toEqual(row.rows)
    expect(titles?.split(',')).toHaveLength(row.columns)
  })
  it('is named in Chinese', async () => {
    const {button} = await open({...row, address: row.address.replace(/[?&]q=[^&]*/, '')}, 'zh')
    expect(button('导出 CSV').exists()).toBe(true)
  })
})
