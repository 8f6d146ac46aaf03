// The grace clocks of mini-programs that have to go down: a list does not show them, so the few cases
// are read.
import {computed, type ComputedRef} from 'vue'
import {getCase} from '@/api/calls'
import type {AppItem} from '@/api/types'
import type {ClockModel} from './clock'
import {useLoad} from './load'
import {instant} from './time'

const kReadMax = 20

export function useGraceClocks(apps: () => readonly AppItem[]): ComputedRef<Map<string, ClockModel>> {
  const ordered = computed(() => apps().filter((one) => one.service === 'take_down_ordered').slice(0, kReadMax).map((one) => one.app))
  const load = useLoad((signal) => Promise.all(ordered.value.map((app) => getCase(app, signal))), {
    when: () => ordered.value.join(' '),
    live: false,
  })
  return computed(() => {
    const clocks = new Map<string, ClockModel>()
    for (const file of load.value.value ?? []) {
      const order = (file.orders ?? []).find((one) => one.state === 'standing' && one.proposed !== true && one.carried_out !== true && one.forbids_release !== true)
      const start = instant(order?.at)
      const end = instant(order?.take_down.down_by)
      if (start !== undefined && end !== undefined) clocks.set(file.app, {form: 'grace', holder: 'developer', start, end})
    }
    return clocks
  })
}
