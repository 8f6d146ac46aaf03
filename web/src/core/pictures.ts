// The pictures of a version as a page shows them: each asked for when it comes into sight, a few at a
// time, kept as an address of the page until it is left.
//
// Invariants: a picture is asked for once; what failed on its way may be asked for again; addresses are
// given back when the page goes.
import {onScopeDispose, shallowReactive} from 'vue'
import {pictureFault, type PictureFault} from '@/api/picture_calls'

export interface ShownPicture {
  address?: string
  fault?: PictureFault | 'broken'
}
const kAtOnce = 4

// By the browser's own image loader nothing else than a picture can come of it; these it would not draw.
export const isVector = (path: string): boolean => /\.svgz?$/i.test(path)

export function usePictures(source: (path: string, signal: AbortSignal) => Promise<Blob | 'not_a_picture'>) {
  const shown = shallowReactive(new Map<string, ShownPicture>())
  const waiting: string[] = []
  const asked = new Set<string>()
  const left = new AbortController()
  let running = 0
  let idle: (() => void)[] = []

  async function read(path: string): Promise<void> {
    try {
      const bytes = await source(path, left.signal)
      if (left.signal.aborted) return
      shown.set(path, bytes === 'not_a_picture' ? {fault: bytes} : {address: URL.createObjectURL(bytes)})
    } catch (error) {
      if (left.signal.aborted) return
      const fault = pictureFault(error)
      if (fault === 'not_read') asked.delete(path)
      shown.set(path, {fault})
    }
  }
  function next(): void {
    while (running < kAtOnce && waiting.length > 0) {
      const path = waiting.shift() as string
      ++running
      void read(path).finally(() => {
        --running
        next()
      })
    }
    if (running === 0 && waiting.length === 0) for (const tell of idle.splice(0)) tell()
  }
  function want(path: string): void {
    if (asked.has(path)) return
    asked.add(path)
    if (isVector(path)) return void shown.set(path, {fault: 'not_a_picture'})
    shown.delete(path)
    waiting.push(path)
    next()
  }
  // The bytes are a picture by their head, and the browser could not draw them.
  function broken(path: string): void {
    const {address} = shown.get(path) ?? {}
    if (address !== undefined) URL.revokeObjectURL(address)
    shown.set(path, {fault: 'broken'})
  }
  // Once nothing is under way any more, as before printing.
  const settled = (): Promise<void> => new Promise((resolve) => (running === 0 && waiting.length === 0 ? resolve() : idle.push(resolve)))

  onScopeDispose(() => {
    left.abort(new DOMException('left', 'AbortError'))
    waiting.length = 0
    for (const {address} of shown.values()) if (address !== undefined) URL.revokeObjectURL(address)
    shown.clear()
    for (const tell of idle.splice(0)) tell()
    idle = []
  })
  return {shown, want, broken, settled}
}
