// Filings of one's own province as every list of the office's desk shows them: read in one state, found
// by words, opened, written to a file.
import {computed, type Ref} from 'vue'
import {useI18n} from 'vue-i18n'
import {listDetailedFilings} from '@/api/versions'
import type {EntryItem, EntryState} from '@/api/types'
import type {Column} from '@/components/ExportButton.vue'
import type {Paging} from '@/api/calls'
import {useList} from './load'
import {categoryName} from './names'
import {matches} from './row_keys'

export const kAnswersAtOnce = 500
export const filingKey = (item: EntryItem): string => `${item.app}/${item.entry}`
export const filingAddress = (item: EntryItem): string => `/office/filings/${item.app}/${item.entry}`

export function useFilings(state: Ref<string>) {
  const {t} = useI18n()
  const source = (page: Paging) => listDetailedFilings(state.value as EntryState, page)
  const list = useList<EntryItem>(source, filingKey, {when: () => state.value})
  const names = (item: EntryItem): string => (item.categories ?? []).map((id) => categoryName.value(id)).join(t('list.comma'))
  const found = (words: string, item: EntryItem): boolean => matches(words, item.app, item.app_name, item.digest, names(item))
  const columns = computed((): Column<EntryItem>[] => [
    {title: t('export.column.name'), of: (item) => item.app_name},
    {title: t('export.column.app'), of: (item) => item.app},
    {title: t('export.column.filing'), of: (item) => item.entry},
    {title: t('export.column.submission'), of: (item) => item.submission},
    {title: t('export.column.categories'), of: names},
    {title: t('export.column.digest'), of: (item) => item.digest},
    {title: t('export.column.start'), of: (item) => item.start},
    {title: t('export.column.end'), of: (item) => item.end},
  ])
  return {source, list, names, found, columns}
}
