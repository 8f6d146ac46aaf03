// Several filings answered alike: the same answer for each, as far as it fits it. A change of the
// answer looks again.
import {getCase, getSubmission} from '@/api/calls'
import type {AnswerBody, EntryItem} from '@/api/types'
import {useSendings} from './sendings'

export interface BulkAnswer {
  verdict: AnswerBody['verdict']
  points: NonNullable<AnswerBody['points']>
  scope: NonNullable<AnswerBody['scope']>
  downBy?: string
}

const kServed = ['served', 'take_down_ordered', 'suspended']

// What of an answer fits a row: a scope and an instant only where something is served.
export function bodyFor(answer: BulkAnswer, digest: string, served: boolean): AnswerBody {
  if (answer.verdict === 'pass') return {digest, verdict: 'pass'}
  const down = served ? {scope: answer.scope, ...(answer.downBy === undefined ? {} : {down_by: answer.downBy})} : {}
  return {digest, verdict: 'fail', points: answer.points, ...down}
}

const facts = new Map<string, {digest: string; served: boolean}>()
async function factsOf(item: EntryItem, signal: AbortSignal): Promise<{digest: string; served: boolean}> {
  const key = `${item.app}/${item.submission}@${item.changed_at ?? ''}`
  const known = facts.get(key)
  if (known !== undefined) return known
  const [file, submission] = await Promise.all([getCase(item.app, signal), getSubmission(item.app, item.submission, signal)])
  const read = {digest: submission.digest, served: kServed.includes(file.service)}
  facts.set(key, read)
  return read
}

export function useBulk() {
  const sendings = useSendings<EntryItem>('filing_answers')
  const look = (items: readonly EntryItem[], answer: BulkAnswer | undefined): Promise<void> =>
    sendings.look(
      items,
      answer &&
        (async (item, signal) => {
          const {digest, served} = await factsOf(item, signal)
          return {body: {app: item.app, entry: item.entry, ...bodyFor(answer, digest, served)}}
        }),
    )
  return {...sendings, look}
}
