// A zip archive of a folder, written in the browser.
//
// Invariants: names are UTF-8 and relative, with '/' between their parts; entries are sorted, their
// time is fixed, so the same folder gives the same archive. No ZIP64: a package is far smaller.
export interface ZipEntry {
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

const kLocal = 0x04034b50
const kCentral = 0x02014b50
const kEnd = 0x06054b50
const kUtf8Name = 0x0800
const kDeflate = 8
const kDay = 0x0021 // 1980-01-01, the first day that the format knows
const kVersion = 20

const crcTable = Uint32Array.from({length: 256}, (_, n) => {
  let c = n
  for (let bit = 0; bit < 8; ++bit) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(packed).arrayBuffer())
}

interface Written {
  name: Uint8Array<ArrayBuffer>
  crc: number
  method: number
  packed: number
  size: number
  offset: number
}

function header(signature: number, length: number, entry: Written, from: number): DataView<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(length))
  view.setUint32(0, signature, true)
  let at = from
  const put16 = (value: number) => {
    view.setUint16(at, value, true)
    at += 2
  }
  const put32 = (value: number) => {
    view.setUint32(at, value, true)
    at += 4
  }
  put16(kVersion)
  put16(kUtf8Name)
  put16(entry.method)
  put16(0)
  put16(kDay)
  put32(entry.crc)
  put32(entry.packed)
  put32(entry.size)
  put16(entry.name.length)
  return view
}

function central(entry: Written): DataView<ArrayBuffer> {
  const view = header(kCentral, 46, entry, 6)
  view.setUint16(4, kVersion, true)
  view.setUint32(42, entry.offset, true)
  return view
}

function end(count: number, size: number, offset: number): DataView<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(22))
  view.setUint32(0, kEnd, true)
  view.setUint16(8, count, true)
  view.setUint16(10, count, true)
  view.setUint32(12, size, true)
  view.setUint32(16, offset, true)
  return view
}

export async function zip(entries: readonly ZipEntry[], signal?: AbortSignal): Promise<Blob> {
  const parts: (Uint8Array<ArrayBuffer> | DataView<ArrayBuffer>)[] = []
  const written: Written[] = []
  let offset = 0
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  for (const {name, bytes} of sorted) {
    signal?.throwIfAborted()
    const packed = await deflate(bytes)
    const smaller = packed.length < bytes.length
    const data = smaller ? packed : bytes
    const entry: Written = {
      name: new TextEncoder().encode(name),
      crc: crc32(bytes),
      method: smaller ? kDeflate : 0,
      packed: data.length,
      size: bytes.length,
      offset,
    }
    parts.push(header(kLocal, 30, entry, 4), entry.name, data)
    offset += 30 + entry.name.length + data.length
    written.push(entry)
  }
  let size = 0
  for (const entry of written) {
    parts.push(central(entry), entry.name)
    size += 46 + entry.name.length
  }
  parts.push(end(written.length, size, offset))
  return new Blob(parts, {type: 'application/zip'})
}
