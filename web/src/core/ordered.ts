// The grace clocks of mini-programs that have to go down: a list does not show them, so the few cases
// are read.
import {computed, type ComputedRef} from 'vue'
import {getCase} from '@/api/calls'
import type {AppItem, Case, Order, RulingItem} from '@/api/types'
import type {ClockModel} from './clock'
import {useLoad} from './load'
import {instant} from './time'

const kReadMax = 20

const hasToGoDown = (one: Order): boolean => one.state === 'standing' && one.proposed !== true && one.carried_out !== true && one.forbids_release !== true

export function graceClockOfOrder(order: Order | undefined): ClockModel | undefined {
  const start = instant(order?.at)
  const end = instant(order?.take_down.down_by)
  return start === undefined || end === undefined ? undefined : {form: 'grace', holder: 'developer', start, end}
}

// The clock of the order that this mini-program has to go down by; undefined: none stands.
export const graceClockOf = (file: Case): ClockModel | undefined =>
  graceClockOfOrder((file.orders ?? []).find(hasToGoDown))

// By the orders themselves; of several the one that ends first.
export function graceClocksOf(rulings: readonly RulingItem[]): Map<string, ClockModel> {
  const clocks = new Map<string, ClockModel>()
  for (const {app, order} of rulings) {
    if (order === undefined || !hasToGoDown(order)) continue
    const clock = graceClockOfOrder(order)
    const before = clocks.get(app)
    if (clock !== undefined && (before?.end === undefined || (clock.end ?? 0) < before.end)) clocks.set(app, clock)
  }
  return clocks
}

export function useGraceClocks(apps: () => readonly AppItem[]): ComputedRef<Map<string, ClockModel>> {
  const ordered = computed(() => apps().filter((one) => one.service === 'take_down_ordered').slice(0, kReadMax).map((one) => one.app))
  const load = useLoad((signal) => Promise.all(ordered.value.map((app) => getCase(app, signal))), {
    when: () => ordered.value.join(' '),
    live: false,
  })
  return computed(() => {
    const clocks = new Map<string, ClockModel>()
    for (const file of load.value.value ?? []) {
      const clock = graceClockOf(file)
      if (clock !== undefined) clocks.set(file.app, clock)
    }
    return clocks
  })
}
