// The whole log against its signed checkpoint, from the first event on: every body against its hash,
// every mini-program's chain, the root of the tree (R24). What `baobei verify-log --entries` does.
//
// Held are a page of entries, the roots of the tree's complete subtrees, and of each mini-program its
// last hash, of kAppsMax at most: beyond them chains are not followed, while the root still covers all.
import type {LogEntry} from '@/api/types'
import {checkpointOf, isSignedBy, type Checkpoint} from './checkpoint'
import {fromHex, leafHash, MerkleRange, sameBytes} from './merkle'
import {sha256} from './sha256'

export const kAppsMax = 100_000
export const kEntriesAtOnce = 200
const kPrefix = 'baobei.event/1\n'

export interface Fault {
  kind: 'missing' | 'changed' | 'chain'
  at: number // log index
  app?: string
}

interface Said {
  app?: unknown
  revision?: unknown
  prev?: unknown
}
function saidOf(body: string): Said {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null ? parsed : {}
  } catch {
    return {}
  }
}

export class EntryCheck {
  private readonly tree = new MerkleRange()
  private readonly last = new Map<string, {revision: number; hash: string}>()
  followsAll = true // the chain of every mini-program

  constructor(private readonly appsMax = kAppsMax) {}
  get size(): number {
    return this.tree.size
  }
  root(): Uint8Array {
    return this.tree.root()
  }
  // In the log's order; stops at the first fault.
  take(entries: readonly LogEntry[]): Fault | undefined {
    const encoder = new TextEncoder()
    for (const entry of entries) {
      const at = this.size + 1
      if (entry.log_index !== at) return {kind: 'missing', at}
      const {app, revision} = entry
      const said = saidOf(entry.body)
      const hash = sha256(encoder.encode(kPrefix + entry.body))
      const told = fromHex(entry.hash)
      if (told === undefined || !sameBytes(told, hash) || said.app !== app || said.revision !== revision) return {kind: 'changed', at, app}
      if (!this.follows(entry, said)) return {kind: 'chain', at, app}
      this.tree.add(leafHash(hash))
    }
    return undefined
  }
  private follows({app, revision, hash}: LogEntry, {prev}: Said): boolean {
    const last = this.last.get(app)
    if (last === undefined && this.last.size >= this.appsMax) {
      this.followsAll = false
      return true
    }
    if (revision !== (last?.revision ?? 0) + 1 || prev !== (last?.hash ?? '0'.repeat(64))) return false
    this.last.set(app, {revision, hash})
    return true
  }
}

export interface LogSource {
  checkpoint(signal: AbortSignal): Promise<string>
  keys(signal: AbortSignal): Promise<string[]> // hexadecimal
  entries(after: string, limit: number, signal: AbortSignal): Promise<{items: LogEntry[]; cursor: string}>
}

export type Outcome = {kind: 'whole'; signed: boolean; followsAll: boolean} | {kind: 'no_checkpoint' | 'not_signed' | 'too_few' | 'root'} | Fault

// One walk. `run` throws what a request throws and the signal's reason; run again it goes on where it
// was, against the same checkpoint.
export class LogWalk {
  readonly check: EntryCheck
  text = '' // of the checkpoint
  of = 0 // events that it states
  private stated: Checkpoint | undefined
  private signed: boolean | undefined
  private cursor = '0'

  constructor(
    private readonly source: LogSource,
    appsMax = kAppsMax,
  ) {
    this.check = new EntryCheck(appsMax)
  }

  async run(signal: AbortSignal, moved: () => void): Promise<Outcome> {
    if (this.stated === undefined) {
      const [text, keys] = await Promise.all([this.source.checkpoint(signal), this.source.keys(signal)])
      this.text = text
      const stated = checkpointOf(text)
      if (stated === undefined) return {kind: 'no_checkpoint'}
      this.signed = await isSignedBy(stated, keys)
      if (this.signed === false) return {kind: 'not_signed'}
      this.stated = stated
      this.of = stated.size
    }
    const {size, root} = this.stated
    while (this.check.size < size) {
      moved()
      const page = await this.source.entries(this.cursor, kEntriesAtOnce, signal)
      signal.throwIfAborted()
      const wanted = page.items.slice(0, size - this.check.size)
      if (wanted.length === 0) return {kind: 'too_few'}
      const fault = this.check.take(wanted)
      if (fault !== undefined) return fault
      this.cursor = page.cursor
    }
    moved()
    if (!sameBytes(this.check.root(), root)) return {kind: 'root'}
    return {kind: 'whole', signed: this.signed === true, followsAll: this.check.followsAll}
  }
}
