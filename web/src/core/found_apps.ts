// Mini-programs by words. While all of them are here, what is here is searched; beyond one page the
// server looks for name and id, and the rest of the words is searched in what it finds.
import {ref, watch, type Ref} from 'vue'
import {listApps, type Paging} from '@/api/calls'
import type {AppItem} from '@/api/types'
import {useList} from './load'
import {matches} from './row_keys'

const kSettles = 300
const kPage = 200

export const appFits = (words: string, one: AppItem): boolean => matches(words, one.app, one.name, one.owner, one.subject)

export function useFoundApps(words: Ref<string>) {
  const asked = ref(words.value)
  const beyond = ref(words.value !== '') // more than one page, for all that is known
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(words, (value) => {
    clearTimeout(timer)
    timer = setTimeout(() => (asked.value = value), kSettles)
  })
  const wanted = (): string => (beyond.value ? asked.value : '')
  const source = async (page: Paging) => {
    const read = await listApps({limit: kPage, ...page}, wanted())
    if (wanted().trim() === '') beyond.value = read.next !== undefined
    return read
  }
  const list = useList<AppItem>(source, (item) => item.app, {when: wanted})
  return {list, source}
}
