// The log's tree (RFC 6962) as it is built leaf by leaf: the roots of its complete subtrees and nothing
// else, so that a log of any length takes at most 53 hashes. The twin of src/merkle/tree.h. Pure.
import {sha256} from './sha256'

const kBytes = 32

export const leafHash = (event: Uint8Array): Uint8Array => sha256(Uint8Array.of(0), event)
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(Uint8Array.of(1), left, right)

export const toHex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
// undefined: these are not so many bytes in hexadecimal.
export function fromHex(text: string, length = kBytes): Uint8Array<ArrayBuffer> | undefined {
  if (text.length !== 2 * length || !/^[0-9a-f]*$/.test(text)) return undefined
  return Uint8Array.from({length}, (_, n) => Number.parseInt(text.slice(2 * n, 2 * n + 2), 16))
}
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, n) => byte === b[n])

export class MerkleRange {
  private readonly roots: Uint8Array[] = [] // largest first; one for each bit of the size
  size = 0

  add(leaf: Uint8Array): void {
    let hash = leaf
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2) hash = nodeHash(this.roots.pop()!, hash)
    this.roots.push(hash)
    ++this.size
  }
  root(): Uint8Array {
    const last = this.roots.at(-1)
    if (last === undefined) return sha256()
    let hash = last
    for (const left of this.roots.slice(0, -1).reverse()) hash = nodeHash(left, hash)
    return hash
  }
  // How many hashes are held.
  get held(): number {
    return this.roots.length
  }
}
