// Many commands of a kind as one job of the server: each is looked at first (dry run), then all are sent
// in one request, which is when all of them count as received (R13). Every row keeps its own result; none
// is taken back because another was refused.
//
// Invariants: what is sent is exactly what was looked at. A request whose answer was lost is repeated
// under its own key, so that it cannot be carried out twice. Left alone the job goes on; it is found again
// among the jobs.
import {computed, onScopeDispose, ref, shallowRef} from 'vue'
import {ApiProblem, newKey} from '@/api/client'
import {beginJob, cancelJob, getJob, listJobItems, tryJob, type JobBodyItem} from '@/api/job_calls'
import type {Job, JobItem, JobItemState, JobKind, Problem} from '@/api/types'
import {isProposed} from './proposed'

export type SendPhase = 'waits' | 'looking' | 'can' | 'cannot' | 'sending' | 'sent' | 'refused' | 'failed' | 'unknown'
export interface Sending<Item> {
  item: Item
  phase: SendPhase
  late: boolean // past the end of its period
  body?: JobBodyItem
  problem?: Problem
  first?: boolean // sent, and counts as the first of two
}
export interface Prepared {
  body: JobBodyItem
  late?: boolean
}
export type Prepare<Item> = (item: Item, signal: AbortSignal) => Promise<Prepared>

const kReadAtOnce = 4
const kLookEvery = 1000
const kPage = 200
// What a result of the job makes of its row. Cancelled is as if it had not been sent.
const kPhases: Record<JobItemState, SendPhase> = {waiting: 'sending', accepted: 'sent', refused: 'refused', failed: 'failed', cancelled: 'can'}

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, kLookEvery)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), {once: true})
  })

