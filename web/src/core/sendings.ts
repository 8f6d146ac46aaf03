// Many commands of a kind: each is looked at first (dry run), then sent, one after another. Every row
// keeps its own result; none is taken back because another was refused.
//
// Invariants: what is sent is exactly what was looked at. A row whose answer was lost keeps its
// command, so that sending it again cannot carry it out twice.
import {computed, onScopeDispose, ref, shallowRef} from 'vue'
import {send, type Command} from '@/api/calls'
import {ApiProblem} from '@/api/client'
import type {Problem} from '@/api/types'

export type SendPhase = 'waits' | 'looking' | 'can' | 'cannot' | 'sending' | 'sent' | 'refused' | 'unknown'
export interface Sending<Item> {
  item: Item
  phase: SendPhase
  late: boolean // past the end of its period
  command?: Command
  problem?: Problem
}
export interface Prepared {
  command: Command
  late?: boolean
}
export type Prepare<Item> = (item: Item, signal: AbortSignal) => Promise<Prepared>

export function useSendings<Item>() {
  const rows = shallowRef<Sending<Item>[]>([])
  const busy = ref(false)
  let current = new AbortController()
  const put = (at: number, change: Partial<Sending<Item>>): void => {
    rows.value = rows.value.map((row, n) => (n === at ? {...row, ...change} : row))
  }
  const count = (...phases: SendPhase[]): number => rows.value.filter((row) => phases.includes(row.phase)).length
  function anew(): AbortController {
    current.abort()
    current = new AbortController()
    return current
  }

  // Without `prepare` the rows stand there and wait; one that is hopeless is not looked at.
  async function look(items: readonly Item[], prepare?: Prepare<Item>, hopeless: (item: Item) => boolean = () => false): Promise<void> {
    const {signal} = anew()
    rows.value = items.map((item) => ({item, phase: hopeless(item) ? 'cannot' : 'waits', late: false}))
    if (prepare === undefined) return
    for (const [at, {item, phase}] of rows.value.entries()) {
      if (phase === 'cannot') continue
      put(at, {phase: 'looking'})
      try {
        const {command, late = false} = await prepare(item, signal)
        await send(command, {dryRun: true, signal})
        if (signal.aborted) return
        put(at, {phase: 'can', command, late})
      } catch (error) {
        if (signal.aborted) return
        put(at, {phase: 'cannot', problem: error instanceof ApiProblem ? error.problem : undefined})
      }
    }
  }

  // One after another, until the end or `stop`.
  async function sendAll(): Promise<void> {
    if (busy.value) return
    busy.value = true
    const {signal} = current
    for (const [at, {phase, command}] of rows.value.entries()) {
      if (signal.aborted) break
      if (command === undefined || !['can', 'unknown'].includes(phase)) continue
      put(at, {phase: 'sending'})
      try {
        await send(command, {dryRun: false})
        put(at, {phase: 'sent'})
      } catch (error) {
        if (error instanceof ApiProblem) put(at, {phase: 'refused', problem: error.problem})
        else put(at, {phase: 'unknown'})
      }
    }
    busy.value = false
  }

  // The one that is under way is finished; the rest stays unsent.
  const stop = (): void => void anew()
  function drop(): void {
    stop()
    rows.value = []
  }

  onScopeDispose(() => current.abort())
  const looking = computed(() => count('waits', 'looking') > 0)
  const sendable = computed(() => count('can', 'unknown'))
  return {
    rows,
    busy,
    look,
    sendAll,
    stop,
    drop,
    looking,
    sendable,
    ready: computed(() => !busy.value && !looking.value && sendable.value > 0),
    sent: computed(() => count('sent')),
    refused: computed(() => count('refused', 'cannot')),
    late: computed(() => rows.value.filter((row) => row.late && row.phase === 'can').length),
  }
}
