// A list that is read again and again under its reader: places are kept, however many pages are shown.
import {flushPromises} from '@vue/test-utils'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {effectScope, type EffectScope} from 'vue'
import type {Page} from '@/api/types'
import {merged, useList, type Leaving} from './load'

const heard = vi.hoisted(() => ({all: new Set<() => void>()}))
vi.mock('./live', () => ({live: {state: 'live', cursor: ''}, onMoved: (one: () => void) => (heard.all.add(one), () => heard.all.delete(one))}))

interface Row {
  id: number
  word: string
}
const kPage = 3
const keyOf = (row: Row): string => String(row.id)
const rows = (...ids: number[]): Row[] => ids.map((id) => ({id, word: 'waits'}))
let server: Row[]
let asked: (string | undefined)[]
// By id, as the server's cursor goes on behind a row that may be gone.
const source = async ({after}: {after?: string}): Promise<Page<Row>> => {
  asked.push(after)
  const rest = server.filter((row) => row.id > Number(after ?? -1))
  const items = rest.slice(0, kPage)
  return {items, ...(rest.length > kPage ? {next: String(items.at(-1)?.id)} : {})}
}
let scope: EffectScope
async function list(leaving?: Leaving<Row>) {
  const made = scope.run(() => useList<Row>(source, keyOf, {leaving}))
  if (made === undefined) throw new Error('the scope is closed')
  await flushPromises()
  return made
}
async function happens(): Promise<void> {
  for (const one of heard.all) one()
  await vi.advanceTimersByTimeAsync(2500)
  await flushPromises()
}
const ids = (made: {items: {value: Row[]}}): number[] => made.items.value.map((row) => row.id)

beforeEach(() => {
  vi.useFakeTimers({toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval']})
  scope = effectScope()
  asked = []
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

describe('a list of which several pages are shown', () => {
  it('reads as many again, and keeps them when what arrived is shown', async () => {
    server = rows(10, 20, 30, 40, 50, 60, 70, 80)
    const made = await list()
    await made.more()
    expect(ids(made)).toEqual([10, 20, 30, 40, 50, 60])
    server = server.map((row) => (row.id === 50 ? {...row, word: 'moved'} : row))
    server.splice(1, 0, {id: 15, word: 'new'})
    await happens()
    expect(ids(made)).toEqual([10, 20, 30, 40, 50, 60])
    expect(made.items.value[4]?.word).toBe('moved')
    expect(made.arrived.value).toBe(1)
    made.showArrived()
    expect(ids(made)).toEqual([10, 15, 20, 30, 40, 50])
    await made.more()
    expect(ids(made)).toEqual([10, 15, 20, 30, 40, 50, 60, 70, 80])
  })
  it('keeps them also when it is read anew', async () => {
    server = rows(1, 2, 3, 4, 5, 6, 7)
    const made = await list()
    await made.more()
    await made.again()
    expect(ids(made)).toEqual([1, 2, 3, 4, 5, 6])
    expect(made.hasMore.value).toBe(true)
  })
  it('reads no more by itself than its limit, and everything when it is asked to show', async () => {
    server = rows(...Array.from({length: 30}, (_, n) => n + 1))
    const made = await list()
    for (let n = 0; n < 7; ++n) await made.more()
    expect(ids(made)).toHaveLength(24)
    asked = []
    server = [{id: 0, word: 'new'}, ...server]
    await happens()
    expect(asked).toHaveLength(6)
    expect(made.arrived.value).toBe(1)
    expect(made.gone.value.size).toBe(0)
    made.showArrived()
    await flushPromises()
    expect(ids(made)).toHaveLength(24)
    expect(ids(made)[0]).toBe(0)
  })
})

describe('a row that leaves', () => {
  it('is marked though the list goes on, and takes none with it that was only pushed back', async () => {
    server = rows(10, 20, 30, 40)
    const made = await list()
    server = [{id: 5, word: 'new'}, ...rows(20, 30, 40)]
    await happens()
    expect(ids(made)).toEqual([10, 20, 30])
    expect([...made.gone.value]).toEqual(['10'])
    server = [{id: 4, word: 'new'}, {id: 5, word: 'new'}, ...rows(10, 20, 30, 40)]
    await happens()
    expect([...made.gone.value]).toEqual([])
    expect(made.arrived.value).toBe(2)
  })
  it('says what became of it, and one that stands further back is not marked', async () => {
    server = rows(10, 20, 30, 40)
    const read = vi.fn(async (row: Row) => ({...row, word: row.id === 30 ? 'decided' : 'waits'}))
    const made = await list({read, belongs: (row) => row.word === 'waits'})
    server = rows(20, 40, 50, 99)
    await happens()
    expect(made.items.value).toEqual([{id: 10, word: 'waits'}, {id: 20, word: 'waits'}, {id: 30, word: 'decided'}])
    expect([...made.gone.value]).toEqual(['30'])
    expect(made.arrived.value).toBe(0) // 40 and 50 were on the next page
    await happens()
    expect(read.mock.calls.filter(([row]) => row.id === 30)).toHaveLength(1)
    expect([...made.gone.value]).toEqual(['30'])
  })
  it('is asked for by nobody where all are here', () => {
    const result = merged(rows(1, 2), rows(2, 3), keyOf)
    expect([result.arrived, [...result.gone], [...result.doubtful]]).toEqual([1, ['1'], []])
  })
})

it('goes on where it had come to its end and more came behind it', async () => {
  server = rows(1, 2, 3)
  const made = await list()
  expect(made.hasMore.value).toBe(false)
  server = rows(1, 2, 3, 4)
  await happens()
  expect(made.hasMore.value).toBe(true)
  await made.more()
  expect(ids(made)).toEqual([1, 2, 3, 4])
})
