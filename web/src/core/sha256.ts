// SHA-256 (FIPS 180-4) at once. The browser's own answers each hash by a promise, which for a log of
// many short texts costs far more than the hashing, and is missing on a page that came over http. Pure.
const kBlock = 64

// The fraction of the primes' roots, as the standard makes its constants.
function fractions(count: number, root: (prime: number) => number): Uint32Array {
  const words = new Uint32Array(count)
  for (let prime = 2, n = 0; n < count; ++prime) {
    let isPrime = true
    for (let by = 2; by * by <= prime; ++by) isPrime &&= prime % by !== 0
    if (isPrime) words[n++] = (root(prime) % 1) * 2 ** 32
  }
  return words
}
const kStart = fractions(8, Math.sqrt)
const kRounds = fractions(64, Math.cbrt)
const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

function compress(state: Uint32Array, view: DataView, at: number, words: Uint32Array): void {
  for (let n = 0; n < 16; ++n) words[n] = view.getUint32(at + 4 * n)
  for (let n = 16; n < 64; ++n) {
    const two = words[n - 2]!
    const fifteen = words[n - 15]!
    const low = turned(fifteen, 7) ^ turned(fifteen, 18) ^ (fifteen >>> 3)
    const high = turned(two, 17) ^ turned(two, 19) ^ (two >>> 10)
    words[n] = words[n - 16]! + low + words[n - 7]! + high
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let n = 0; n < 64; ++n) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + kRounds[n]! + words[n]!) | 0
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  for (const [n, word] of [a, b, c, d, e, f, g, h].entries()) state[n] = state[n]! + word
}

// Of the parts, one behind the other.
export function sha256(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const padded = new Uint8Array(Math.ceil((length + 9) / kBlock) * kBlock)
  let at = 0
  for (const part of parts) {
    padded.set(part, at)
    at += part.length
  }
  padded[length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29))
  view.setUint32(padded.length - 4, (length << 3) >>> 0)
  const state = kStart.slice()
  const words = new Uint32Array(64)
  for (let block = 0; block < padded.length; block += kBlock) compress(state, view, block, words)
  const hash = new Uint8Array(32)
  const out = new DataView(hash.buffer)
  for (const [n, word] of state.entries()) out.setUint32(4 * n, word)
  return hash
}
