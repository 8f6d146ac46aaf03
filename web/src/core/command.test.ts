import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {effectScope} from 'vue'
import {commands} from '@/api/calls'
import {surround} from '@/api/client'
import {useCommand} from './command'

const keys: (string | undefined)[] = []
let cut = false

beforeEach(() => {
  keys.length = 0
  cut = false
  vi.useFakeTimers()
  surround({token: () => '', language: () => 'zh', signedOut: () => undefined, reached: () => undefined, unreachable: () => undefined})
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    keys.push((init.headers as Record<string, string>)['Idempotency-Key'])
    if (cut) throw new TypeError('cut')
    return new Response(JSON.stringify({events: []}), {status: 200})
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a decision whose answer was lost', () => {
  it('goes again under the same key, so that it cannot happen twice', async () => {
    const done = vi.fn()
    const action = effectScope().run(() => useCommand(done)) as ReturnType<typeof useCommand>
    await action.look(commands.suspend('wx1'))
    expect(action.phase.value).toBe('looked')
    cut = true
    const lost = action.confirm()
    await vi.runAllTimersAsync()
    await lost
    expect(action.phase.value).toBe('unknown')
    expect(done).not.toHaveBeenCalled()
    cut = false
    await action.confirm()
    expect(action.phase.value).toBe('sent')
    expect(done).toHaveBeenCalledTimes(1)
    expect(keys[0]).toBeUndefined()
    expect(new Set(keys.slice(1)).size).toBe(1)
  })
  it('is not sent when what was looked at has changed', async () => {
    const action = effectScope().run(() => useCommand(() => undefined)) as ReturnType<typeof useCommand>
    await action.look(commands.suspend('wx1'))
    action.reset()
    await action.confirm()
    expect(keys).toEqual([undefined])
  })
})
