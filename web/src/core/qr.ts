// A text as a QR code (ISO/IEC 18004): bytes, error correction M, versions 1 to 10. Pure.
//
// The matrix is made in four steps: codewords with their corrections, the patterns that stand fast, the
// bits in zigzag between them, and the mask of the eight that reads best.

type Grid = (0 | 1 | undefined)[][] // undefined: still free

interface Shape {
  correction: number // codewords of correction in each block
  blocks: readonly number[] // data codewords of each block
  centres: readonly number[] // of the alignment patterns, both ways
}
const times = (count: number, data: number): number[] => Array.from({length: count}, () => data)
const kShapes: readonly Shape[] = [
  {correction: 10, blocks: [16], centres: []},
  {correction: 16, blocks: [28], centres: [6, 18]},
  {correction: 26, blocks: [44], centres: [6, 22]},
  {correction: 18, blocks: times(2, 32), centres: [6, 26]},
  {correction: 24, blocks: times(2, 43), centres: [6, 30]},
  {correction: 16, blocks: times(4, 27), centres: [6, 34]},
  {correction: 18, blocks: times(4, 31), centres: [6, 22, 38]},
  {correction: 22, blocks: [...times(2, 38), ...times(2, 39)], centres: [6, 24, 42]},
  {correction: 22, blocks: [...times(3, 36), ...times(2, 37)], centres: [6, 26, 46]},
  {correction: 26, blocks: [...times(4, 43), 44], centres: [6, 28, 50]},
]
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

// ---- codewords ------------------------------------------------------------------------------------
const kExp = new Uint8Array(512) // powers of the generator of GF(256)
const kLog = new Uint8Array(256)
for (let power = 0, value = 1; power < 255; ++power) {
  kExp[power] = kExp[power + 255] = value
  kLog[value] = power
  value = (value << 1) ^ (value & 128 ? 0x11d : 0)
}
const at = (list: ArrayLike<number>, n: number): number => list[n] ?? 0
const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : at(kExp, at(kLog, a) + at(kLog, b)))

// The remainder of the data by the generator polynomial of so many roots.
export function correctionOf(data: readonly number[], count: number): number[] {
  let generator = [1]
  for (let root = 0; root < count; ++root) {
    const next = [...generator, 0]
    generator.forEach((factor, n) => (next[n + 1] = at(next, n + 1) ^ product(factor, at(kExp, root))))
    generator = next
  }
  const rest = [...data, ...times(count, 0)]
  for (let n = 0; n < data.length; ++n) {
    const factor = at(rest, n)
    generator.forEach((one, m) => (rest[n + m] = at(rest, n + m) ^ product(one, factor)))
  }
  return rest.slice(data.length)
}

const countBits = (version: number): number => (version < 10 ? 8 : 16)
const versionFor = (bytes: number): number | undefined => {
  const n = kShapes.findIndex(({blocks}, index) => 4 + countBits(index + 1) + 8 * bytes <= 8 * sum(blocks))
  return n === -1 ? undefined : n + 1
}

function dataWords(bytes: Uint8Array, version: number, room: number): number[] {
  const bits: number[] = []
  const write = (value: number, length: number): void => {
    for (let n = length - 1; n >= 0; --n) bits.push((value >> n) & 1)
  }
  write(4, 4) // bytes follow
  write(bytes.length, countBits(version))
  for (const byte of bytes) write(byte, 8)
  write(0, Math.min(4, 8 * room - bits.length))
  while (bits.length % 8 !== 0) bits.push(0)
  const words = Array.from({length: bits.length / 8}, (_, n) => sum(bits.slice(8 * n, 8 * n + 8).map((bit, m) => bit << (7 - m))))
  for (let n = 0; words.length < room; ++n) words.push(n % 2 === 0 ? 0xec : 0x11)
  return words
}

// Of every block the first word, then of every block the second, and so on: data, then corrections.
function interleaved(words: readonly number[], {blocks, correction}: Shape): number[] {
  let from = 0
  const data = blocks.map((length) => words.slice(from, (from += length)))
  const corrections = data.map((block) => correctionOf(block, correction))
  const weave = (lists: number[][]): number[] =>
    Array.from({length: Math.max(...lists.map((one) => one.length))}, (_, n) => lists.flatMap((one) => one.slice(n, n + 1))).flat()
  return [...weave(data), ...weave(corrections)]
}

