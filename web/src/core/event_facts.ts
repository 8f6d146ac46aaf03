// What an event of the log says beyond its kind, taken from its data without trusting its shape.
import type {LogEvent} from '@/api/types'

export interface EventFacts {
  tone: 'plain' | 'done' | 'danger'
  outcome?: string // i18n key
  texts: (string | null)[] // null: erased
  reasons: {id: string; category?: string; text?: string}[]
  categories: string[]
  until?: {key: string; at: string}
  digest?: string
}

type Data = Record<string, unknown>

const kDanger = new Set([
  'review_refused',
  'filing_failed',
  'take_down_ordered',
  'taken_down',
  'version_barred',
  'case_stopped',
  'pass_revoked',
])
const kDone = new Set(['review_passed', 'filing_passed', 'released', 'filing_started', 'submitted'])
// The instant worth saying, and how.
const kUntil: Record<string, string> = {
  submitted: 'review_due',
  question_asked: 'answer_by',
  review_refused: 'appeal_by',
  filing_started: 'end',
  release_ground_raised: 'lapse_at',
  qualification_lapsed: 'grace_until',
}

const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

function reasonsOf(data: Data): EventFacts['reasons'] {
  const rows = [...list(data['reasons']), ...list(data['points']), data['reason']].filter(isData)
  const found = rows.map((row) => ({
    id: text(row['reason']) ?? text(row['code']) ?? '',
    category: text(row['category']),
    text: text(row['text']),
  }))
  const named = text(data['reason'])
  if (named !== undefined && data['take_down'] !== undefined) found.push({id: named, category: undefined, text: undefined})
  // The failed filing that an order follows from stands beside it as an event of its own.
  return found.filter((row) => row.id !== '' && row.id !== 'filing_failed')
}

function categoriesOf(type: string, data: Data): string[] {
  if (type === 'submitted') {
    return list(data['categories']).filter(isData).map((row) => text(row['category']) ?? '')
  }
  const member = {entry_opened: 'categories', filing_passed: 'completed'}[type]
  const single = text(data['category'])
  const rows = member === undefined ? (single === undefined ? [] : [single]) : list(data[member])
  return rows.filter((row) => typeof row === 'string')
}

function outcomeOf(type: string, data: Data): string | undefined {
  const outcome = text(data['outcome'])
  if (type === 'check_finished' && outcome !== undefined) return `terms.checkOutcome.${outcome}`
  const effect = text(data['effect'])
  if (type === 'appeal_decided' && effect !== undefined) return `thread.effect.${effect}`
  const cause = text(data['cause'])
  if ((type === 'submission_withdrawn' || type === 'released') && cause !== undefined) {
    return `thread.cause.${cause}`
  }
  return undefined
}

export function factsOf(event: LogEvent): EventFacts {
  const data: Data = isData(event.data) ? event.data : {}
  const member = kUntil[event.type]
  const at = member === undefined ? undefined : text(data[member])
  const takeDown = isData(data['take_down']) ? text(data['take_down']['down_by']) : undefined
  const words = ['text', 'notes']
    .filter((name) => name in data)
    .map((name) => (data[name] === null ? null : (text(data[name]) ?? '')))
    .filter((word) => word !== '')
  return {
    tone: kDanger.has(event.type) ? 'danger' : kDone.has(event.type) ? 'done' : 'plain',
    outcome: outcomeOf(event.type, data),
    texts: typeof data['reason'] === 'string' && data['take_down'] === undefined ? [...words, data['reason']] : words,
    reasons: reasonsOf(data),
    categories: categoriesOf(event.type, data),
    until:
      at !== undefined
        ? {key: `thread.until.${member}`, at}
        : takeDown !== undefined
          ? {key: 'thread.until.down_by', at: takeDown}
          : undefined,
    digest: event.type === 'submitted' || event.type === 'released' ? text(data['digest']) : undefined,
  }
}
