// What is drawn of a list: no row moves and none vanishes while somebody looks at it, whatever happens
// and however late it gets; they take their places anew when that is asked for.
import {flushPromises} from '@vue/test-utils'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import type {EntryItem, SubmissionItem} from '@/api/types'
import {leavePages, me, refused, show, type Answers, type Asked, type Shown} from '@/core/test_page'
import {setServerTime} from '@/core/time'
import DevHome from './dev/DevHome.vue'
import OfficeHome from './office/OfficeHome.vue'
import OpsHome from './ops/OpsHome.vue'
import ReviewAppeals from './review/ReviewAppeals.vue'
import ReviewHistory from './review/ReviewHistory.vue'
import ReviewQueue from './review/ReviewQueue.vue'
import {file} from '@/core/test_cases'

const heard = vi.hoisted(() => ({all: new Set<(apps: undefined) => void>()}))
vi.mock('@/core/live', () => ({live: {state: 'live', cursor: ''}, onMoved: (one: () => void) => (heard.all.add(one), () => heard.all.delete(one)), keepLive: () => undefined}))

const kHour = 3_600_000
const within = (hours: number): string => new Date(Date.now() + hours * kHour).toISOString()
const clockAt = (hours: number): void => setServerTime(within(hours), Date.now(), Date.now())
async function happens(): Promise<void> {
  for (const one of heard.all) one(undefined)
  await vi.advanceTimersByTimeAsync(2500)
  await flushPromises()
}
async function passes(hours: number): Promise<void> {
  clockAt(hours)
  await flushPromises()
}
const drawn = ({page}: Pick<Shown, 'page'>): string[] => page.findAll('.row.case').map((row) => `${row.find('.c-name bdi').text()}${row.classes('gone') ? ' left' : ''}`)
const pill = ({page}: Pick<Shown, 'page'>) => page.find('.arrivals button')
async function sortAgain(shown: Shown): Promise<void> {
  await pill(shown).trigger('click')
  await flushPromises()
}

