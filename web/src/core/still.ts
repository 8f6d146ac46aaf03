// What is computed of a list, and stays while the same rows are only read again: no row moves under
// the reader (UI.md §1).
import {shallowRef, watch, type ShallowRef} from 'vue'

// Computed anew when `same` says something else, and by then only.
export function useStill<Value>(same: () => unknown, compute: () => Value): ShallowRef<Value> {
  const value = shallowRef(compute()) as ShallowRef<Value>
  watch(
    () => JSON.stringify(same()),
    () => (value.value = compute()),
  )
  return value
}
