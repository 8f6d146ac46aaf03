// How many stand in each state, as the server counts them, for the tabs of a list. What cannot be counted
// is not said.
import {computed} from 'vue'
import type {StateCounts} from '@/api/types'
import {useLoad} from './load'

export function useStateCounts(source: (signal: AbortSignal) => Promise<StateCounts>) {
  const load = useLoad(source)
  const counts = computed(() => new Map((load.value.value?.items ?? []).map((row) => [row.state, `${row.count}${row.exact ? '' : '+'}`])))
  return (state: string): string | undefined => (load.value.value === undefined ? undefined : (counts.value.get(state) ?? '0'))
}
