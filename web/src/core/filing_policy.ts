// By which version of the policy the period of a filing was computed: its receipt says so, to every role
// that sees the filing (R25).
//
// Invariants: what a receipt said is asked for once, it never changes; what could not be read is asked for
// again with the case.
import {computed, type ComputedRef} from 'vue'
import {ApiProblem} from '@/api/client'
import {getReceipt} from '@/api/proof_calls'
import {useLoad} from './load'

// undefined: there is no receipt, or not for this reader.
async function policyOf(app: string, entry: number, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await getReceipt(app, entry, signal)).receipt.policy_version
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
      if (known?.entry !== no) known = {entry: no, policy: await policyOf(app, no, signal)}
      return known.policy
    },
    {when: entry, about: app},
  )
  return computed(() => value.value)
}
