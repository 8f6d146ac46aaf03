import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {effectScope} from 'vue'
import {surround} from '@/api/client'
import type {EntryItem} from '@/api/types'
import {bodyFor, useBulk, type BulkAnswer} from './bulk'
import {answer, refused, serve, type Asked} from './test_page'

const kPass: BulkAnswer = {verdict: 'pass', points: [], scope: 'service'}
const kFail: BulkAnswer = {verdict: 'fail', points: [{code: 'x'}], scope: 'version', downBy: '2026-01-02T00:00:00Z'}
const item = (app: string, changed_at: string): EntryItem => ({app, entry: 1, submission: 1, state: 'running', changed_at})

describe('an answer for many', () => {
  it('takes a scope along only where something is served', () => {
    expect(bodyFor(kPass, 'd', true)).toEqual({digest: 'd', verdict: 'pass'})
    expect(bodyFor(kFail, 'd', false)).toEqual({digest: 'd', verdict: 'fail', points: [{code: 'x'}]})
    expect(bodyFor(kFail, 'd', true)).toEqual({digest: 'd', verdict: 'fail', points: [{code: 'x'}], scope: 'version', down_by: '2026-01-02T00:00:00Z'})
    expect(bodyFor({...kFail, downBy: undefined}, 'd', true)).not.toHaveProperty('down_by')
  })
})

// A server that tries, takes and carries out jobs: what it refuses is named by app.
function jobServer(refuse: string[], how: {late?: string[]; looks?: number; first?: string[]} = {}) {
  const begun: {items: {app: string}[]; key: string | null}[] = []
  let looks = 0
  const result = (items: {app: string}[], refused: string[]) => items.map((one, n) => ({no: n + 1, app: one.app, state: refused.includes(one.app) ? 'refused' : 'accepted', ...(refused.includes(one.app) ? {problem: {type: 'urn:baobei:problem:refused', status: 409, title_zh: '不行', title_en: 'no'}} : {result: {app: one.app, revision: 2, events: [{type: how.first?.includes(one.app) ? 'answer_proposed' : 'filing_passed', at: '2026-01-01T00:00:00Z'}]}})}))
  const job = (items: unknown[], state: string) => ({job: 'job_1', kind: 'filing_answers', state, received_at: '2026-01-01T00:00:00Z', items: items.length, waiting: state === 'running' ? items.length : 0, accepted: 0, refused: 0, failed: 0, cancelled: 0})
  const server = serve({
    'GET /v1/apps/wx1': {service: 'never_served'},
    'GET /v1/apps/wx2': {service: 'never_served'},
    'GET /v1/apps/wx3': {service: 'served'},
    ...Object.fromEntries(['wx1', 'wx2', 'wx3'].map((app) => [`GET /v1/apps/${app}/submissions/1`, {digest: 'd'}])),
    'POST /v1/jobs': ({query, body}: Asked) => {
      const {items} = body as {items: {app: string}[]}
      if (query.get('dry_run') !== null) return {dry_run: true, kind: 'filing_answers', items: result(items, refuse)}
      begun.push({items, key: null})
      return answer(202, job(items, 'running'))
    },
    'GET /v1/jobs/job_1': () => job(begun.at(-1)?.items ?? [], ++looks < (how.looks ?? 2) ? 'running' : 'done'),
    'GET /v1/jobs/job_1/items': () => ({items: result(begun.at(-1)?.items ?? [], how.late ?? [])}),
    'POST /v1/jobs/job_1/cancel': () => job(begun.at(-1)?.items ?? [], 'cancelled'),
  })
  return {...server, begun}
}

describe('sending many as one job', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    surround({token: () => '', language: () => 'zh', signedOut: () => undefined, reached: () => undefined, unreachable: () => undefined})
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const bulk = () => effectScope().run(useBulk) as ReturnType<typeof useBulk>
  const sent = async (one: ReturnType<typeof useBulk>): Promise<void> => {
    const work = one.sendAll()
    await vi.runAllTimersAsync()
    await work
  }

  it('tells an answer that another officer has to sign from one that holds', async () => {
    jobServer([], {first: ['wx2']})
    const one = bulk()
    await one.look([item('wx1', 'f'), item('wx2', 'f')], kPass)
    await sent(one)
    expect(one.rows.value.map((row) => [row.phase, row.first])).toEqual([['sent', false], ['sent', true]])
  })
  it('looks at all in one request, sends those that can be, and says why another cannot', async () => {
    const {of, begun} = jobServer(['wx2'])
    const one = bulk()
    await one.look([item('wx1', 'a'), item('wx2', 'a'), item('wx3', 'a')], kFail)
    expect(one.rows.value.map((row) => row.phase)).toEqual(['can', 'cannot', 'can'])
    expect(one.rows.value[1]?.problem?.title_zh).toBe('不行')
    expect(begun).toEqual([])
    await sent(one)
    expect(begun[0]?.items).toEqual([
      {app: 'wx1', entry: 1, digest: 'd', verdict: 'fail', points: [{code: 'x'}]},
      {app: 'wx3', entry: 1, digest: 'd', verdict: 'fail', points: [{code: 'x'}], scope: 'version', down_by: '2026-01-02T00:00:00Z'},
    ])
    expect(of('POST', '/v1/jobs')).toHaveLength(2)
    expect([one.sent.value, one.refused.value, one.sendable.value]).toEqual([2, 1, 0])
  })

  it('keeps the result of each when one is refused meanwhile', async () => {
    jobServer([], {late: ['wx1']})
    const one = bulk()
    await one.look([item('wx1', 'b'), item('wx2', 'b')], kPass)
    await sent(one)
    expect(one.rows.value.map((row) => row.phase)).toEqual(['refused', 'sent'])
  })

  it('sends again under the same key what may have arrived, another after it under a new one', async () => {
    const keys: (string | undefined)[] = []
    jobServer([])
    const one = bulk()
    await one.look([item('wx1', 'c')], kPass)
    const there = globalThis.fetch
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      if (url === '/v1/jobs') keys.push((init.headers as Record<string, string>)['Idempotency-Key'])
      if (url === '/v1/jobs' && keys.length <= 4) throw new TypeError('cut')
      return there(url, init)
    })
    await sent(one)
    expect(one.rows.value[0]?.phase).toBe('unknown')
    await sent(one)
    expect(one.rows.value[0]?.phase).toBe('sent')
    expect(keys).toHaveLength(5)
    expect(new Set(keys).size).toBe(1)
    await one.look([item('wx2', 'c')], kPass)
    await sent(one)
    expect(keys.at(-1)).not.toBe(keys[0])
  })

  it('sends nothing that was not looked at, and gives rows back where the whole is refused', async () => {
    const {begun} = jobServer([])
    const one = bulk()
    await one.look([item('wx1', 'd')], undefined)
    expect(one.ready.value).toBe(false)
    await sent(one)
    expect(begun).toEqual([])
    await one.look([item('wx1', 'd')], kPass)
    serve({'POST /v1/jobs': refused(409, 'too_many')})
    await sent(one)
    expect([one.rows.value[0]?.phase, one.failure.value !== undefined]).toEqual(['can', true])
  })

  it('cancels what waits', async () => {
    const {of} = jobServer([], {looks: 1000})
    const one = bulk()
    await one.look([item('wx1', 'e')], kPass)
    void one.sendAll()
    await vi.advanceTimersByTimeAsync(50)
    await one.stop()
    expect(of('POST', '/v1/jobs/job_1/cancel')).toHaveLength(1)
    expect(one.job.value?.state).toBe('cancelled')
  })
})
