// A reviewer's remarks on lines, kept in this tab until the case is decided. Pure but for their draft.
import {computed, type ComputedRef} from 'vue'
import {useDraft} from './draft'
import {placeText} from './file_tree'

export interface Remark {
  file: string
  line: number
  text: string
}
export const kRemarksMax = 100

export interface Remarks {
  list: ComputedRef<Remark[]>
  at: (file: string, line: number) => Remark | undefined
  put: (file: string, line: number, text: string) => void
  drop: () => void
}

export function useRemarks(app: string, no: number): Remarks {
  const {draft, drop} = useDraft<{remarks: Remark[]}>(`remarks.${app}.${no}`, () => ({remarks: []}))
  const same = (file: string, line: number) => (one: Remark) => one.file === file && one.line === line
  return {
    list: computed(() => draft.value.remarks),
    at: (file, line) => draft.value.remarks.find(same(file, line)),
    put: (file, line, text) => {
      draft.value.remarks = withRemark(draft.value.remarks, {file, line, text})
    },
    drop,
  }
}

// An empty text takes the remark away.
export function withRemark(list: readonly Remark[], one: Remark): Remark[] {
  const others = list.filter((each) => each.file !== one.file || each.line !== one.line)
  if (one.text.trim() === '' || others.length >= kRemarksMax) return others
  return [...others, one].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
}

// As a text for the developer: what follows the words that are there, each remark with its place.
export function remarksAsText(before: string, list: readonly Remark[]): string {
  const rows = list.map((one) => `${placeText(one.file, one.line)} ${one.text.trim()}`).filter((row) => !before.includes(row))
  return [before.trim(), ...rows].filter((part) => part !== '').join('\n').slice(0, 4000)
}
