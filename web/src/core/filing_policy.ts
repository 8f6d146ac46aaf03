// By which version of the policy the period of a filing was computed: its receipt says so, to every role
// that sees the filing (R25).
//
// Invariants: what a receipt said is asked for once, it never changes; what could not be read is asked for
// again with the case.
import {computed, type ComputedRef} from 'vue'
import {ApiProblem} from '@/api/client'
import {getReceipt} from '@/api/proof_calls'
import type {SignedReceipt} from '@/api/types'
import {useLoad} from './load'

// undefined: there is none, or not for this reader.
export async function receiptOf(app: string, entry: number, signal?: AbortSignal): Promise<SignedReceipt | undefined> {
  try {
    return await getReceipt(app, entry, signal)
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return undefined
    throw error
  }
}

// `entry`: of which filing a clock is shown; undefined: of none.
export function useFilingPolicy(app: string, entry: () => number | undefined): ComputedRef<string | undefined> {
  let known: {entry: number; policy: string | undefined} | undefined
  const {value} = useLoad(
    async (signal) => {
      const no = entry()
      if (no === undefined) return undefined
      if (known?.entry !== no) known = {entry: no, policy: (await receiptOf(app, no, signal))?.receipt.policy_version}
      return known.policy
    },
    {when: entry, about: app},
  )
  return computed(() => value.value)
}
