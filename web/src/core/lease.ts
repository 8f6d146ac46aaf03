// Saying to colleagues that one looks at a case. It follows attention: taken when the case is opened and
// nobody has it, kept while its reader does something, given back when they leave. Advisory: whoever
// decides without it decides as well, and nothing typed depends on it.
import {computed, onScopeDispose, ref, shallowRef, watch, type Ref} from 'vue'
import {giveUpLease, takeLease} from '@/api/figure_calls'
import {ApiProblem} from '@/api/client'
import type {Lease} from '@/api/types'
import {now} from './time'

export const kWarnBefore = 2 * 60_000
const kRenewBefore = 8 * 60_000
const kRenewEvery = 60_000
const kAttentive = 5 * 60_000 // after the last thing that the reader did

export type LeaseEnd = 'expired' | 'taken' | 'given'

export function useLease(app: string, no: number, wanted: Ref<boolean>) {
  const mine = shallowRef<Lease>()
  const others = shallowRef<Lease>()
  const ended = ref<LeaseEnd>()
  const busy = ref(false)
  let actedAt = now.value
  let takenAt = 0
  let gone = false // the page was left
  const acted = (): void => void (actedAt = now.value)
  const left = computed(() => (mine.value === undefined ? undefined : Math.max(0, Date.parse(mine.value.until) - now.value)))

  async function take(over = false): Promise<void> {
    if (busy.value) return
    busy.value = true
    takenAt = now.value
    try {
      mine.value = await takeLease(app, no, over)
      others.value = ended.value = undefined
      if (gone || !wanted.value) giveBack()
    } catch (error) {
      hear(error)
    }
    busy.value = false
  }
  // Somebody else has it; or there are no leases here, and the case is read without.
  function hear(error: unknown): void {
    if (!(error instanceof ApiProblem) || error.status !== 409) return
    const {person, until} = error.problem
    if (person === undefined || until === undefined) return
    if (mine.value !== undefined) ended.value = 'taken'
    mine.value = undefined
    others.value = {person, until}
  }
  function giveBack(): void {
    if (mine.value === undefined) return
    mine.value = undefined
    ended.value = 'given'
    giveUpLease(app, no).catch(() => undefined) // it ends by itself
  }

  watch(wanted, (wants) => (wants ? void take() : giveBack()), {immediate: true})
  watch(now, (at) => {
    if (others.value !== undefined && at >= Date.parse(others.value.until)) others.value = undefined
    if (left.value === undefined || busy.value) return
    if (left.value === 0) {
      mine.value = undefined
      ended.value = 'expired'
    } else if (left.value <= kRenewBefore && !document.hidden && at - actedAt <= kAttentive && at - takenAt >= kRenewEvery) void take()
  })
  for (const what of ['keydown', 'pointerdown', 'wheel'] as const) document.addEventListener(what, acted, {passive: true})
  onScopeDispose(() => {
    for (const what of ['keydown', 'pointerdown', 'wheel'] as const) document.removeEventListener(what, acted)
    gone = true
    giveBack()
  })
  return {mine, others, ended, busy, left, warns: computed(() => left.value !== undefined && left.value <= kWarnBefore), take, giveBack}
}
