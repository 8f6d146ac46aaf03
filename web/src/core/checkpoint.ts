// A signed statement of how long the log is and what its root is (C2SP tlog-checkpoint), as
// src/merkle/checkpoint.h writes it: read strictly, and its signature looked at.
import {fromHex, sameBytes} from './merkle'
import {sha256} from './sha256'

export interface Checkpoint {
  origin: string
  size: number
  root: Uint8Array
  body: string // the three lines, which are what is signed
  signatures: {name: string; bytes: Uint8Array}[]
}

const kBytesMax = 16 * 1024
const kKeyHash = 4
const kSignature = 64
const kEd25519 = 1

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (one) => one.charCodeAt(0))
  } catch {
    return undefined
  }
}

// undefined: this is none.
export function checkpointOf(text: string): Checkpoint | undefined {
  const lines = text.split('\n')
  const [origin = '', size = '', root = '', blank] = lines
  if (text.length > kBytesMax || lines.length < 6 || lines.at(-1) !== '' || blank !== '') return undefined
  const bytes = fromBase64(root)
  if (!/^[!-*,-~]{1,200}$/.test(origin) || !/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)) || bytes?.length !== 32) return undefined
  const signatures = lines.slice(4, -1).map((line) => {
    const [, name = '', signed = ''] = /^— (\S+) (\S+)$/.exec(line) ?? []
    return {name, bytes: fromBase64(signed) ?? new Uint8Array()}
  })
  if (signatures.some((one) => one.name === '' || one.bytes.length <= kKeyHash)) return undefined
  return {origin, size: Number(size), root: bytes, body: `${origin}\n${size}\n${root}\n`, signatures}
}

// Whether one of these keys (hexadecimal) signed it under the log's name. undefined: this browser does
// not know the kind of signature, or the page came over http, where none is checked.
export async function isSignedBy(checkpoint: Checkpoint, keys: readonly string[]): Promise<boolean | undefined> {
  const encoder = new TextEncoder()
  for (const hex of keys) {
    const raw = fromHex(hex)
    if (raw === undefined) continue
    const hash = sha256(encoder.encode(`${checkpoint.origin}\n`), Uint8Array.of(kEd25519), raw).slice(0, kKeyHash)
    const mine = checkpoint.signatures.filter(({name, bytes}) => name === checkpoint.origin && bytes.length === kKeyHash + kSignature && sameBytes(bytes.slice(0, kKeyHash), hash))
    if (mine.length === 0) continue
    let key: CryptoKey
    try {
      key = await crypto.subtle.importKey('raw', raw, {name: 'Ed25519'}, false, ['verify'])
    } catch {
      return undefined
    }
    for (const {bytes} of mine) {
      if (await crypto.subtle.verify({name: 'Ed25519'}, key, bytes.slice(kKeyHash), encoder.encode(checkpoint.body))) return true
    }
  }
  return false
}
