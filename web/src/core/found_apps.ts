// Mini-programs by words, by service, owner and subject, each with its newest submission. Service, owner
// and subject are the server's to look for, and so are words while nothing else is asked for: name and id
// through all there are, and a telephone number of a subject's contact. Beside them, and for the rest of
// the words, what is here is searched.
import {computed, ref, watch, type Ref} from 'vue'
import {listApps, type Paging} from '@/api/calls'
import type {AppItem, ServiceState} from '@/api/types'
import {useList} from './load'
import {isPhone} from './phone'
import {readAhead} from './read_ahead'
import {matches} from './row_keys'

const kSettles = 300
const kPage = 50 // as many as the server details at once

const appFits = (words: string, one: AppItem): boolean => matches(words, one.app, one.name, one.owner, one.owner_name, one.subject, one.subject_name)

export interface AppsWanted {
  words: Ref<string>
  service?: Ref<string>
  owner?: Ref<string>
  subject?: Ref<string>
  pages?: number // read at first, where they are sorted here
}

export function useFoundApps({words, service, owner, subject, pages = 1}: AppsWanted) {
  const asked = ref(words.value)
  const beyond = ref(words.value !== '') // more than one page, for all that is known
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(words, (value) => {
    clearTimeout(timer)
    timer = setTimeout(() => (asked.value = value), kSettles)
  })
  const some = (word: Ref<string> | undefined): string | undefined => word?.value || undefined
  const picked = computed(() => ({service: some(service) as ServiceState | undefined, owner: some(owner), subject: some(subject)}))
  const isPicked = computed(() => Object.values(picked.value).some((one) => one !== undefined))
  const wanted = (): string => ((beyond.value || isPhone(asked.value)) && !isPicked.value ? asked.value : '')
  const source = async (page: Paging) => {
    const read = await listApps({...page, limit: Math.min(page.limit ?? kPage, kPage)}, wanted(), {...picked.value, detail: true})
    if (wanted().trim() === '' && !isPicked.value && page.after === undefined) beyond.value = read.next !== undefined
    return read
  }
  const ahead = readAhead(source, pages, () => [wanted(), picked.value])
  const list = useList<AppItem>(ahead.source, (item) => item.app, {when: () => [wanted(), picked.value]})
  // What was found by a number does not show it.
  const fits = (one: AppItem): boolean => appFits(words.value, one) || (isPhone(words.value) && wanted() === words.value)
  async function anew(): Promise<void> {
    ahead.anew()
    await list.again()
  }
  return {list, source, isPicked, fits, anew}
}
