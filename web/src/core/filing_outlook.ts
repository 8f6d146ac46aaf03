// Before a submission is sent: whether a filing follows, for which categories, and until when it
// would run if the review passed now (R9, R11, R12). Pure.
import type {Case} from '@/api/types'

export interface FilingOutlook {
  files: boolean
  categories: string[]
  end?: number
}

const kFilingPeriod = 604_800_000

export function filingOutlook(
  file: Case,
  declared: readonly string[],
  isFiling: (category: string) => boolean,
  now: number,
): FilingOutlook {
  const completed = new Set((file.completed ?? []).map((row) => row.category))
  const categories = declared.filter((one) => isFiling(one) && !completed.has(one))
  const overseas = file.subject.kind.startsWith('overseas')
  const first = overseas && file.ever_completed !== true && declared.length > 0
  const files = categories.length > 0 || first
  if (!files) return {files, categories}
  if (file.subject.kind === 'overseas_other') return {files, categories}
  // The period starts at the next whole second after the notice.
  return {files, categories, end: Math.ceil(now / 1000) * 1000 + kFilingPeriod}
}
