// Filings of one's own province as every list of the office's desk shows them: read in one state, found
// by words, opened, written to a file. What is here is searched; where there is more than a page, and for
// a telephone number, the server looks through all there are.
import {computed, onScopeDispose, ref, watch, type Ref} from 'vue'
import {useI18n} from 'vue-i18n'
import {findFiling, listDetailedFilings} from '@/api/versions'
import type {EntryItem, EntryState} from '@/api/types'
import type {Column} from '@/components/ExportButton.vue'
import {searchWords, type Paging} from '@/api/calls'
import {useList} from './load'
import {categoryName} from './names'
import {isPhone} from './phone'
import {matches} from './row_keys'

export const kAnswersAtOnce = 500
export const filingKey = (item: EntryItem): string => `${item.app}/${item.entry}`
export const filingAddress = (item: EntryItem): string => `/office/filings/${item.app}/${item.entry}`

const kSettles = 300
export function useFilings(state: Ref<string>, words: Ref<string>) {
  const {t} = useI18n()
  const asked = ref(words.value)
  const beyond = ref(words.value !== '')
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(words, (value) => {
    clearTimeout(timer)
    timer = setTimeout(() => (asked.value = value), kSettles)
  })
  onScopeDispose(() => clearTimeout(timer))
  const wanted = (): string | undefined => (beyond.value || isPhone(asked.value) ? searchWords(asked.value) : undefined)
  const source = async (page: Paging) => {
    const read = await listDetailedFilings(state.value as EntryState, page, wanted())
    if (wanted() === undefined && page.after === undefined) beyond.value = read.next !== undefined
    return read
  }
  const list = useList<EntryItem>(source, filingKey, {when: () => [state.value, wanted()], leaving: {read: findFiling, belongs: (item) => item.state === state.value}})
  const names = (item: EntryItem): string => (item.categories ?? []).map((id) => categoryName.value(id)).join(t('list.comma'))
  const found = (item: EntryItem): boolean => wanted() === searchWords(words.value) && wanted() !== undefined ? true : matches(words.value, item.app, item.app_name, item.subject_name, item.subject, item.digest, names(item))
  const columns = computed((): Column<EntryItem>[] => [
    {title: t('export.column.name'), of: (item) => item.app_name},
    {title: t('export.column.app'), of: (item) => item.app},
    {title: t('export.column.filing'), of: (item) => item.entry},
    {title: t('export.column.submission'), of: (item) => item.submission},
    {title: t('export.column.categories'), of: names},
    {title: t('export.column.digest'), of: (item) => item.digest},
    {title: t('export.column.start'), of: (item) => item.start},
    {title: t('export.column.end'), of: (item) => item.end},
    {title: t('export.column.answered'), of: (item) => item.answer?.at},
    {title: t('export.column.replyNumber'), of: (item) => item.answer?.reply_number},
  ])
  return {source, list, names, found, columns}
}
