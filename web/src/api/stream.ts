// The stream of events as one reader follows it: connected, cut, connected again, without a gap.
//
// Invariants: the cursor only moves over what was told; whatever lies behind it is read from the
// feed before the stream goes on. A stream that says nothing for longer than its heartbeat is taken
// for cut.
import {ApiProblem, openBody} from './client'
import {readFeed} from './proof_calls'
import {sseReader, type Told} from './sse'

// What a page needs to know of an event: everything else it reads itself, under its own rights.
export interface Moved {
  app: string
  type: string
  at: string
}

export interface Ears {
  moved(events: Moved[]): void
  everything(): void // more happened than was read: all of it is to be read again
  stands(state: 'live' | 'lost', cursor: string): void
  sleep(milliseconds: number): Promise<void>
}

const kSilentMax = 40_000 // heartbeats come every 15 s
const kFeedPage = 200
const kFeedPagesMax = 10
const kPausesMax = 30_000

type Ended = 'cut' | 'behind'

const asMoved = (event: {app?: unknown; type?: unknown; at?: unknown}): Moved => ({
  app: String(event.app ?? ''),
  type: String(event.type ?? ''),
  at: String(event.at ?? ''),
})

// Milliseconds before the connection after `failures` in a row.
export const pauseAfter = (failures: number): number => Math.min(1000 * 2 ** Math.min(failures, 5), kPausesMax)

// What lies behind the cursor, page by page; where there is too much, '' to go on blindly from now.
async function catchUp(cursor: string, ears: Ears, signal: AbortSignal): Promise<string> {
  let at = cursor
  for (let pages = 0; pages < kFeedPagesMax; ++pages) {
    const page = await readFeed(at, kFeedPage, signal)
    if (page.items.length > 0) ears.moved(page.items.map(asMoved))
    at = page.cursor
    if (!page.more) return at
  }
  return ''
}

function dataOf(told: Told): {app?: unknown; type?: unknown; at?: unknown} {
  try {
    const parsed: unknown = JSON.parse(told.data)
    return typeof parsed === 'object' && parsed !== null ? parsed : {}
  } catch {
    return {}
  }
}

class Connection {
  cursor: string
  private readonly ears: Ears
  private readonly stop: AbortController
  private readonly blind: boolean
  private silent: ReturnType<typeof setTimeout> | undefined

  // `blind`: what happened before it began was not told to anybody.
  constructor(cursor: string, blind: boolean, ears: Ears, signal: AbortSignal) {
    this.cursor = cursor
    this.blind = blind
    this.ears = ears
    this.stop = new AbortController()
    signal.addEventListener('abort', () => this.stop.abort(signal.reason), {once: true})
  }

  private heard(): void {
    clearTimeout(this.silent)
    this.silent = setTimeout(() => this.stop.abort(new DOMException('silent', 'AbortError')), kSilentMax)
  }

  private take(told: Told): Ended | undefined {
    if (told.id !== '') this.cursor = told.id
    if (told.event === 'resync') return 'behind'
    if (told.event === 'end') return 'cut'
    if (told.event === 'start' && this.blind) this.ears.everything()
    if (told.data !== '' && told.event !== 'start') this.ears.moved([{...asMoved(dataOf(told)), type: told.event}])
    this.ears.stands('live', this.cursor)
    return undefined
  }

  async read(): Promise<Ended> {
    this.heard()
    try {
      const response = await openBody('/v1/stream', {
        headers: {Accept: 'text/event-stream', ...(this.cursor === '' ? {} : {'Last-Event-ID': this.cursor})},
        signal: this.stop.signal,
      })
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      if (reader === undefined) return 'cut'
      let ended: Ended | undefined
      const feed = sseReader((told) => (ended ??= this.take(told)))
      for (;;) {
        const {done, value} = await reader.read()
        if (done) return ended ?? 'cut'
        this.heard()
        feed(value)
        if (ended !== undefined) return ended
      }
    } finally {
      clearTimeout(this.silent)
      this.stop.abort()
    }
  }
}

// Follows the log from `after` ('': from now) until `signal`, or until the token is worth nothing.
export async function follow(after: string, ears: Ears, signal: AbortSignal): Promise<void> {
  let cursor = after
  let failures = 0
  let caughtUp = true
  while (!signal.aborted) {
    try {
      if (!caughtUp) cursor = await catchUp(cursor, ears, signal)
      caughtUp = true
      const connection = new Connection(cursor, cursor === '' && failures > 0, ears, signal)
      const began = cursor
      const ended = await connection.read().finally(() => (cursor = connection.cursor))
      if (ended === 'behind') caughtUp = cursor === ''
      if (cursor !== began || ended === 'behind') failures = 0
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof ApiProblem && error.status === 401) return
      if (error instanceof ApiProblem && error.status === 410) caughtUp = false
    }
    if (signal.aborted) return
    ears.stands('lost', cursor)
    await ears.sleep(pauseAfter(failures))
    ++failures
  }
}
