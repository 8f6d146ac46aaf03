// Rows as they are drawn: each keeps the group and the place that it had when the list was taken, whatever
// happens to it and however late it gets. Rows that belong elsewhere by now are counted, and go there when
// the reader asks for it (UI.md §1: rows never move under the pointer).
//
// Invariants: only `when` moves a row. One that belongs nowhere any more stays, as one that left; one
// that belonged nowhere does not come in between.
import {computed, type ComputedRef} from 'vue'

export interface Still<Item> {
  rowsOf: (group: string) => Item[]
  drawn: ComputedRef<Item[]>
  moved: ComputedRef<number> // rows that would stand in another group, or in one at all
  left: (item: Item) => boolean
}

interface Held {
  stamp: string
  groups: Map<string, string>
}
const kNowhere = ''

export function useStill<Item>(
  rows: () => readonly Item[],
  how: {
    keyOf: (item: Item) => string
    groupOf: (item: Item) => string | undefined // as things stand now; undefined: it is not to be shown
    when: () => unknown
  },
): Still<Item> {
  const held = computed<Held>((before) => {
    const stamp = JSON.stringify(how.when())
    const groups = new Map<string, string>(before?.stamp === stamp ? before.groups : [])
    for (const item of rows()) {
      const key = how.keyOf(item)
      if (!groups.has(key)) groups.set(key, how.groupOf(item) ?? kNowhere)
    }
    return {stamp, groups}
  })
  const groupOf = (item: Item): string => held.value.groups.get(how.keyOf(item)) ?? kNowhere
  const byGroup = computed(() => {
    const found = new Map<string, Item[]>()
    for (const item of rows()) {
      const row = found.get(groupOf(item))
      if (row === undefined) found.set(groupOf(item), [item])
      else row.push(item)
    }
    return found
  })
  return {
    rowsOf: (group) => byGroup.value.get(group) ?? [],
    drawn: computed(() => rows().filter((item) => groupOf(item) !== kNowhere)),
    moved: computed(() => rows().filter((item) => ![undefined, groupOf(item)].includes(how.groupOf(item))).length),
    left: (item) => groupOf(item) !== kNowhere && how.groupOf(item) === undefined,
  }
}

// What stands beside the rows, as it was when they took their places.
export function useHeld<Value>(value: () => Value, when: () => unknown): ComputedRef<Value> {
  const held = computed<{stamp: string; value: Value}>((before) => {
    const stamp = JSON.stringify(when())
    return before?.stamp === stamp ? before : {stamp, value: value()}
  })
  return computed(() => held.value.value)
}
