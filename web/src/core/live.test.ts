import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {nextTick, reactive} from 'vue'
import type {Ears} from '@/api/stream'

// Two tabs of one browser: the module twice, over one channel and one lock.
type Heard = (event: {data: unknown}) => void
const channels = new Set<FakeChannel>()
class FakeChannel {
  onmessage: Heard | null = null
  readonly name: string
  constructor(name: string) {
    this.name = name
    channels.add(this)
  }
  postMessage(data: unknown): void {
    for (const one of channels) if (one !== this && one.name === this.name) one.onmessage?.({data: structuredClone(data)})
  }
  close(): void {
    channels.delete(this)
  }
}

let held: Promise<unknown> = Promise.resolve()
const locks = {
  request(_: string, {signal}: {signal: AbortSignal}, work: () => Promise<unknown>): Promise<unknown> {
    const mine = held.then(() => (signal.aborted ? undefined : work()))
    held = mine.catch(() => undefined)
    return mine
  },
}

interface Followed {
  after: string
  ears: Ears
  signal: AbortSignal
  end: () => void
}
const followed: Followed[] = []
const follow = (after: string, ears: Ears, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    followed.push({after, ears, signal, end: resolve})
    signal.addEventListener('abort', () => resolve(), {once: true})
  })
const readServer = vi.fn(async () => undefined)

async function openTab(person = 'p1') {
  vi.resetModules()
  const session = reactive({me: {person} as {person: string} | null, expired: false, round: 0})
  vi.doMock('@/api/stream', () => ({follow}))
  vi.doMock('./session', () => ({session, readServer}))
  const module = await import('./live')
  const seen: (string[] | undefined)[] = []
  module.onMoved((apps) => seen.push(apps === undefined ? undefined : [...apps].sort()))
  module.keepLive()
  await vi.advanceTimersByTimeAsync(0)
  return {live: module.live, seen, session}
}
const at = (after = 0): string => new Date(Date.now() + after).toISOString()

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('BroadcastChannel', FakeChannel)
  Object.defineProperty(navigator, 'locks', {value: locks, configurable: true})
  channels.clear()
  followed.length = 0
  held = Promise.resolve()
  readServer.mockClear()
})
afterEach(() => {
  for (const one of followed) one.end()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('tabs of one person', () => {
  it('read one stream between them and hear the same', async () => {
    const first = await openTab()
    const second = await openTab()
    expect(followed).toHaveLength(1)
    followed[0]?.ears.stands('live', '7')
    expect([first.live.state, second.live.state, second.live.cursor]).toEqual(['live', 'live', '7'])
    followed[0]?.ears.moved([{app: 'wx1', type: 'released', at: at()}])
    followed[0]?.ears.moved([{app: 'wx2', type: 'submitted', at: at()}])
    await vi.advanceTimersByTimeAsync(300)
    expect(first.seen).toEqual([['wx1', 'wx2']])
    expect(second.seen).toEqual([['wx1', 'wx2']])
  })
  it('go on where the one that read had come to', async () => {
    const first = await openTab()
    const second = await openTab()
    followed[0]?.ears.stands('live', '12')
    first.session.me = null
    await nextTick()
    await vi.advanceTimersByTimeAsync(0)
    expect(followed).toHaveLength(2)
    expect(followed[1]?.after).toBe('12')
    expect(first.live.state).toBe('off')
    followed[1]?.ears.stands('lost', '12')
    expect(second.live.state).toBe('polling')
  })
  it('read by time when nobody tells them anything', async () => {
    await openTab()
    const second = await openTab()
    followed[0]?.ears.stands('live', '3')
    expect(second.live.state).toBe('live')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(second.live.state).toBe('polling')
  })
  it('of another person hear nothing', async () => {
    await openTab('p1')
    const other = await openTab('p2')
    followed[0]?.ears.moved([{app: 'wx1', type: 'released', at: at()}])
    await vi.advanceTimersByTimeAsync(300)
    expect(other.seen).toEqual([])
  })
  it('ask for the time where an event comes from later than they know', async () => {
    const tab = await openTab()
    followed[0]?.ears.moved([{app: 'wx1', type: 'released', at: at(86_400_000)}])
    expect(readServer).toHaveBeenCalledTimes(1)
    followed[0]?.ears.everything()
    await vi.advanceTimersByTimeAsync(300)
    expect(tab.seen).toEqual([undefined])
  })
})
