// @vitest-environment node
// SHA-256, the tree against RFC 6962's own definition and the vectors that are known of it; the signed checkpoint;
// a whole log, and one in which something was changed, left out, moved or exchanged.
import {createHash} from 'node:crypto'
import {beforeAll, describe, expect, it} from 'vitest'
import type {LogEntry} from '@/api/types'
import {checkpointOf, isSignedBy} from './checkpoint'
import {kEntriesAtOnce, LogWalk, type LogSource} from './log_check'
import {fromHex, leafHash, MerkleRange, nodeHash, toHex} from './merkle'
import {sha256} from './sha256'
import {bytes, rehash, rootOf, testEntries, testKey, type TestKey} from './test_log'


describe('SHA-256', () => {
  it('gives what the standard’s examples give', () => {
    expect(toHex(sha256(bytes('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(toHex(sha256(bytes('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')))).toBe('248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1')
    expect(toHex(sha256(bytes('a'.repeat(1_000_000))))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0')
  })
  it('gives what the platform’s own gives, around every end of a block', () => {
    for (let length = 0; length < 200; ++length) {
      const data = Uint8Array.from({length}, (_, n) => (n * 7 + length) % 256)
      expect(toHex(sha256(data.slice(0, length / 2), data.slice(length / 2))), `${length}`).toBe(createHash('sha256').update(data).digest('hex'))
    }
  })
})

describe('the tree', () => {
  // The leaves and roots of the tests of RFC 6962 (certificate-transparency): roots of the first n leaves.
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]
  it('has the roots that are known, at every size to eight', () => {
    const range = new MerkleRange()
    for (const [size, root] of roots.entries()) {
      expect(toHex(range.root()), `of ${size}`).toBe(root)
      if (size < leaves.length) range.add(leafHash(fromHex(leaves[size]!, leaves[size]!.length / 2)!))
    }
  })
  // RFC 6962, 2.1, word by word.
  const naive = (all: Uint8Array[]): Uint8Array => {
    if (all.length === 0) return sha256()
    if (all.length === 1) return all[0]!
    let split = 1
    while (split * 2 < all.length) split *= 2
    return nodeHash(naive(all.slice(0, split)), naive(all.slice(split)))
  }
  it('has the root of the naive one at every size, odd ones too, and holds no leaves', () => {
    const range = new MerkleRange()
    const all: Uint8Array[] = []
    for (let size = 1; size <= 70; ++size) {
      all.push(leafHash(bytes(String(size))))
      range.add(all.at(-1)!)
      expect(toHex(range.root()), `of ${size}`).toBe(toHex(naive(all)))
      expect(range.held).toBe(size.toString(2).replaceAll('0', '').length)
    }
  })
  it('hashes events as docs/event-format.md shows', () => {
    const body =
      '{"actor":{"org":"org-op","person":"person-op","region":"","role":"operator","unit":""},"app":"wx5f1c0e7a","at":1770000001000000,"data":{"app":"wx5f1c0e7a","own":false,"owner":"org-a","subject":{"id":"sub-a","kind":"enterprise","region":"33"},"type":"app_registered"},"prev":"0000000000000000000000000000000000000000000000000000000000000000","revision":1}'
    expect(toHex(sha256(bytes(`baobei.event/1\n${body}`)))).toBe('7c5ed34804accae90a6d2d05bcecbc06a76c2d77462fbedbf4a4ae989f0b81a7')
  })
})

let key: TestKey
beforeAll(async () => {
  key = await testKey()
})

describe('a checkpoint', () => {
  it('is read, and told by whom it is signed', async () => {
    const text = await key.noteOf(1_048_576, sha256(bytes('root')))
    const read = checkpointOf(text)!
    expect(read.size).toBe(1_048_576)
    expect(read.body).toBe('baobei.log/1\n1048576\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n')
    expect(await isSignedBy(read, ['0'.repeat(64), key.publicKey])).toBe(true)
    expect(await isSignedBy(read, ['0'.repeat(64)])).toBe(false)
    const other = checkpointOf(text.replace('1048576', '1048577'))!
    expect(await isSignedBy(other, [key.publicKey])).toBe(false)
  })
  it('that is none is not taken for one', async () => {
    const text = await key.noteOf(3, sha256())
    for (const wrong of ['', '<html>', text.slice(0, -1), text.replace('\n3\n', '\n03\n'), text.replace('\n3\n', '\n-3\n'), text.replace('— ', '- '), text.replace('baobei.log/1', 'a b'), text.replace('\n\n', '\n')])
      expect(checkpointOf(wrong), wrong).toBeUndefined()
  })
})

// A log, with what somebody did to it after it was signed.
async function logOf(size: number, change: (entries: LogEntry[]) => void = () => undefined, signed = true) {
  const entries = testEntries(size)
  const note = await key.noteOf(size, rootOf(entries))
  change(entries)
  const asked: string[] = []
  const source: LogSource = {
    checkpoint: async () => note,
    keys: async () => (signed ? [key.publicKey] : []),
    entries: async (after, limit) => {
      asked.push(after)
      const items = entries.slice(Number(after), Number(after) + limit)
      return {items, cursor: String(items.at(-1)?.log_index ?? after)}
    },
  }
  return {source, entries, asked}
}
const outcomeOf = async (source: LogSource, appsMax?: number) => {
  const walk = new LogWalk(source, appsMax)
  return walk.run(new AbortController().signal, () => undefined)
}
describe('the whole log', () => {
  it.each([0, 1, 2, 3, 7, kEntriesAtOnce, kEntriesAtOnce + 1])('of %i events is read in pages and holds', async (size) => {
    const {source, asked} = await logOf(size)
    expect(await outcomeOf(source)).toEqual({kind: 'whole', signed: true, followsAll: true})
    expect(asked).toEqual(Array.from({length: Math.ceil(size / kEntriesAtOnce)}, (_, n) => String(n * kEntriesAtOnce)))
  })
  it('is looked at as far as the checkpoint goes, though it grew since', async () => {
    const {source, entries} = await logOf(9)
    entries.push({...entries[0]!, log_index: 10})
    expect((await outcomeOf(source)).kind).toBe('whole')
  })
  it('says where an event was changed, with its hash or without', async () => {
    const changed = await logOf(kEntriesAtOnce + 9, (all) => (all[204]!.body = all[204]!.body.replace('submitted', 'released')))
    expect(await outcomeOf(changed.source)).toEqual({kind: 'changed', at: 205, app: 'wx1'})
    const told = await logOf(9, (all) => (all[4]!.app = 'wx9'))
    expect(await outcomeOf(told.source)).toEqual({kind: 'changed', at: 5, app: 'wx9'})
    // With its hash: the next one of the mini-program does not follow.
    const both = await logOf(9)
    both.entries[4]!.body = both.entries[4]!.body.replace('submitted', 'released')
    rehash(both.entries[4]!)
    expect(await outcomeOf(both.source)).toEqual({kind: 'chain', at: 8, app: 'wx2'})
    // The last one of it: nothing but the root tells.
    const end = await logOf(9)
    end.entries[8]!.body = end.entries[8]!.body.replace('submitted', 'released')
    rehash(end.entries[8]!)
    expect(await outcomeOf(end.source)).toEqual({kind: 'root'})
  })
  it('says where an event is missing, and where the log ends too early', async () => {
    expect(await outcomeOf((await logOf(9, (all) => all.splice(3, 1))).source)).toEqual({kind: 'missing', at: 4})
    expect(await outcomeOf((await logOf(9, (all) => all.splice(6))).source)).toEqual({kind: 'too_few'})
  })
  it('is nothing where nobody signed the checkpoint', async () => {
    expect(await outcomeOf((await logOf(3, undefined, false)).source)).toEqual({kind: 'not_signed'})
  })
  it('holds no more mini-programs than it may, and says that it did not follow the others', async () => {
    const {source, entries} = await logOf(9)
    expect(await outcomeOf(source, 2)).toEqual({kind: 'whole', signed: true, followsAll: false})
    entries[7]!.body = entries[7]!.body.replace('submitted', 'released')
    rehash(entries[7]!)
    expect(await outcomeOf(source, 0)).toEqual({kind: 'root'})
  })
  it('goes on where reading failed, and stops where it is told to', async () => {
    const {source, asked} = await logOf(kEntriesAtOnce + 1)
    let fails = true
    const walk = new LogWalk({
      ...source,
      entries: (after, limit, signal) => {
        if (after !== '0' && fails) throw new Error('cut off')
        return source.entries(after, limit, signal)
      },
    })
    const {signal} = new AbortController()
    await expect(walk.run(signal, () => undefined)).rejects.toThrow('cut off')
    fails = false
    expect((await walk.run(signal, () => undefined)).kind).toBe('whole')
    expect(asked).toEqual(['0', String(kEntriesAtOnce)])
    const stop = new AbortController()
    const stopped = new LogWalk(source)
    await expect(stopped.run(stop.signal, () => stop.abort())).rejects.toThrow('aborted')
    expect(stopped.check.size).toBe(0)
  })
})
