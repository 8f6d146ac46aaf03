// SHA-256 at once. The browser's own answers each hash by a promise, which for a log of many short
// texts costs far more than the hashing, and is missing on a page that came over http. Pure.
import {sha256 as hasher} from '@noble/hashes/sha2.js'

// Of the parts, one behind the other.
export function sha256(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const hash = hasher.create()
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest())
}
