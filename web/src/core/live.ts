// What happens on the server, told to the page as it happens: one stream for all tabs of a person
// (DESIGN decision 17). The tab that holds the lock reads it and tells the others.
//
// Invariants: tabs exchange which mini-program moved, never what happened: each reads under its own
// token. Where the stream is lost every page falls back to reading by time, and says so.
import {reactive, readonly, watch} from 'vue'
import {follow, type Ears, type Moved} from '@/api/stream'
import {readServer, session} from './session'
import {now} from './time'

export type LiveState = 'off' | 'connecting' | 'live' | 'polling'

type Message =
  | {kind: 'who'}
  | {kind: 'stands'; state: LiveState; cursor: string}
  | {kind: 'moved'; events: Moved[]}
  | {kind: 'everything'}

const kGather = 250 // events of one command come together
const kLeaderSilentMax = 50_000 // the leader repeats where it stands at least every 15 s
const kClockOff = 2000

const state = reactive<{state: LiveState; cursor: string}>({state: 'off', cursor: ''})
export const live = readonly(state)

// `apps`: those that moved; undefined: anything may have.
type Listener = (apps: ReadonlySet<string> | undefined) => void
const listeners = new Set<Listener>()

export function onMoved(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

let gathered: Set<string> | undefined = new Set()
let gathering: ReturnType<typeof setTimeout> | undefined

function tellListeners(): void {
  gathering = undefined
  const apps = gathered
  gathered = new Set()
  for (const listener of listeners) listener(apps)
}

function gather(apps: Iterable<string> | undefined): void {
  if (apps === undefined) gathered = undefined
  else for (const app of apps) gathered?.add(app)
  gathering ??= setTimeout(tellListeners, kGather)
}

function take(message: Message): void {
  if (message.kind === 'stands') {
    state.state = message.state
    if (message.cursor !== '') state.cursor = message.cursor
  } else if (message.kind === 'moved') {
    gather(message.events.map((one) => one.app))
    // A sandbox's clock was moved elsewhere.
    const newest = Date.parse(message.events.at(-1)?.at ?? '')
    if (newest > now.value + kClockOff) readServer().catch(() => undefined)
  } else if (message.kind === 'everything') {
    gather(undefined)
  }
}

class Tab {
  private readonly stop = new AbortController()
  private readonly channel: BroadcastChannel | undefined
  private watchdog: ReturnType<typeof setTimeout> | undefined
  private wake: () => void = () => undefined
  private leads = false

  constructor(person: string) {
    const name = `baobei.live.${person}`
    state.state = 'connecting'
    if (typeof BroadcastChannel === 'function') {
      this.channel = new BroadcastChannel(name)
      this.channel.onmessage = (event: MessageEvent<Message>) => this.heard(event.data)
    }
    if (this.channel === undefined || navigator.locks === undefined) {
      void this.lead()
      return
    }
    this.say({kind: 'who'})
    this.waitForLeader()
    navigator.locks.request(name, {signal: this.stop.signal}, () => this.lead()).catch(() => undefined)
  }

  private say(message: Message): void {
    this.channel?.postMessage(message)
  }

  private waitForLeader(): void {
    clearTimeout(this.watchdog)
    this.watchdog = setTimeout(() => (state.state = 'polling'), kLeaderSilentMax)
  }

  private heard(message: Message): void {
    if (message.kind === 'who') {
      if (this.leads) this.say({kind: 'stands', state: state.state, cursor: state.cursor})
      return
    }
    if (this.leads) return
    this.waitForLeader()
    take(message)
  }

  private both(message: Message): void {
    take(message)
    this.say(message)
  }

  private async lead(): Promise<void> {
    this.leads = true
    clearTimeout(this.watchdog)
    const ears: Ears = {
      moved: (events) => this.both({kind: 'moved', events}),
      everything: () => this.both({kind: 'everything'}),
      stands: (how, cursor) => this.both({kind: 'stands', state: how === 'live' ? 'live' : 'polling', cursor}),
      sleep: (milliseconds) => this.sleep(milliseconds),
    }
    // A tab that takes over goes on where the one before had come to.
    await follow(state.cursor, ears, this.stop.signal)
    this.leads = false
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  // The server answers again: no need to wait any longer.
  again(): void {
    this.wake()
  }

  close(): void {
    clearTimeout(this.watchdog)
    this.stop.abort(new DOMException('left', 'AbortError'))
    this.wake()
    this.channel?.close()
  }
}

let tab: Tab | undefined

// Follows whoever is signed in; once, by main.ts.
export function keepLive(): void {
  watch(
    () => (session.expired ? undefined : session.me?.person),
    (person, before) => {
      tab?.close()
      tab = undefined
      state.state = 'off'
      if (before !== undefined && person !== undefined) state.cursor = ''
      if (person !== undefined) tab = new Tab(person)
    },
    {immediate: true},
  )
  watch(() => session.round, () => tab?.again())
}
