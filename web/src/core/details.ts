// The details of listed submissions, read a few at a time behind the list: why a case waits stands in
// its details only. Kept by case and instant of change, so nothing is read twice.
import {onScopeDispose, shallowRef, watch, type Ref, type ShallowRef} from 'vue'
import {getSubmission} from '@/api/calls'
import type {SubmissionDetail, SubmissionItem} from '@/api/types'

const kAtOnce = 3
const kKeptMax = 500
const kept = new Map<string, SubmissionDetail>()

const keyOf = (item: SubmissionItem): string => `${item.app}/${item.submission}`
const stampOf = (item: SubmissionItem): string => `${keyOf(item)}@${item.changed_at ?? ''}`

export function useDetails(items: Ref<readonly SubmissionItem[]>): ShallowRef<Map<string, SubmissionDetail>> {
  const found = shallowRef(new Map<string, SubmissionDetail>())
  const stop = new AbortController()
  let queue: SubmissionItem[] = []
  let running = 0

  function put(item: SubmissionItem, detail: SubmissionDetail): void {
    found.value = new Map(found.value).set(keyOf(item), detail)
  }

  async function work(): Promise<void> {
    ++running
    for (let item = queue.shift(); item !== undefined && !stop.signal.aborted; item = queue.shift()) {
      try {
        const detail = await getSubmission(item.app, item.submission, stop.signal)
        if (kept.size >= kKeptMax) kept.clear()
        kept.set(stampOf(item), detail)
        put(item, detail)
      } catch {
        // the row stands without it; opening the case says what fails
      }
    }
    --running
  }

  watch(
    items,
    (list) => {
      queue = []
      for (const item of list) {
        const there = kept.get(stampOf(item))
        if (there === undefined) queue.push(item)
        else if (found.value.get(keyOf(item)) !== there) put(item, there)
      }
      while (running < kAtOnce && queue.length > running) void work()
    },
    {immediate: true},
  )
  onScopeDispose(() => stop.abort())
  return found
}

export const detailKey = keyOf
