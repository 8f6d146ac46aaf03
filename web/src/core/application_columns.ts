// What the tables of applications say of each, the developer's and the operator's alike.
import {computed, type ComputedRef} from 'vue'
import {useI18n} from 'vue-i18n'
import type {ApplicationItem} from '@/api/types'
import type {Column} from '@/components/ExportButton.vue'
import {language} from '@/i18n'
import {matches} from './row_keys'

export function useApplicationColumns(): ComputedRef<Column<ApplicationItem>[]> {
  const {t} = useI18n()
  const category = (one: ApplicationItem): string => (language.value === 'zh' ? one.name_zh : one.name_en) || one.category
  return computed(() => [
    {title: t('apply.column.no'), of: (one) => one.application},
    {title: t('export.column.state'), of: (one) => t(`apply.state.${one.state}`)},
    {title: t('apply.column.category'), of: category},
    {title: t('export.column.subject'), of: (one) => one.subject_name ?? one.subject},
    {title: t('apply.column.applied'), of: (one) => one.applied_at},
    {title: t('export.column.changed'), of: (one) => one.changed_at},
    {title: t('apply.column.until'), of: (one) => one.valid_until},
  ])
}

export const applicationFits = (filter: string, one: ApplicationItem): boolean => matches(filter, one.name_zh, one.name_en, one.category, one.subject, one.subject_name, String(one.application))
