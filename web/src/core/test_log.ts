// A log with a signed checkpoint for the tests: three mini-programs that take turns.
import type {LogEntry} from '@/api/types'
import {fromHex, leafHash, MerkleRange, toHex} from './merkle'
import {sha256} from './sha256'

export const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text))
const base64 = (from: Uint8Array): string => btoa(String.fromCharCode(...from))
const kOrigin = 'baobei.log/1'
const kApps = ['wx1', 'wx2', 'wx3']

export interface TestKey {
  publicKey: string
  noteOf(size: number, root: Uint8Array): Promise<string>
}
export async function testKey(): Promise<TestKey> {
  const key = (await crypto.subtle.generateKey({name: 'Ed25519'}, true, ['sign', 'verify'])) as CryptoKeyPair
  const publicKey = toHex(new Uint8Array(await crypto.subtle.exportKey('raw', key.publicKey)))
  return {
    publicKey,
    noteOf: async (size, root) => {
      const body = `${kOrigin}\n${size}\n${base64(root)}\n`
      const hash = sha256(bytes(`${kOrigin}\n`), Uint8Array.of(1), fromHex(publicKey)!).slice(0, 4)
      const signature = new Uint8Array(await crypto.subtle.sign({name: 'Ed25519'}, key.privateKey, bytes(body)))
      return `${body}\n— ${kOrigin} ${base64(Uint8Array.of(...hash, ...signature))}\n`
    },
  }
}

export function rehash(entry: LogEntry): void {
  entry.hash = toHex(sha256(bytes(`baobei.event/1\n${entry.body}`)))
}
export function testEntries(size: number): LogEntry[] {
  const entries: LogEntry[] = []
  const last = new Map<string, LogEntry>()
  for (let n = 0; n < size; ++n) {
    const app = kApps[n % kApps.length]!
    const revision = (last.get(app)?.revision ?? 0) + 1
    const entry = {log_index: n + 1, app, revision, hash: '', body: JSON.stringify({app, at: n, data: {type: 'submitted'}, prev: last.get(app)?.hash ?? '0'.repeat(64), revision})}
    rehash(entry)
    entries.push(entry)
    last.set(app, entry)
  }
  return entries
}
export function rootOf(entries: readonly LogEntry[]): Uint8Array {
  const range = new MerkleRange()
  for (const one of entries) range.add(leafHash(fromHex(one.hash)!))
  return range.root()
}
