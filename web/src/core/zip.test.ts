// @vitest-environment node
import {inflateRawSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {archiveOf, isLeftOut, rootOf, sourceOfFiles} from './package_files'
import {crc32, zip} from './zip'

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

// Reads an archive through its central directory, as the server's reader does.
async function unzip(archive: Blob): Promise<Record<string, string>> {
  const data = new Uint8Array(await archive.arrayBuffer())
  const view = new DataView(data.buffer)
  const end = data.length - 22
  expect(view.getUint32(end, true)).toBe(0x06054b50)
  const files: Record<string, string> = {}
  let at = view.getUint32(end + 16, true)
  for (let n = view.getUint16(end + 10, true); n > 0; --n) {
    expect(view.getUint32(at, true)).toBe(0x02014b50)
    const method = view.getUint16(at + 10, true)
    const packed = view.getUint32(at + 20, true)
    const nameLength = view.getUint16(at + 28, true)
    const local = view.getUint32(at + 42, true)
    const name = new TextDecoder().decode(data.subarray(at + 46, at + 46 + nameLength))
    const begin = local + 30 + view.getUint16(local + 26, true)
    const body = data.subarray(begin, begin + packed)
    const content = method === 8 ? inflateRawSync(body) : body
    expect(crc32(content)).toBe(view.getUint32(at + 16, true))
    expect(content.length).toBe(view.getUint32(at + 24, true))
    files[name] = new TextDecoder().decode(content)
    at += 46 + nameLength
  }
  return files
}

describe('a zip', () => {
  it('has the checksum that everybody has', () => {
    expect(crc32(bytes('123456789'))).toBe(0xcbf43926)
  })
  it('gives back what went in, by name and byte', async () => {
    const files = {'app.json': '{"pages":[]}', 'pages/首页.wxml': '<view/>'.repeat(500), 'empty.txt': ''}
    const archive = await zip(Object.entries(files).map(([name, text]) => ({name, bytes: bytes(text)})))
    expect(await unzip(archive)).toEqual(files)
    expect(archive.size).toBeLessThan(1500)
  })
  it('is the same for the same folder, in whatever order it was read', async () => {
    const one = {name: 'a', bytes: bytes('1')}
    const two = {name: 'b', bytes: bytes('2')}
    const texts = await Promise.all([zip([one, two]), zip([two, one])].map(async (made) => (await made).arrayBuffer()))
    expect(texts[0]).toEqual(texts[1])
  })
  it('stops when it is told to', async () => {
    await expect(zip([{name: 'a', bytes: bytes('1')}], AbortSignal.abort())).rejects.toThrow()
  })
})

describe('a folder', () => {
  const file = (path: string, text: string): File => {
    const made = new File([text], path.split('/').pop() ?? path)
    Object.defineProperty(made, 'webkitRelativePath', {value: `project/${path}`})
    return made
  }
  it('is packed from its miniprogramRoot, without what is no part of it', async () => {
    const source = sourceOfFiles([
      file('project.config.json', '{"miniprogramRoot":"./miniprogram/"}'),
      file('miniprogram/app.json', '{}'),
      file('miniprogram/node_modules/x/index.js', 'x'),
      file('.git/config', 'x'),
      file('README.md', 'x'),
    ])
    expect(source?.name).toBe('project')
    expect(Object.keys(await unzip(await archiveOf(source!, new AbortController().signal)))).toEqual(['app.json'])
  })
  it('is sent as it is where it is an archive', async () => {
    const archive = new File(['PK'], 'dist.zip')
    const source = sourceOfFiles([archive])
    expect(await archiveOf(source!, new AbortController().signal)).toBe(archive)
  })
  it.each([
    [undefined, ''],
    ['{', ''],
    ['{}', ''],
    ['{"miniprogramRoot":"miniprogram"}', 'miniprogram/'],
    ['{"miniprogramRoot":"./"}', ''],
    ['{"miniprogramRoot":7}', ''],
  ])('root of %s', (config, wanted) => {
    expect(rootOf(config)).toBe(wanted)
  })
  it('leaves version control out wherever it lies', () => {
    expect([isLeftOut('a/.git/x'), isLeftOut('node_modules/y'), isLeftOut('git/x')]).toEqual([true, true, false])
  })
})
