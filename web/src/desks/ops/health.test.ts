// The server's health: back-ups, and thresholds in words; time and deliveries as bars beside tables.
import {afterEach, describe, expect, it} from 'vitest'
import type {ServerHealth} from '@/api/types'
import {deliveriesByDay} from '@/core/figures'
import {hasHan, leavePages, me, show} from '@/core/test_page'
import type {Language} from '@/i18n'
import OpsServerHealth from './OpsServerHealth.vue'
import OpsStatistics from './OpsStatistics.vue'

afterEach(leavePages)

const kHour = 3_600_000_000
const well: ServerHealth = {
  at: '2026-03-02T09:00:00Z',
  backup: {readable: true, last: {name: 'night', made_at: '2026-03-02T02:00:00Z', age_us: 7 * kHour, took_us: 41_000_000, bytes: 1_000_000, events: 5, blobs: 2, verified_at: '2026-03-02T02:05:00Z', whole: true}},
  engine: {clock_trusted: true, queued: 3, queue_max: 4096, deferred: 0},
  checks: {waiting: 2, exact: true, running: 1, at_once: 1},
  deadlines: {next: '2026-03-02T11:30:00Z', overdue: 0, exact: true, fired: 2, last_late_us: 4000, p99_late_us: 9000, max_late_us: 9000},
  webhooks: {active: 4, ended: 0, queued: 1, oldest_us: 0, behind: 1, delivered: 21, failed: 3},
  disk: {free_bytes: 80e9, total_bytes: 100e9, writable: true, database_bytes: 5e8, log_bytes: 0},
}
const open = (language: Language, health: ServerHealth) => show(OpsServerHealth, {language, address: '/ops/health', me: me(['operator']), answers: {'GET /v1/server/health': health}})

describe.each(['zh', 'en'] as const)('the health of the server, in %s', (language) => {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en)
  it('is told without a warning where all is well', async () => {
    const {text, page} = await open(language, well)
    expect(text()).toContain(say('7 小时前', '7 h ago'))
    expect(text()).toContain(say('已核对，完好', 'Verified, whole'))
    expect(text()).toContain(say('3 个，上限 4096', '3, at most 4096'))
    expect(page.findAll('.bad')).toHaveLength(0)
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('says how to make a back-up where none is known', async () => {
    const {text} = await open(language, {...well, backup: {readable: true}})
    expect(text()).toContain(say('没有已知的备份', 'No back-up is known'))
    expect(text()).toContain('baobei admin backup …')
  })
  it('says in words what is past its threshold', async () => {
    const {text} = await open(language, {
      ...well,
      backup: {readable: true, last: {...well.backup.last!, age_us: 30 * kHour, whole: false}, failed: {name: 'later', at: '2026-03-02T08:00:00Z', age_us: kHour}},
      engine: {clock_trusted: false, queued: 4000, queue_max: 4096, deferred: 2},
      deadlines: {overdue: 10_000, exact: false, fired: 0},
      webhooks: {...well.webhooks, ended: 1},
      disk: {...well.disk, free_bytes: 1e9},
    })
    for (const words of language === 'zh'
      ? ['已超过一天', '已损坏', '其后有一次备份失败：later', '什么都不处理', '将满', '2 个小程序的期限', '10000+ 个到期未处理', '1 个已停止', '所剩不多']
      : ['More than a day old', 'Verified: damaged', 'failed since: later', 'nothing is decided', 'Nearly full', 'of 2 mini-programs', '10000+ due', '1 ended', 'Little is left'])
      expect(text()).toContain(words)
  })
  it('has time and deliveries as bars', async () => {
    const spans = {count: 4, p50_us: kHour, p90_us: 2 * kHour, p99_us: 3 * kHour, max_us: 3 * kHour}
    const statistics = {
      days: 28, at: well.at, events_behind: 0, queue: {count: 0, exact: true}, wait: spans, held: {developer: spans, platform: spans, authority: {count: 0}}, silence: [], lateness: {...spans, p50_us: 1000, p90_us: 2000},
      deliveries: {hours: [{hour: new Date().toISOString(), delivered: 5, failed: 7}], whole: true},
    }
    const {page, text} = await show(OpsStatistics, {language, address: '/ops/figures', me: me(['operator']), answers: {'GET /v1/statistics': statistics, 'GET /v1/filings/counts': {items: []}}})
    const halves = page.findAll('.spans .half').map((one) => one.attributes('style'))
    expect(halves).toEqual(['width: 50%;', 'width: 50%;', 'width: 50%;', 'width: 50%;'])
    expect(text()).toContain(say('每天的推送次数', 'Attempts by day'))
    expect(text()).toContain(say('失败 7', 'failed 7'))
  })
})

describe('deliveries', () => {
  it('fall on the days of the reader, those without any included', () => {
    const now = new Date(2026, 2, 3, 12).getTime()
    const hour = (day: number, at: number): string => new Date(2026, 2, day, at).toISOString()
    const rows = deliveriesByDay([{hour: hour(1, 23), delivered: 1, failed: 0}, {hour: hour(3, 0), delivered: 2, failed: 3}, {hour: hour(3, 9), delivered: 1, failed: 1}], 2, now)
    expect(rows.map((row) => [row.counts['delivered'], row.counts['failed']])).toEqual([[0, 0], [3, 4]])
  })
})
