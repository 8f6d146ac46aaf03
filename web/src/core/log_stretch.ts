// The newest events of the log, as many days back as asked for or as pages allow, with how far it is.
import {computed, ref} from 'vue'
import {readFeed} from '@/api/proof_calls'
import type {LogEvent} from '@/api/types'
import {live} from './live'
import {useLoad} from './load'
import {headOf, stretchBefore} from './log_search'
import {now} from './time'

const kPagesMax = 10
export const kDay = 86_400_000

export function useLogStretch(days: () => number) {
  const read = ref(0) // events so far
  const load = useLoad(
    async (signal) => {
      const page = (after: string, limit: number) => readFeed(after, limit, signal)
      let from = live.cursor === '' ? await headOf(page) : Number(live.cursor)
      const since = now.value - (days() + 1) * kDay
      const events: LogEvent[] = []
      read.value = 0
      for (let pages = 0; pages < kPagesMax && from > 0; ++pages) {
        const stretch = await stretchBefore(from, page)
        events.push(...stretch.events)
        read.value = events.length
        from = stretch.from
        if (Date.parse(stretch.events.at(-1)?.at ?? '') < since) break
      }
      return {events, cut: from > 0 && Date.parse(events.at(-1)?.at ?? '') > since}
    },
    {live: false, when: days},
  )
  const events = computed(() => load.value.value?.events ?? [])
  // Older ones came along with the page that they stand on.
  const recent = computed(() => events.value.filter((one) => now.value - Date.parse(one.at) < days() * kDay))
  return {load, read, events, recent, cut: computed(() => load.value.value?.cut === true)}
}
