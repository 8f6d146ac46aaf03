import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {effectScope} from 'vue'
import type {AnswerRow} from './answer_rows'
import {useImport} from './import_answers'
import {answer, refused, serve} from './test_page'

const row = (app: string, change: Partial<AnswerRow> = {}): AnswerRow => ({line: 2, app, entry: 1, digest: 'd'.repeat(64), verdict: 'pass', points: [], ...change})
const file = (end: string) => ({entries: [{no: 1, state: 'running', end}]})
const kFuture = '2999-01-01T00:00:00Z'

describe('answers of a file', () => {
  beforeEach(() => vi.useFakeTimers({now: Date.parse('2026-03-05T00:00:00Z')}))
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const start = () => effectScope().run(useImport) as ReturnType<typeof useImport>

  it('are looked at one by one, a faulty row never, late ones marked', async () => {
    const {of} = serve({
      'GET /v1/apps/wx1': file(kFuture),
      'GET /v1/apps/wx3': file('2026-03-01T00:00:00Z'),
      'POST /v1/apps/wx1/filings/1/answer': {events: []},
      'POST /v1/apps/wx3/filings/1/answer': {events: []},
    })
    const one = start()
    await one.look([row('wx1'), row('wx2', {fault: 'digest'}), row('wx3'), row('wx4')])
    expect(one.rows.value.map(({phase, late}) => [phase, late])).toEqual([['can', false], ['cannot', false], ['can', true], ['cannot', false]])
    expect(one.rows.value[1]?.problem).toBeUndefined()
    expect(one.rows.value[3]?.problem?.status).toBe(404)
    expect([one.sendable.value, one.late.value, one.refused.value]).toEqual([2, 1, 2])
    await one.sendAll()
    expect(one.rows.value.map(({phase}) => phase)).toEqual(['sent', 'cannot', 'sent', 'cannot'])
    expect(of('POST', '/v1/apps/wx1/filings/1/answer').map((asked) => asked.query.get('dry_run'))).toEqual(['true', null])
  })

  it('stay unsent after a stop, but for the one under way', async () => {
    const one = start()
    serve({
      'GET /v1/apps/wx1': file(kFuture),
      'GET /v1/apps/wx2': file(kFuture),
      'POST /v1/apps/wx1/filings/1/answer': ({query}: {query: URLSearchParams}) => {
        if (query.get('dry_run') === null) one.stop()
        return answer(200, {events: []})
      },
      'POST /v1/apps/wx2/filings/1/answer': {events: []},
    })
    await one.look([row('wx1'), row('wx2')])
    await one.sendAll()
    expect(one.rows.value.map(({phase}) => phase)).toEqual(['sent', 'can'])
  })

  it('are dropped with their results', async () => {
    serve({'POST /v1/apps/wx1/filings/1/answer': refused(409, 'not_open')})
    const one = start()
    await one.look([row('wx1')])
    one.drop()
    expect([one.rows.value.length, one.ready.value]).toEqual([0, false])
  })
})