export async function allJobItems(job: string, signal: AbortSignal): Promise<JobItem[]> {
  const items: JobItem[] = []
  let after: string | undefined
  do {
    const page = await listJobItems(job, undefined, {after, limit: kPage, signal})
    items.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return items
}

export function useSendings<Item>(kind: JobKind) {
  const rows = shallowRef<Sending<Item>[]>([])
  const busy = ref(false)
  const job = shallowRef<Job>()
  const failure = shallowRef<unknown>() // of the request as a whole
  let current = new AbortController()
  let key = ''
  const change = (wanted: (row: Sending<Item>, at: number) => Partial<Sending<Item>> | undefined): void => {
    rows.value = rows.value.map((row, at) => ({...row, ...wanted(row, at)}))
  }
  const count = (...phases: SendPhase[]): number => rows.value.filter((row) => phases.includes(row.phase)).length
  function anew(): AbortSignal {
    current.abort()
    current = new AbortController()
    key = newKey()
    job.value = undefined
    failure.value = undefined
    return current.signal
  }
  const openRows = (...phases: SendPhase[]): number[] => rows.value.flatMap((row, at) => (phases.includes(row.phase) && row.body !== undefined ? [at] : []))
  const bodiesAt = (at: readonly number[]): JobBodyItem[] => at.flatMap((n) => rows.value[n]?.body ?? [])

  async function prepareAll(prepare: Prepare<Item>, signal: AbortSignal): Promise<void> {
    const queue = rows.value.flatMap((row, at) => (row.phase === 'waits' ? [{at, item: row.item}] : []))
    await Promise.all(
      Array.from({length: kReadAtOnce}, async () => {
        for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
          const {at, item} = next
          let result: Partial<Sending<Item>>
          try {
            const {body, late = false} = await prepare(item, signal)
            result = {phase: 'looking', body, late}
          } catch (error) {
            result = {phase: 'cannot', problem: error instanceof ApiProblem ? error.problem : undefined}
          }
          if (!signal.aborted) change((_, n) => (n === at ? result : undefined))
        }
      }),
    )
  }

  // Without `prepare` the rows stand there and wait; one that is hopeless is not looked at.
  async function look(items: readonly Item[], prepare?: Prepare<Item>, hopeless: (item: Item) => boolean = () => false): Promise<void> {
    const signal = anew()
    rows.value = items.map((item) => ({item, phase: hopeless(item) ? 'cannot' : 'waits', late: false}))
    if (prepare === undefined) return
    await prepareAll(prepare, signal)
    while (!signal.aborted && openRows('looking').length > 0) await tryRows(openRows('looking'), signal)
  }

  // One row that cannot be read turns the whole request down: it is named, set aside, the rest tried again.
  async function tryRows(at: readonly number[], signal: AbortSignal): Promise<void> {
    const cannot = (wanted: (n: number) => boolean, error: unknown): void =>
      change(({phase}, n) => (phase === 'looking' && wanted(n) ? {phase: 'cannot', problem: error instanceof ApiProblem ? error.problem : undefined} : undefined))
    try {
      const {items: results} = await tryJob(kind, bodiesAt(at), signal)
      if (signal.aborted) return
      const of = new Map(results.map((one): [number, JobItem] => [at[one.no - 1] ?? -1, one]))
      change(({phase}, n) => {
        const one = of.get(n)
        if (phase !== 'looking') return undefined
        return one?.state === 'accepted' ? {phase: 'can'} : {phase: 'cannot', problem: one?.problem}
      })
    } catch (error) {
      if (signal.aborted) return
      const named = error instanceof ApiProblem && error.status === 400 ? /^\/items\/(\d+)/.exec(error.problem.pointer ?? '') : null
      const bad = named === null ? undefined : at[Number(named[1])]
      if (bad !== undefined) return cannot((n) => n === bad, error)
      failure.value = error
      cannot(() => true, error)
    }
  }

  // Follows the job to its end; each look says of every row how it stands.
  async function follow(id: string, at: readonly number[], signal: AbortSignal): Promise<void> {
    for (;;) {
      const seen = await getJob(id, signal)
      job.value = seen
      if (seen.state !== 'running') break
      await pause(signal)
      if (signal.aborted) return
    }
    const results = await allJobItems(id, signal)
    const of = new Map(results.map((one): [number, JobItem] => [at[one.no - 1] ?? -1, one]))
    change((_, n) => {
      const one = of.get(n)
      return one === undefined ? undefined : {phase: kPhases[one.state], problem: one.problem, first: isProposed(one.result)}
    })
    key = newKey() // what is sent after this is another request
  }

  async function sendAll(): Promise<void> {
    if (busy.value) return
    // After a lost answer exactly the same is asked again.
    const lost = openRows('unknown')
    const at = lost.length > 0 ? lost : openRows('can')
    if (at.length === 0) return
    busy.value = true
    failure.value = undefined
    const {signal} = current
    const bodies = bodiesAt(at)
    const sends = new Set(at)
    change((_, n) => (sends.has(n) ? {phase: 'sending'} : undefined))
    try {
      const begun = await beginJob(kind, bodies, key)
      job.value = begun
      await follow(begun.job, at, signal)
    } catch (error) {
      if (!signal.aborted) {
        failure.value = error
        const refusedWhole = error instanceof ApiProblem && job.value === undefined
        change((row) => (row.phase === 'sending' ? {phase: refusedWhole ? 'can' : 'unknown'} : undefined))
      }
    }
    busy.value = false
  }

  // What waits is not carried out any more; what was, stays.
  async function stop(): Promise<void> {
    if (job.value === undefined) return
    try {
      job.value = await cancelJob(job.value.job)
    } catch (error) {
      failure.value = error
    }
  }
  function drop(): void {
    anew()
    rows.value = []
  }

  onScopeDispose(() => current.abort())
  const looking = computed(() => count('waits', 'looking') > 0)
  const sendable = computed(() => count('can', 'unknown'))
  return {
    rows,
    busy,
    job,
    failure,
    look,
    sendAll,
    stop,
    drop,
    looking,
    sendable,
    ready: computed(() => !busy.value && !looking.value && sendable.value > 0),
    sent: computed(() => count('sent')),
    refused: computed(() => count('refused', 'failed', 'cannot')),
    late: computed(() => rows.value.filter((row) => row.late && row.phase === 'can').length),
  }
}
