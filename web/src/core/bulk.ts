// Several filings answered alike: one ordinary command each, looked at first, then sent one after
// another. Every row keeps its own result; none is taken back because another was refused.
//
// Invariants: what is sent is exactly what was looked at. A change of the answer looks again. A row
// whose answer was lost keeps its command, so that sending again cannot answer twice.
import {computed, onScopeDispose, ref, shallowRef} from 'vue'
import {commands, getCase, getSubmission, send, type Command} from '@/api/calls'
import {ApiProblem} from '@/api/client'
import type {AnswerBody, EntryItem, Problem} from '@/api/types'

export type BulkPhase = 'waits' | 'looking' | 'can' | 'cannot' | 'sending' | 'sent' | 'refused' | 'unknown'
export interface BulkRow {
  item: EntryItem
  phase: BulkPhase
  command?: Command
  problem?: Problem
}
export interface BulkAnswer {
  verdict: AnswerBody['verdict']
  points: NonNullable<AnswerBody['points']>
  scope: NonNullable<AnswerBody['scope']>
  downBy?: string
}

export const kBulkMax = 100
const kServed = ['served', 'take_down_ordered', 'suspended']

// What of an answer fits a row: a scope and an instant only where something is served.
export function bodyFor(answer: BulkAnswer, digest: string, served: boolean): AnswerBody {
  if (answer.verdict === 'pass') return {digest, verdict: 'pass'}
  const down = served ? {scope: answer.scope, ...(answer.downBy === undefined ? {} : {down_by: answer.downBy})} : {}
  return {digest, verdict: 'fail', points: answer.points, ...down}
}

const facts = new Map<string, {digest: string; served: boolean}>()
async function factsOf(item: EntryItem, signal: AbortSignal): Promise<{digest: string; served: boolean}> {
  const key = `${item.app}/${item.submission}@${item.changed_at ?? ''}`
  const known = facts.get(key)
  if (known !== undefined) return known
  const [file, submission] = await Promise.all([getCase(item.app, signal), getSubmission(item.app, item.submission, signal)])
  const read = {digest: submission.digest, served: kServed.includes(file.service)}
  facts.set(key, read)
  return read
}

export function useBulk() {
  const rows = shallowRef<BulkRow[]>([])
  const busy = ref(false)
  let current = new AbortController()

  const put = (at: number, change: Partial<BulkRow>): void => {
    rows.value = rows.value.map((row, n) => (n === at ? {...row, ...change} : row))
  }
  const count = (...phases: BulkPhase[]): number => rows.value.filter((row) => phases.includes(row.phase)).length

  // Whatever has been sent stays as it is.
  async function look(items: readonly EntryItem[], answer: BulkAnswer | undefined): Promise<void> {
    current.abort()
    const mine = new AbortController()
    current = mine
    rows.value = items.map((item) => ({item, phase: 'waits'}))
    if (answer === undefined) return
    for (const [at, item] of items.entries()) {
      put(at, {phase: 'looking'})
      try {
        const {digest, served} = await factsOf(item, mine.signal)
        const command = commands.answer(item.app, item.entry, bodyFor(answer, digest, served))
        await send(command, {dryRun: true, signal: mine.signal})
        if (mine.signal.aborted) return
        put(at, {phase: 'can', command})
      } catch (error) {
        if (mine.signal.aborted) return
        put(at, {phase: 'cannot', problem: error instanceof ApiProblem ? error.problem : undefined})
      }
    }
  }

  // One after another, until the end or `stop`.
  async function sendAll(): Promise<void> {
    if (busy.value) return
    busy.value = true
    const mine = current
    for (const [at, row] of rows.value.entries()) {
      if (mine.signal.aborted) break
      if (row.command === undefined || !['can', 'unknown'].includes(row.phase)) continue
      put(at, {phase: 'sending'})
      try {
        await send(row.command, {dryRun: false})
        put(at, {phase: 'sent'})
      } catch (error) {
        if (error instanceof ApiProblem) put(at, {phase: 'refused', problem: error.problem})
        else put(at, {phase: 'unknown'})
      }
    }
    busy.value = false
  }

  // The one that is under way is finished; the rest stays unsent.
  function stop(): void {
    current.abort()
    current = new AbortController()
  }

  onScopeDispose(() => current.abort())
  return {
    rows,
    busy,
    look,
    sendAll,
    stop,
    ready: computed(() => !busy.value && count('waits', 'looking') === 0 && count('can', 'unknown') > 0),
    sendable: computed(() => count('can', 'unknown')),
    sent: computed(() => count('sent')),
    refused: computed(() => count('refused', 'cannot')),
  }
}
