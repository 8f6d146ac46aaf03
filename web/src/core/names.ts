// Names that the catalogue gives: categories, reasons, offices. Read once, when first wanted.
import {computed, shallowRef} from 'vue'
import {listCategories, listReasons, listRegions} from '@/api/calls'
import type {CategoryItem, ReasonRow, ReasonUse, Region} from '@/api/types'
import {language} from '@/i18n'

function once<Row>(read: () => Promise<{items: Row[]}>, keyOf: (row: Row) => string) {
  const rows = shallowRef<Map<string, Row>>(new Map())
  let begun = false
  const want = (): void => {
    if (begun) return
    begun = true
    read().then(
      (list) => (rows.value = new Map(list.items.map((row) => [keyOf(row), row]))),
      () => (begun = false),
    )
  }
  return {rows, want}
}

const categories = once<CategoryItem>(listCategories, (row) => row.id)
const reasons = once<ReasonRow>(listReasons, (row) => row.id)
const regions = once<Region>(listRegions, (row) => row.code)

export const allCategories = computed(() => {
  categories.want()
  return [...categories.rows.value.values()]
})

export const categoryName = computed(() => (id: string | undefined) => {
  categories.want()
  if (id === undefined || id === '') return ''
  const row = categories.rows.value.get(id)
  return row === undefined ? id : language.value === 'zh' ? row.name_zh : row.name_en
})

// The id behind what somebody wrote: an id, or a name in either language. undefined: neither.
export const categoryIdOf = computed(() => (written: string): string | undefined => {
  const wanted = written.trim()
  if (categories.rows.value.has(wanted)) return wanted
  return allCategories.value.find((row) => row.name_zh === wanted || row.name_en === wanted)?.id
})

export const isFilingCategory = computed(() => (id: string) => {
  categories.want()
  return categories.rows.value.get(id)?.filing_category ?? false
})

export const reasonsFor = computed(() => (use: ReasonUse) => {
  reasons.want()
  return [...reasons.rows.value.values()].filter((row) => row.uses.includes(use))
})

export const reasonOf = computed(() => (id: string): ReasonRow | undefined => {
  reasons.want()
  return reasons.rows.value.get(id)
})

export const namesCategory = computed(() => (id: string) => reasonOf.value(id)?.names_category === true)

export const reasonTitle = computed(() => (id: string) => {
  const row = reasonOf.value(id)
  return row === undefined ? id : row.title[language.value]
})

export const officeName = computed(() => (region: string | undefined) => {
  regions.want()
  const row = regions.rows.value.get(region ?? '')
  return row?.office_short?.[language.value] ?? row?.office[language.value] ?? region ?? ''
})

export const regionName = computed(() => (region: string | undefined) => {
  regions.want()
  return regions.rows.value.get(region ?? '')?.name[language.value] ?? region ?? ''
})

export const allRegions = computed(() => {
  regions.want()
  return [...regions.rows.value.values()]
})
