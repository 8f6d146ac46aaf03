// Something that a page does when it is asked to: whether it is under way, and how it failed. While it
// is under way it is not begun again.
import {ref, shallowRef} from 'vue'

export function useWork() {
  const busy = ref(false)
  const failure = shallowRef<unknown>()

  // Whether it was done.
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = undefined
    try {
      await work()
      return true
    } catch (error) {
      failure.value = error
      return false
    } finally {
      busy.value = false
    }
  }
  return {busy, failure, run}
}
