import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {commands, send} from './calls'
import {ApiProblem, ask, ConnectionLost, pathOf, pauseBefore, surround, urlOf} from './client'

const reached = vi.fn()
const unreachable = vi.fn()
const signedOut = vi.fn()
const answers: (Response | Error)[] = []
const sent: {url: string; init: RequestInit}[] = []

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response => new Response(body === undefined ? null : JSON.stringify(body), {status, headers})
const problem = (status: number, code: string): Response =>
  json(status, {type: `urn:baobei:problem:${code}`, status, title: 't', title_zh: '题', title_en: 't', detail: 'd', detail_zh: '述', detail_en: 'd'})

beforeEach(() => {
  answers.length = 0
  sent.length = 0
  vi.clearAllMocks()
  vi.useFakeTimers()
  surround({token: () => 'tok', language: () => 'en', signedOut, reached, unreachable})
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({url, init})
    const answer = answers.shift()
    if (answer === undefined) throw new Error('asked too often')
    if (answer instanceof Error) throw answer
    return answer
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function settle<T>(work: Promise<T>): Promise<T> {
  const kept = work.catch((error: unknown) => {
    throw error
  })
  kept.catch(() => undefined)
  await vi.runAllTimersAsync()
  return kept
}

describe('a request', () => {
  it('escapes what it puts into a path and a query', () => {
    expect(pathOf('/v1/apps/{app}/x', {app: 'a/b ?'})).toBe('/v1/apps/a%2Fb%20%3F/x')
    expect(urlOf('/x', {a: 1, b: undefined, c: '', d: false, e: true})).toBe('/x?a=1&e=true')
    expect(() => pathOf('/{app}', {})).toThrow()
  })
  it('carries the token and the language', async () => {
    answers.push(json(200, {ok: 1}))
    expect((await ask('/x')).body).toEqual({ok: 1})
    expect(sent[0]?.init.headers).toMatchObject({Authorization: 'Bearer tok', 'Accept-Language': 'en'})
    expect(reached).toHaveBeenCalled()
  })
})

describe('what fails', () => {
  it('is repeated while the server is busy, as it wishes', async () => {
    answers.push(problem(503, 'busy'), json(200, 1))
    expect((await settle(ask('/x'))).body).toBe(1)
    expect(pauseBefore(1, '2')).toBe(2000)
    expect(pauseBefore(1, '999')).toBe(8000)
    expect(pauseBefore(3, null)).toBe(1000)
  })
  it('is repeated after a lost connection, and then told', async () => {
    answers.push(new TypeError('net'), new TypeError('net'), new TypeError('net'), new TypeError('net'))
    await expect(settle(ask('/x'))).rejects.toBeInstanceOf(ConnectionLost)
    expect(sent).toHaveLength(4)
    expect(unreachable).toHaveBeenCalled()
  })
  it('is not repeated where that is not safe', async () => {
    answers.push(new TypeError('net'))
    await expect(settle(ask('/x', {method: 'POST', body: {}}))).rejects.toBeInstanceOf(ConnectionLost)
    expect(sent).toHaveLength(1)
  })
  it('becomes a problem with its code', async () => {
    answers.push(problem(412, 'stale_revision'))
    const error = await settle(ask('/x')).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ApiProblem)
    expect((error as ApiProblem).code).toBe('stale_revision')
  })
  it('becomes a problem even where it is none of ours', async () => {
    answers.push(new Response('<html>bad gateway</html>', {status: 502}))
    const error = await settle(ask('/x')).catch((caught: unknown) => caught)
    expect((error as ApiProblem).problem.title_zh).not.toBe('')
  })
  it('signs out on 401', async () => {
    answers.push(problem(401, 'not_signed_in'))
    await settle(ask('/x')).catch(() => undefined)
    expect(signedOut).toHaveBeenCalledOnce()
  })
  it.each(['wrong_sign_in', 'second_factor_needed'])('stays signed in on %s, and says when to try again', async (code) => {
    answers.push(new Response(await problem(401, code).text(), {status: 401, headers: {'Retry-After': '7'}}))
    const error = await settle(ask('/x', {method: 'POST', body: {}})).catch((caught: unknown) => caught)
    expect(signedOut).not.toHaveBeenCalled()
    expect((error as ApiProblem).retryAfter).toBe('7')
  })
  it('is silent when it was cancelled', async () => {
    const stop = new AbortController()
    stop.abort()
    answers.push(new DOMException('aborted', 'AbortError'))
    await expect(settle(ask('/x', {signal: stop.signal}))).rejects.toThrow('aborted')
    expect(unreachable).not.toHaveBeenCalled()
  })
})

describe('a command', () => {
  const key = (at: number): string | undefined => (sent[at]?.init.headers as Record<string, string>)['Idempotency-Key']
  it('is looked at without a key, and carried out under one', async () => {
    const what = commands.withdraw({app: 'wx1', no: 2})
    answers.push(json(200, {events: []}), json(200, {events: []}))
    await send(what, {dryRun: true})
    await send(what, {dryRun: false})
    expect(sent[0]?.url).toBe('/v1/apps/wx1/submissions/2/withdraw?dry_run=true')
    expect(key(0)).toBeUndefined()
    expect(sent[1]?.url).toBe('/v1/apps/wx1/submissions/2/withdraw')
    expect(key(1)).toBe(what.key)
  })
  it('keeps its key through every try', async () => {
    const what = commands.suspend('wx1')
    answers.push(new TypeError('net'), problem(503, 'busy'), json(200, {events: []}))
    await settle(send(what, {dryRun: false}))
    expect([key(0), key(1), key(2)]).toEqual([what.key, what.key, what.key])
  })
  it('is bound to what was seen', async () => {
    answers.push(json(200, {events: []}))
    await send(commands.refuse({app: 'wx1', no: 1}, {digest: 'd', reasons: []}, '"review-9"'), {dryRun: false})
    expect(sent[0]?.init.headers).toMatchObject({'If-Match': '"review-9"'})
  })
})
