// Answers of a file on their way: each row looked at (dry run), then sent as a command of its own. A
// row keeps its result; a row whose answer was lost keeps its command and can be sent again.
import {computed, onScopeDispose, ref, shallowRef} from 'vue'
import {commands, getCase, send, type Command} from '@/api/calls'
import {ApiProblem} from '@/api/client'
import type {Problem} from '@/api/types'
import {bodyOfRow, type AnswerRow} from './answer_rows'
import type {BulkPhase} from './bulk'
import {isLate} from './office_answer'
import {now} from './time'

export interface ImportRow {
  row: AnswerRow
  phase: BulkPhase
  late: boolean
  command?: Command
  problem?: Problem
}

export function useImport() {
  const rows = shallowRef<ImportRow[]>([])
  const busy = ref(false)
  let current = new AbortController()
  const put = (at: number, change: Partial<ImportRow>): void => {
    rows.value = rows.value.map((one, n) => (n === at ? {...one, ...change} : one))
  }
  const count = (...phases: BulkPhase[]): number => rows.value.filter((one) => phases.includes(one.phase)).length

  async function look(list: readonly AnswerRow[]): Promise<void> {
    current.abort()
    const mine = new AbortController()
    current = mine
    rows.value = list.map((row) => ({row, phase: row.fault === undefined ? 'waits' : 'cannot', late: false}))
    for (const [at, row] of list.entries()) {
      if (row.fault !== undefined) continue
      put(at, {phase: 'looking'})
      const command = commands.answer(row.app, row.entry, bodyOfRow(row))
      try {
        await send(command, {dryRun: true, signal: mine.signal})
        const entry = (await getCase(row.app, mine.signal)).entries.find((one) => one.no === row.entry)
        if (mine.signal.aborted) return
        put(at, {phase: 'can', command, late: entry !== undefined && isLate(entry, now.value)})
      } catch (error) {
        if (mine.signal.aborted) return
        put(at, {phase: 'cannot', problem: error instanceof ApiProblem ? error.problem : undefined})
      }
    }
  }
  async function sendAll(): Promise<void> {
    if (busy.value) return
    busy.value = true
    const mine = current
    for (const [at, {phase, command}] of rows.value.entries()) {
      if (mine.signal.aborted) break
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
  function drop(): void {
    current.abort()
    current = new AbortController()
    rows.value = []
  }
  onScopeDispose(() => current.abort())
  return {
    rows,
    busy,
    look,
    sendAll,
    drop,
    looking: computed(() => count('waits', 'looking') > 0),
    sendable: computed(() => count('can', 'unknown')),
    sent: computed(() => count('sent')),
    refused: computed(() => count('refused', 'cannot')),
    late: computed(() => rows.value.filter((one) => one.late && one.phase === 'can').length),
  }
}
