// The newest events of the log, as many days back as asked for or as pages allow, with how far it is.
import {computed, ref} from 'vue'
import {readFeedBack} from '@/api/proof_calls'
import type {LogEvent} from '@/api/types'
import {useLoad} from './load'
import {now} from './time'

const kPagesMax = 10
export const kDay = 86_400_000

export function useLogStretch(days: () => number) {
  const read = ref(0) // events so far
  const load = useLoad(
    async (signal) => {
      const since = now.value - (days() + 1) * kDay
      const events: LogEvent[] = []
      read.value = 0
      let before: string | undefined
      let more = true
      for (let pages = 0; pages < kPagesMax && more; ++pages) {
        const page = await readFeedBack({before, signal})
        events.push(...page.items)
        read.value = events.length
        before = page.cursor
        more = page.more
        if (Date.parse(events.at(-1)?.at ?? '') < since) break
      }
      return {events, cut: more && Date.parse(events.at(-1)?.at ?? '') > since}
    },
    {live: false, when: days},
  )
  const events = computed(() => load.value.value?.events ?? [])
  // Older ones came along with the page that they stand on.
  const recent = computed(() => events.value.filter((one) => now.value - Date.parse(one.at) < days() * kDay))
  return {load, read, events, recent, cut: computed(() => load.value.value?.cut === true)}
}