// ---- the grid -------------------------------------------------------------------------------------
function put(grid: Grid, x: number, y: number, dark: boolean): void {
  const row = grid[y]
  if (row !== undefined && x >= 0 && x < row.length) row[x] = dark ? 1 : 0
}
function square(grid: Grid, x: number, y: number, reach: number, isDark: (ring: number) => boolean): void {
  for (let down = -reach; down <= reach; ++down) {
    for (let right = -reach; right <= reach; ++right) put(grid, x + right, y + down, isDark(Math.max(Math.abs(right), Math.abs(down))))
  }
}
const remainder = (value: number, generator: number, length: number): number => {
  let rest = value << length
  for (let bit = 31 - Math.clz32(rest); bit >= length; bit = 31 - Math.clz32(rest)) rest ^= generator << (bit - length)
  return (value << length) | rest
}

function standing(version: number, centres: readonly number[]): Grid {
  const side = 17 + 4 * version
  const grid: Grid = Array.from({length: side}, () => Array<0 | 1 | undefined>(side).fill(undefined))
  for (let n = 0; n < side; ++n) {
    put(grid, 6, n, n % 2 === 0)
    put(grid, n, 6, n % 2 === 0)
  }
  for (const [x, y] of [[3, 3], [side - 4, 3], [3, side - 4]] as const) square(grid, x, y, 4, (ring) => ring !== 2 && ring !== 4)
  const last = centres.at(-1)
  for (const x of centres) {
    for (const y of centres) {
      const corner = (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6)
      if (!corner) square(grid, x, y, 2, (ring) => ring !== 1)
    }
  }
  if (version >= 7) {
    const bits = remainder(version, 0x1f25, 12)
    for (let n = 0; n < 18; ++n) {
      const dark = ((bits >> n) & 1) === 1
      put(grid, Math.floor(n / 3), side - 11 + (n % 3), dark)
      put(grid, side - 11 + (n % 3), Math.floor(n / 3), dark)
    }
  }
  putFormat(grid, 0) // its place is taken; the true one follows with the mask
  return grid
}

// Correction M is 00.
function putFormat(grid: Grid, mask: number): void {
  const side = grid.length
  const bits = remainder(mask, 0x537, 10) ^ 0x5412
  for (let n = 0; n < 15; ++n) {
    const dark = ((bits >> n) & 1) === 1
    put(grid, 8, n < 6 ? n : n < 8 ? n + 1 : side - 15 + n, dark)
    put(grid, n < 8 ? side - 1 - n : n === 8 ? 7 : 14 - n, 8, dark)
  }
  put(grid, 8, side - 8, true)
}

const kMasks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

// Two columns at a time from the right, up and down in turn, around what stands fast.
function filled(fast: Grid, words: readonly number[], mask: number): Grid {
  const grid = fast.map((row) => [...row])
  const side = grid.length
  let n = 0
  for (let right = side - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) --right
    for (let step = 0; step < side; ++step) {
      const y = up ? side - 1 - step : step
      for (const x of [right, right - 1]) {
        if (grid[y]?.[x] !== undefined) continue
        const bit = (at(words, n >> 3) >> (7 - (n & 7))) & 1
        put(grid, x, y, (bit === 1) !== (kMasks[mask]?.(x, y) ?? false))
        ++n
      }
    }
  }
  putFormat(grid, mask)
  return grid
}

// ---- which mask reads best --------------------------------------------------------------------------
function lineFaults(line: string): number {
  let faults = 0
  for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) faults += run.length - 2
  for (let n = 0; n + 11 <= line.length; ++n) if (['10111010000', '00001011101'].includes(line.slice(n, n + 11))) faults += 40
  return faults
}
function faultsOf(grid: Grid): number {
  const rows = grid.map((row) => row.join(''))
  const columns = grid.map((_, x) => grid.map((row) => row[x]).join(''))
  let faults = sum([...rows, ...columns].map(lineFaults))
  for (let y = 0; y + 1 < grid.length; ++y) {
    for (let x = 0; x + 1 < grid.length; ++x) {
      const four = (rows[y]?.slice(x, x + 2) ?? '') + (rows[y + 1]?.slice(x, x + 2) ?? '')
      if (four === '0000' || four === '1111') faults += 3
    }
  }
  const dark = rows.join('').replaceAll('0', '').length / grid.length ** 2
  return faults + 10 * Math.floor(Math.abs(dark - 0.5) * 20)
}

// Rows of modules, true where dark, without the quiet zone of four around them; undefined: too long.
export function qrModules(text: string): boolean[][] | undefined {
  const bytes = new TextEncoder().encode(text)
  const version = versionFor(bytes.length)
  const shape = kShapes[(version ?? 0) - 1]
  if (version === undefined || shape === undefined) return undefined
  const words = interleaved(dataWords(bytes, version, sum(shape.blocks)), shape)
  const fast = standing(version, shape.centres)
  const all = kMasks.map((_, mask) => filled(fast, words, mask))
  const best = all.reduce((one, other) => (faultsOf(other) < faultsOf(one) ? other : one))
  return best.map((row) => row.map((module) => module === 1))
}
