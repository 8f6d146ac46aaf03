// What packages and people write is hostile: it is shown as text and runs nothing.
import {mount} from '@vue/test-utils'
import {beforeAll, describe, expect, it, vi} from 'vitest'
import {createI18n} from 'vue-i18n'
import type {CheckReport, LogEvent} from '@/api/types'
import zh from '@/i18n/zh'
import FindingsList from './FindingsList.vue'
import PointsList from './PointsList.vue'
import ThreadList from './ThreadList.vue'

const kAttacks = [
  '<script>window.hit = 1</script>',
  '<img src=x onerror="window.hit = 1">',
  '<svg onload="window.hit = 1">',
  '</p><iframe srcdoc="<script>parent.hit = 1</script>">',
  'javascript:window.hit = 1',
  '\u202egnp.exe',
  '{{ constructor.constructor("window.hit = 1")() }}',
  'x'.repeat(50_000),
]
const i18n = createI18n({legacy: false, locale: 'zh', messages: {zh: zh as never}})
const global = {plugins: [i18n], stubs: {RouterLink: true}}

beforeAll(() => {
  vi.stubGlobal('fetch', async () => new Response('{"items":[]}'))
})

function isInert(html: HTMLElement, attack: string): void {
  expect(html.querySelector('script, iframe, svg[onload], img[onerror], style, object, embed')).toBeNull()
  expect([...html.querySelectorAll('*')].flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith('on'))).toEqual([])
  expect(html.textContent).toContain(attack)
  expect((window as unknown as {hit?: number}).hit).toBeUndefined()
}

describe.each(kAttacks)('%.40s', (attack) => {
  it('in a timeline', () => {
    const event = (type: string, data: Record<string, unknown>): LogEvent => ({log_index: 1, app: 'wx1', revision: 1, type, at: '2026-03-04T00:00:00Z', actor: {role: 'developer', person: attack}, data, prev: '', hash: ''})
    const events = [event('question_asked', {text: attack}), event('review_refused', {reasons: [{reason: 'x', text: attack}]})]
    isInert(mount(ThreadList, {props: {events}, global}).element.parentElement ?? document.body, attack)
  })
  it('in findings', () => {
    const report: CheckReport = {
      schema: 'baobei.check/1',
      package: {kind: 'source', digest: 'a', files: 1, bytes: 1},
      outcome: 'findings',
      categories: [{id: 'x', first: 'a', second: 'b', confidence: 1, declared: false, evidence: [{file: attack, line: 1, column: 1, excerpt: attack, kind: 'text'}]}],
      findings: [{rule: 'r', severity: 'error', message: attack, message_en: attack, advice: attack, advice_en: attack, file: attack, line: 1, column: 1, excerpt: attack}],
      remarks: [{by: 'comment', rule: attack, reason: attack, until: attack, file: attack, line: 1}],
      coverage: {files_read: 1, files_skipped: [], findings_left_out: 0},
      versions: {checker: '1', rules: '1', catalogue: '1'},
      elapsed_ms: 1,
    }
    isInert(mount(FindingsList, {props: {report}, global}).element.parentElement ?? document.body, attack)
  })
  it('in points to rectify', () => {
    const items = [{no: 1, point: {code: attack, text: attack}, closed: false}]
    isInert(mount(PointsList, {props: {items}, global}).element.parentElement ?? document.body, attack)
  })
})
