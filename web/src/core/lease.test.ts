import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {effectScope, nextTick, ref, type EffectScope} from 'vue'
import {useLease} from './lease'
import {answer, serve} from './test_page'
import {setServerTime} from './time'

const kStart = Date.parse('2026-03-05T00:00:00Z')
const kPath = '/v1/apps/wx1/submissions/2/lease'
const minutes = (n: number): string => new Date(kStart + n * 60_000).toISOString()
const held = (person: string, until: string) => answer(409, {type: 'urn:baobei:problem:conflict', status: 409, title: '', title_zh: '', title_en: '', detail: '', detail_zh: '', detail_en: '', person, until})

let scope: EffectScope
const start = (wanted = ref(true)) => scope.run(() => useLease('wx1', 2, wanted)) as ReturnType<typeof useLease>
const pass = async (n: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(n * 60_000)
  await nextTick()
}
beforeEach(() => {
  vi.useFakeTimers({now: kStart})
  setServerTime(new Date(kStart).toISOString(), kStart, kStart)
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a lease', () => {
  const fifteen = () => answer(200, {person: 'me', until: new Date(Date.now() + 15 * 60_000).toISOString()})
  it('is taken when the case is opened, and given back when it is left', async () => {
    const {of} = serve({[`PUT ${kPath}`]: fifteen, [`DELETE ${kPath}`]: answer(204)})
    const one = start()
    await pass(0)
    expect(one.mine.value?.person).toBe('me')
    expect(of('PUT', kPath).map((asked) => asked.body)).toEqual([{take_over: false}])
    scope.stop()
    await pass(0)
    expect(of('DELETE', kPath)).toHaveLength(1)
  })
  it('warns two minutes before its end where nobody does anything, and ends', async () => {
    const {of} = serve({[`PUT ${kPath}`]: fifteen})
    const one = start()
    await pass(12.9)
    expect([one.warns.value, one.mine.value !== undefined]).toEqual([false, true])
    await pass(0.2)
    expect(one.warns.value).toBe(true)
    await pass(2)
    expect([one.mine.value, one.ended.value]).toEqual([undefined, 'expired'])
    expect(of('PUT', kPath)).toHaveLength(1)
  })
  it('goes on while its reader does something', async () => {
    const {of} = serve({[`PUT ${kPath}`]: fifteen})
    const one = start()
    await pass(6)
    document.dispatchEvent(new Event('pointerdown'))
    await pass(1.1)
    expect(of('PUT', kPath)).toHaveLength(2)
    expect(one.left.value).toBeGreaterThan(14 * 60_000)
  })
  it('of another is shown until it ends, and can be taken over', async () => {
    const {of} = serve({[`PUT ${kPath}`]: ({body}: {body: unknown}) => ((body as {take_over: boolean}).take_over ? fifteen() : held('other', minutes(10)))})
    const one = start()
    await pass(0)
    expect([one.mine.value, one.others.value?.person]).toEqual([undefined, 'other'])
    await one.take(true)
    expect([one.mine.value?.person, one.others.value]).toEqual(['me', undefined])
    expect(of('PUT', kPath).map((asked) => asked.body)).toEqual([{take_over: false}, {take_over: true}])
  })
  it('of another that ends is not shown any longer', async () => {
    serve({[`PUT ${kPath}`]: () => held('other', minutes(3))})
    const one = start()
    await pass(2)
    expect(one.others.value).toBeDefined()
    await pass(1.1)
    expect(one.others.value).toBeUndefined()
  })
  it('that was taken over meanwhile is told', async () => {
    let taken = false
    serve({[`PUT ${kPath}`]: () => (taken ? held('other', minutes(20)) : fifteen())})
    const one = start()
    await pass(6)
    taken = true
    document.dispatchEvent(new Event('keydown'))
    await pass(1.1)
    expect([one.mine.value, one.ended.value, one.others.value?.person]).toEqual([undefined, 'taken', 'other'])
  })
  it('is not taken for a case that is not to be reviewed, and given back once it is decided', async () => {
    const {of} = serve({[`PUT ${kPath}`]: fifteen, [`DELETE ${kPath}`]: answer(204)})
    const wanted = ref(false)
    start(wanted)
    await pass(0)
    expect(of('PUT', kPath)).toHaveLength(0)
    wanted.value = true
    await pass(0)
    wanted.value = false
    await pass(0)
    expect([of('PUT', kPath).length, of('DELETE', kPath).length]).toEqual([1, 1])
  })
  it('that arrives after the case was left is given back at once', async () => {
    const {of} = serve({[`PUT ${kPath}`]: fifteen, [`DELETE ${kPath}`]: answer(204)})
    start()
    scope.stop()
    await pass(0)
    expect([of('PUT', kPath).length, of('DELETE', kPath).length]).toEqual([1, 1])
  })
  it('that a server does not know is not missed', async () => {
    serve({})
    const one = start()
    await pass(0)
    expect([one.mine.value, one.others.value, one.ended.value]).toEqual([undefined, undefined, undefined])
  })
})