beforeEach(() => {
  vi.useFakeTimers({toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval']})
  clockAt(0)
})
afterEach(() => {
  leavePages()
  clockAt(0)
  vi.useRealTimers()
})

const submission = (app: string, change: Partial<SubmissionItem> = {}): SubmissionItem => ({app, app_name: app, owner: 'org-me', submission: 1, digest: 'd'.repeat(64), state: 'reviewing', holder: 'platform', changed_at: within(-2), due: within(48), ...change})

describe('the developer’s list', () => {
  const dev = (rows: () => SubmissionItem[], answers: Answers = {}) => show(DevHome, {language: 'en', address: '/dev', me: me(['developer']), answers: {'GET /v1/submissions': () => ({items: rows()}), 'GET /v1/apps': {items: []}, ...answers}})
  it('keeps a row where it is though it needs somebody else now, and one that is done', async () => {
    let rows = [submission('wx1', {state: 'waiting_for_developer', holder: 'developer', due: within(2)}), submission('wx2'), submission('wx3')]
    const shown = await dev(() => rows)
    expect(drawn(shown)).toEqual(['wx1', 'wx2', 'wx3'])
    rows = [submission('wx1'), submission('wx2', {state: 'withdrawn', holder: 'nobody', due: undefined}), submission('wx3', {state: 'waiting_for_developer', holder: 'developer', due: within(1)})]
    await happens()
    expect(drawn(shown)).toEqual(['wx1', 'wx2 left', 'wx3'])
    expect(shown.page.findAll('.row.case')[1]?.text()).toContain('Withdrawn')
    expect(pill(shown).text()).toBe('2 rows belong elsewhere by now · sort again')
    await sortAgain(shown)
    expect(drawn(shown)).toEqual(['wx3', 'wx1'])
    expect(pill(shown).exists()).toBe(false)
  })
  it('lets nothing in between that was not there', async () => {
    let service = 'served'
    const rows = [submission('wx0', {state: 'released', holder: 'nobody', due: undefined}), submission('wx1')]
    const shown = await dev(() => rows, {'GET /v1/apps': () => ({items: [{app: 'wx0', name: 'wx0', service}]})})
    expect(drawn(shown)).toEqual(['wx1'])
    service = 'take_down_ordered'
    await happens()
    expect(drawn(shown)).toEqual(['wx1'])
    await sortAgain(shown)
    expect(drawn(shown)).toEqual(['wx0', 'wx1'])
  })
  it('stands as it is sorted when the filter is another', async () => {
    let rows = [submission('wx1'), submission('wx2')]
    const shown = await dev(() => rows)
    rows = [submission('wx1'), submission('wx2', {state: 'waiting_for_developer', holder: 'developer', due: within(1)})]
    await happens()
    expect(drawn(shown)).toEqual(['wx1', 'wx2'])
    await shown.page.find('input[type=search]').setValue('wx')
    await flushPromises()
    expect(drawn(shown)).toEqual(['wx2', 'wx1'])
  })
})

describe('the reviewers’ queue', () => {
  const queue = (address: string, rows: (asked: Asked) => object, language: 'zh' | 'en' = 'en') => show(ReviewQueue, {language, address, route: '/review', me: me(['reviewer']), answers: {'GET /v1/submissions': rows, 'GET /v1/submissions/counts': {items: []}}})
  it('does not move a row because a minute passed', async () => {
    const rows = [submission('wx1', {due: within(2)}), submission('wx2', {due: within(5)}), submission('wx3', {due: within(30)})]
    const shown = await queue('/review', () => ({items: rows}))
    const heads = (): string[] => shown.page.findAll('.group h2').map((one) => one.text())
    expect(heads()).toHaveLength(3)
    await passes(3)
    expect(heads()).toHaveLength(3)
    expect(pill(shown).text()).toContain('1 row belongs elsewhere')
    await sortAgain(shown)
    expect(heads()).toHaveLength(2)
  })
  it('keeps what was decided elsewhere, greyed, with what became of it', async () => {
    let here = ['wx1', 'wx2', 'wx3']
    const shown = await queue('/review', ({query}) => {
      const app = query.get('app')
      if (app !== null) return {items: [submission(app, {state: 'refused', holder: 'developer'})]}
      return {items: here.map((one) => submission(one, {why: ['policy']})), next: 'c'}
    })
    here = ['wx1', 'wx3', 'wx4']
    await happens()
    expect(drawn(shown)).toEqual(['wx1', 'wx2 left', 'wx3'])
    expect(shown.page.findAll('.row.case')[1]?.text()).toContain('Review failed')
  })
  it('keeps a row that somebody began to look at, where those free are shown', async () => {
    let lease: SubmissionItem['lease']
    const shown = await queue('/review?lease=free', () => ({items: [submission('wx1', {lease}), submission('wx2')]}))
    expect(drawn(shown)).toEqual(['wx1', 'wx2'])
    lease = {person: 'p-other', until: within(1)}
    await happens()
    expect(drawn(shown)).toEqual(['wx1 left', 'wx2'])
  })
  it.each(['zh', 'en'] as const)('counts reasons of a part of the queue as at least so many, and none as nothing, in %s', async (language) => {
    const counts = ({page}: Shown): string[] => page.findAll('.reasons button').slice(1, 3).map((one) => one.find('.meta').text())
    expect(counts(await queue('/review', () => ({items: [submission('wx1', {why: ['sampling']}), submission('wx2', {why: ['sampling']})], next: 'c'}), language))).toEqual(['2+', ''])
    leavePages()
    expect(counts(await queue('/review', () => ({items: [submission('wx1', {why: ['sampling']})]}), language))).toEqual(['1', '0'])
  })
})

describe('appeals', () => {
  const appealed = (...more: string[]) => ({no: 1, state: 'refused', thread: ['appealed', ...more].map((type) => ({type, at: within(-1), data: {text: 'look again'}}))})
  const refusal = (app: string, hours = -2) => submission(app, {state: 'refused', holder: 'developer', due: undefined, appealed: true, changed_at: within(hours)})
  it('keep their place when one is decided, and let none in between', async () => {
    let rows = [refusal('wx1'), refusal('wx2'), refusal('wx3')]
    const threads: Record<string, object> = {wx1: appealed('appeal_decided'), wx2: appealed(), wx3: appealed()}
    const answers = Object.fromEntries(['wx1', 'wx2', 'wx3'].map((app) => [`GET /v1/apps/${app}/submissions/1`, () => threads[app]]))
    const shown = await show(ReviewAppeals, {language: 'en', address: '/review/appeals', me: me(['reviewer']), answers: {'GET /v1/submissions': () => ({items: rows}), ...answers}})
    expect(shown.of('GET', '/v1/submissions')[0]?.query.get('why')).toBe('appeal')
    expect(drawn(shown)).toEqual(['wx2', 'wx3'])
    Object.assign(threads, {wx1: appealed('appeal_decided', 'appealed'), wx2: appealed('appeal_decided')})
    rows = [refusal('wx1', -1), refusal('wx2', -1), refusal('wx3')]
    await happens()
    expect(drawn(shown)).toEqual(['wx2 left', 'wx3'])
    expect(pill(shown).text()).toContain('1 row belongs elsewhere')
    expect(shown.page.find('.row.case').text()).toContain('look again')
    await sortAgain(shown)
    expect(drawn(shown)).toEqual(['wx1', 'wx3'])
  })
})

describe('a list that cannot be read again', () => {
  it('says so below its rows, which stay; where there is none, in their place', async () => {
    let broken = false
    const list = () => (broken ? refused(500, 'internal', '故障', 'A fault') : {items: [submission('wx1')]})
    const open = () => show(ReviewQueue, {language: 'en', address: '/review', me: me(['reviewer']), answers: {'GET /v1/submissions': list, 'GET /v1/submissions/counts': {items: []}}})
    const shown = await open()
    broken = true
    await happens()
    expect(drawn(shown)).toEqual(['wx1'])
    const [row, note] = [shown.page.find('.row.case').element, shown.page.find('[role=alert]').element]
    expect(note.textContent).toContain('A fault')
    expect(row.compareDocumentPosition(note) & Node.DOCUMENT_POSITION_FOLLOWING).not.toBe(0)
    broken = false
    await shown.button('Try again').trigger('click')
    await flushPromises()
    expect(shown.page.find('[role=alert]').exists()).toBe(false)
    leavePages()
    broken = true
    const {page} = await open()
    expect(page.findAll('.frame [role=alert]')).toHaveLength(1)
    // Nothing was counted.
    expect(page.findAll('.reasons button').slice(0, 2).map((one) => one.text())).toEqual(['All', 'second approval'])
  })
})

describe('the office’s list', () => {
  const filing = (app: string, hours: number, change: Partial<EntryItem> = {}): EntryItem => ({app, app_name: app, entry: 1, submission: 1, state: 'running', start: within(hours - 168), end: within(hours), ...change})
  it('keeps rows where they are, and what was answered with its answer', async () => {
    let rows = [filing('wx1', 2), filing('wx2', 5), filing('wx3', 30)]
    const shown = await show(OfficeHome, {
      language: 'en', address: '/office', me: me(['officer']),
      answers: {'GET /v1/filings': ({query}: Asked) => (query.get('q') === 'wx1/1' ? {items: [filing('wx1', 2, {state: 'passed'})]} : {items: rows}), 'GET /v1/filings/counts': {items: []}},
    })
    expect(shown.page.findAll('.group')).toHaveLength(3)
    rows = rows.slice(1)
    await happens()
    await passes(3)
    expect(drawn(shown)).toEqual(['wx1 left', 'wx2', 'wx3'])
    expect(shown.page.findAll('.group')).toHaveLength(3)
    expect(shown.page.findAll('.row.case')[0]?.text()).toContain('Filing passed')
    await sortAgain(shown)
    expect(drawn(shown)).toEqual(['wx2', 'wx3'])
  })
})

describe('the operators’ overview', () => {
  const silent = (app: string) => ({app, app_name: app, entry: 1, submission: 1, state: 'silent', start: within(-200), end: within(-32)})
  const lists = (ended: () => object[], answers: Answers = {}): Answers => ({
    'GET /v1/submissions': {items: []}, 'GET /v1/apps': {items: []}, 'GET /v1/submissions/counts': {items: []}, 'GET /v1/feed': {items: [], cursor: '0', more: false}, 'GET /v1/proposals': {items: []}, 'GET /v1/applications': {items: []},
    'GET /v1/filings': ({query}: Asked) => ({items: query.get('state') === 'silent' ? ended() : []}), ...answers,
  })
  it('puts no new filing before a shown one until it is asked for', async () => {
    let ended = [silent('wx2')]
    const shown = await show(OpsHome, {language: 'en', address: '/ops', me: me(['operator']), answers: lists(() => ended)})
    expect(drawn(shown)).toEqual(['wx2'])
    ended = [silent('wx1'), silent('wx2')]
    await happens()
    expect(drawn(shown)).toEqual(['wx2'])
    expect(pill(shown).text()).toBe('1 new case · show')
    await sortAgain(shown)
    expect(drawn(shown)).toEqual(['wx1', 'wx2'])
  })
  it('finds what has to go down though it stands behind the first mini-programs', async () => {
    const shown = await show(OpsHome, {language: 'en', address: '/ops', me: me(['operator']), answers: lists(() => [], {'GET /v1/apps': ({query}: Asked) => (query.get('service') === 'take_down_ordered' ? {items: [{app: 'wx900', name: 'wx900', service: 'take_down_ordered'}]} : {items: [], next: 'c'})})})
    expect(drawn(shown)).toEqual(['wx900'])
  })
})

describe('what else a subject has', () => {
  it.each(['zh', 'en'] as const)('is asked for by the subject and stands with its newest state, in %s', async (language) => {
    const app = (id: string, state?: string) => ({app: id, name: id, subject: 'sub-1', service: 'never_served', ...(state === undefined ? {} : {newest: {submission: 3, state}})})
    const shown = await show(ReviewHistory, {
      language, address: '/review/cases/wx1/1', me: me(['reviewer']), props: {file: file(), no: 1},
      answers: {'GET /v1/apps': ({query}: Asked) => (query.get('subject') === 'sub-1' ? {items: [app('wx1', 'filing'), app('wx7', 'filing_failed'), app('wx8', 'refused'), app('wx9')]} : {items: [], next: 'c'})},
    })
    const rows = shown.page.findAll('ul.list li')
    expect(rows.map((one) => one.find('a').attributes('href'))).toEqual(['/review/cases/wx7/3', '/review/cases/wx8/3', '/review?q=wx9'])
    expect(rows[0]?.text()).toContain(language === 'zh' ? '报备未通过' : 'Filing failed')
    expect(rows[1]?.text()).toContain(language === 'zh' ? '审核不通过' : 'Review failed')
  })
})
