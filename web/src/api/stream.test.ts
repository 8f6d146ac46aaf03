// @vitest-environment node
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {surround} from './client'
import {sseReader, type Told} from './sse'
import {follow, pauseAfter, type Ears} from './stream'

describe('the bytes of a stream', () => {
  const read = (...pieces: string[]): Told[] => {
    const told: Told[] = []
    const feed = sseReader((one) => told.push(one))
    for (const piece of pieces) feed(piece)
    return told
  }
  it('are messages wherever they are cut', () => {
    const text = 'retry: 2000\nid: 7\nevent: start\ndata: {"after":"7"}\n\n: \nid: 9\n\n'
    const whole = read(text)
    expect(whole).toEqual([{event: 'start', data: '{"after":"7"}', id: '7'}, {event: 'message', data: '', id: '9'}])
    for (let cut = 1; cut < text.length; ++cut) expect(read(text.slice(0, cut), text.slice(cut)), String(cut)).toEqual(whole)
    expect(read(...text)).toEqual(whole)
  })
  it('may end their lines in any way', () => {
    for (const end of ['\r\n', '\r']) {
      const text = ['event: x', 'data: 1', 'data: 2', '', 'id: 3', '', ''].join(end)
      expect(read(text + 'data: 4')).toEqual([{event: 'x', data: '1\n2', id: ''}, {event: 'message', data: '', id: '3'}])
    }
    expect(read('data: 1\r', '\n\r', '\n')).toEqual([{event: 'message', data: '1', id: ''}])
  })
  it('that have not ended are not told', () => {
    expect(read('event: filing_started\ndata: {}\n')).toEqual([])
  })
})

const asked: {url: string; from: string | undefined}[] = []
const answers: (Response | Error)[] = []
const heard: string[] = []
let stop = new AbortController()

const stream = (text: string): Response => new Response(text, {headers: {'Content-Type': 'text/event-stream'}})
const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), {status})
const problem = (status: number): Response => json({type: 'urn:baobei:problem:x', status, title_zh: '', title_en: ''}, status)
const event = (index: number, app: string): string => `id: ${index}\nevent: released\ndata: {"app":"${app}","at":"2026-03-02T09:00:00Z"}\n\n`
const start = (index: number): string => `id: ${index}\nevent: start\ndata: {"after":"${index}"}\n\n`

const ears: Ears = {
  moved: (events) => heard.push(...events.map((one) => `${one.type} ${one.app}`)),
  everything: () => heard.push('everything'),
  stands: (state, cursor) => heard.push(`${state} ${cursor}`),
  sleep: async () => undefined,
}

beforeEach(() => {
  asked.length = answers.length = heard.length = 0
  stop = new AbortController()
  const signedOut = vi.fn()
  surround({token: () => 'tok', language: () => 'en', signedOut, reached: () => undefined, unreachable: () => undefined})
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({url, from: (init.headers as Record<string, string>)['Last-Event-ID']})
    const answer = answers.shift()
    if (answer === undefined) {
      stop.abort()
      throw new Error('left')
    }
    if (answer instanceof Error) throw answer
    return answer
  })
})
afterEach(() => vi.unstubAllGlobals())

describe('following the log', () => {
  it('tells what happens and goes on where it was cut', async () => {
    answers.push(stream(start(4) + event(5, 'wx1')), stream(start(5) + event(8, 'wx2')))
    await follow('', ears, stop.signal)
    expect(asked.map((one) => one.from)).toEqual([undefined, '5', '8'])
    expect(heard).toEqual(['live 4', 'released wx1', 'live 5', 'lost 5', 'live 5', 'released wx2', 'live 8', 'lost 8'])
  })
  it('moves by heartbeats, too', async () => {
    answers.push(stream(start(4) + ': \nid: 6\n\n'))
    await follow('', ears, stop.signal)
    expect(asked.at(-1)?.from).toBe('6')
  })
  it('reads from the feed what the stream does not reach back to', async () => {
    const page = (cursor: string, more: boolean) => json({items: [{app: `wx${cursor}`, type: 'submitted', at: ''}], cursor, more})
    answers.push(problem(410), page('7', true), page('9', false), stream(start(9)))
    await follow('5', ears, stop.signal)
    expect(asked.map((one) => one.url)).toEqual(['/v1/stream', '/v1/feed?after=5&limit=200', '/v1/feed?after=7&limit=200', '/v1/stream', '/v1/stream'])
    expect(heard).toEqual(['lost 5', 'submitted wx7', 'submitted wx9', 'live 9', 'lost 9'])
  })
  it('has everything read again where too much was missed', async () => {
    answers.push(stream(`id: 5\nevent: resync\ndata: {"after":"5"}\n\n`))
    for (let n = 0; n < 10; ++n) answers.push(json({items: [], cursor: String(n), more: true}))
    answers.push(stream(start(4000)))
    await follow('5', ears, stop.signal)
    expect(heard).toEqual(['lost 5', 'everything', 'live 4000', 'lost 4000'])
    expect(asked[11]).toEqual({url: '/v1/stream', from: undefined})
  })
  it('that began late has everything read again', async () => {
    answers.push(new Error('no network'), stream(start(3)))
    await follow('', ears, stop.signal)
    expect(heard).toEqual(['lost ', 'everything', 'live 3', 'lost 3'])
  })
  it('ends where the token is worth nothing', async () => {
    answers.push(problem(401), stream(start(3)))
    await follow('', ears, stop.signal)
    expect(asked).toHaveLength(1)
  })
  it('waits longer after each failure, up to a limit', () => {
    expect([0, 1, 2, 9].map(pauseAfter)).toEqual([1000, 2000, 4000, 30_000])
  })
})
