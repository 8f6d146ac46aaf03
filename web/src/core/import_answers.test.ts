import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {effectScope} from 'vue'
import type {AnswerRow} from './answer_rows'
import {useImport} from './import_answers'
import {answer, refused, serve, type Asked} from './test_page'

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

  it('are looked at in one request, a faulty row never, late ones marked', async () => {
    const {of} = serve({
      'GET /v1/apps/wx1': file(kFuture),
      'GET /v1/apps/wx3': file('2026-03-01T00:00:00Z'),
      'POST /v1/jobs': ({body}: Asked) => ({dry_run: true, kind: 'filing_answers', items: (body as {items: {app: string}[]}).items.map(({app}, n) => ({no: n + 1, app, state: 'accepted'}))}),
    })
    const one = start()
    await one.look([row('wx1'), row('wx2', {fault: 'digest'}), row('wx3'), row('wx4')])
    expect(one.rows.value.map(({phase, late}) => [phase, late])).toEqual([['can', false], ['cannot', false], ['can', true], ['cannot', false]])
    expect(one.rows.value[1]?.problem).toBeUndefined()
    expect(one.rows.value[3]?.problem?.status).toBe(404)
    expect([one.sendable.value, one.late.value, one.refused.value]).toEqual([2, 1, 2])
    expect(of('POST', '/v1/jobs')[0]?.body).toEqual({kind: 'filing_answers', items: [{app: 'wx1', entry: 1, digest: 'd'.repeat(64), verdict: 'pass'}, {app: 'wx3', entry: 1, digest: 'd'.repeat(64), verdict: 'pass'}]})
  })

  it('of which one cannot be read are tried without it', async () => {
    const {of} = serve({
      ...Object.fromEntries(['wx1', 'wx2', 'wx3'].map((app) => [`GET /v1/apps/${app}`, file(kFuture)])),
      'POST /v1/jobs': ({body}: Asked) => {
        const apps = (body as {items: {app: string}[]}).items.map((one) => one.app)
        if (apps.includes('wx2')) return answer(400, {type: 'urn:baobei:problem:invalid_request', status: 400, title: 'x', title_zh: '无效', title_en: 'Invalid', detail: '', detail_zh: '', detail_en: '', pointer: `/items/${apps.indexOf('wx2')}/points/0/code`})
        return {dry_run: true, kind: 'filing_answers', items: apps.map((app, n) => ({no: n + 1, app, state: app === 'wx3' ? 'refused' : 'accepted'}))}
      },
    })
    const one = start()
    await one.look([row('wx1'), row('wx2'), row('wx3')])
    expect(one.rows.value.map(({phase}) => phase)).toEqual(['can', 'cannot', 'cannot'])
    expect(one.rows.value[1]?.problem?.title_zh).toBe('无效')
    expect(of('POST', '/v1/jobs')).toHaveLength(2)
    expect(one.failure.value).toBeUndefined()
  })

  it('that cannot be looked at say why, and are dropped with their results', async () => {
    serve({'GET /v1/apps/wx1': file(kFuture), 'POST /v1/jobs': refused(403, 'forbidden')})
    const one = start()
    await one.look([row('wx1')])
    expect(one.rows.value[0]?.phase).toBe('cannot')
    expect(one.rows.value[0]?.problem?.status).toBe(403)
    one.drop()
    expect([one.rows.value.length, one.ready.value]).toEqual([0, false])
  })
})
