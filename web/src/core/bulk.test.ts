import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {effectScope} from 'vue'
import {surround} from '@/api/client'
import type {EntryItem} from '@/api/types'
import {bodyFor, useBulk, type BulkAnswer} from './bulk'

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

describe('sending many', () => {
  const sent: {url: string; key?: string}[] = []
  let refuse = ''
  let lose = ''
  const answer = (status: number, body: unknown): Response => new Response(JSON.stringify(body), {status})
  const problem = {type: 'urn:baobei:problem:refused', status: 409, title: 't', title_zh: '不行', title_en: 'no', detail: '', detail_zh: '', detail_en: ''}

  beforeEach(() => {
    sent.length = 0
    refuse = lose = ''
    vi.useFakeTimers()
    surround({token: () => '', language: () => 'zh', signedOut: () => undefined, reached: () => undefined, unreachable: () => undefined})
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      if (init.method === 'GET') return answer(200, {service: 'never_served', digest: 'd'})
      const key = (init.headers as Record<string, string>)['Idempotency-Key']
      if (key !== undefined) sent.push({url, key})
      if (key !== undefined && lose !== '' && url.includes(lose)) throw new TypeError('cut')
      return refuse !== '' && url.includes(refuse) ? answer(409, problem) : answer(200, {events: []})
    })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const bulk = () => effectScope().run(useBulk) as ReturnType<typeof useBulk>

  it('sends those that can be, in order, and says why another cannot', async () => {
    refuse = 'wx2'
    const one = bulk()
    await one.look([item('wx1', 'a'), item('wx2', 'a'), item('wx3', 'a')], kPass)
    expect(one.rows.value.map((row) => row.phase)).toEqual(['can', 'cannot', 'can'])
    expect(one.rows.value[1]?.problem?.title_zh).toBe('不行')
    expect(sent).toEqual([])
    expect(one.ready.value).toBe(true)
    await one.sendAll()
    expect(sent.map((row) => row.url)).toEqual(['/v1/apps/wx1/filings/1/answer', '/v1/apps/wx3/filings/1/answer'])
    expect([one.sent.value, one.refused.value, one.sendable.value]).toEqual([2, 1, 0])
  })

  it('keeps the result of each when one is refused meanwhile', async () => {
    const one = bulk()
    await one.look([item('wx1', 'b'), item('wx2', 'b')], kPass)
    refuse = 'wx1'
    await one.sendAll()
    expect(one.rows.value.map((row) => row.phase)).toEqual(['refused', 'sent'])
  })

  it('sends again under the same key what may have arrived', async () => {
    const one = bulk()
    await one.look([item('wx1', 'c')], kPass)
    lose = 'wx1'
    const lost = one.sendAll()
    await vi.runAllTimersAsync()
    await lost
    expect(one.rows.value[0]?.phase).toBe('unknown')
    lose = ''
    await one.sendAll()
    expect(one.rows.value[0]?.phase).toBe('sent')
    expect(new Set(sent.map((row) => row.key)).size).toBe(1)
  })

  it('sends nothing that was not looked at', async () => {
    const one = bulk()
    await one.look([item('wx1', 'd')], undefined)
    expect(one.ready.value).toBe(false)
    await one.sendAll()
    expect(sent).toEqual([])
  })
})
