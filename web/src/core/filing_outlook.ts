// Before a submission is sent: whether a filing follows, for which categories, and until when it
// would run if the review passed now (R9, R11, R12). Pure.
import type {Accepted, Case, Submission} from '@/api/types'

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

// Of a submission that is on its way to its filing: what follows the review, and when its period ends at
// the earliest. Its filing categories are those of the catalogue that it was submitted by (R25).
export function outlookOfCase(submission: Submission, file: Case, now: number): FilingOutlook | undefined {
  if (!['checking', 'reviewing', 'waiting_for_developer', 'to_be_handed_over'].includes(submission.state)) return undefined
  const rows = submission.categories ?? []
  const filing = new Set(rows.filter((one) => one.filing).map((one) => one.category))
  const declared = rows.map((one) => one.category)
  const laid = submission.state === 'to_be_handed_over' ? file.entries.find((one) => one.no === submission.entry)?.categories : undefined
  const outlook = filingOutlook(file, declared, (one) => filing.has(one), now)
  return laid === undefined ? outlook : {...outlook, files: true, categories: laid}
}

type Translate = (key: string, named: Record<string, unknown>) => string
type Told = NonNullable<Accepted['outlook']>
export interface OutlookNames {
  category: (id: string) => string
  office: (region: string) => string
  join: string // between categories
  instant: (at: number) => string
}

// What the server reckons, in the page's own words and the reader's zone.
export function outlookWords(told: Told, names: OutlookNames, t: Translate): string[] {
  const list = told.ground === 'completed' ? told.completed : told.to_file
  const ground = t(`outlook.ground.${told.ground}`, {c: list.map(names.category).join(names.join)})
  if (!told.files) return [ground]
  const office = told.region ? t('outlook.office', {o: names.office(told.region)}) : t('outlook.noOffice', {})
  if (told.period_us === undefined) return [ground, office, t('outlook.noPeriod', {})]
  const hours = told.period_us / 3_600_000_000
  const period = hours % 24 === 0 ? t('outlook.days', {n: hours / 24}) : t('outlook.hours', {n: hours})
  const before = [ground, office, period]
  if (told.channel === 'none') return [...before, t('outlook.noChannel', {})]
  const end = told.end === undefined ? Number.NaN : Date.parse(told.end)
  if (Number.isNaN(end)) return before
  return [...before, t(told.channel === 'desk' ? 'outlook.end' : 'outlook.endHandedOver', {end: names.instant(end)})]
}
