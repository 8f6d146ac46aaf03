// Texts of a version's files, read once each and kept for as long as the page lives. A version never
// changes, so nothing is ever read again.
//
// Invariants: at most kAtOnce reads at a time; a file that is not text, or that is not there, is
// undefined; kept texts are at most kKeptBytes, the oldest given up first.
import {getVersionFile, type VersionFileText} from '@/api/versions'
import {ApiProblem} from '@/api/client'

const kAtOnce = 4
const kKeptBytes = 24 * 1024 * 1024
const kLinesMax = 20_000

export interface WholeText {
  file: VersionFileText // its first part
  lines: string[]
  cut: boolean // lines beyond kLinesMax, or parts of long lines, are not here
}

const kept = new Map<string, Promise<WholeText | undefined>>()
const sizes = new Map<string, number>()
let running = 0
const waiting: (() => void)[] = []

async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  if (running >= kAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  ++running
  try {
    return await work()
  } finally {
    --running
    waiting.shift()?.()
  }
}

async function readWhole(app: string, digest: string, path: string): Promise<WholeText | undefined> {
  try {
    const file = await inTurn(() => getVersionFile(app, digest, path))
    const lines = [...(file.lines ?? [])]
    let cut = (file.cut ?? []).length > 0
    for (let next = file.next; next !== undefined; ) {
      if (lines.length >= kLinesMax) {
        cut = true
        break
      }
      const from = next
      const part = await inTurn(() => getVersionFile(app, digest, path, from))
      lines.push(...(part.lines ?? []))
      cut ||= (part.cut ?? []).length > 0
      next = part.next
    }
    return {file, lines, cut}
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return undefined
    throw error
  }
}

function giveUpOldest(): void {
  let sum = [...sizes.values()].reduce((all, one) => all + one, 0)
  for (const [key, size] of sizes) {
    if (sum <= kKeptBytes) return
    sizes.delete(key)
    kept.delete(key)
    sum -= size
  }
}

// undefined: there is no such file. Throws what the client throws.
export function wholeText(app: string, digest: string, path: string): Promise<WholeText | undefined> {
  const key = `${app}\n${digest}\n${path}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const read = readWhole(app, digest, path)
  kept.set(key, read)
  read.then(
    (text) => {
      sizes.set(key, 200 + (text?.file.size ?? 0) * 2)
      giveUpOldest()
    },
    () => kept.delete(key),
  )
  return read
}

export async function textOfFile(app: string, digest: string, path: string): Promise<string | undefined> {
  const whole = await wholeText(app, digest, path)
  return whole === undefined || !whole.file.text ? undefined : whole.lines.join('\n')
}
