// Answers of a file on their way: what the file says of each row is sent as an answer of its own.
import {getCase} from '@/api/calls'
import {bodyOfRow, type AnswerRow} from './answer_rows'
import {isLate} from './office_answer'
import {useSendings} from './sendings'
import {now} from './time'

export function useImport() {
  const sendings = useSendings<AnswerRow>('filing_answers')
  const look = (rows: readonly AnswerRow[]): Promise<void> =>
    sendings.look(
      rows,
      async (row, signal) => {
        const entry = (await getCase(row.app, signal)).entries.find((one) => one.no === row.entry)
        return {body: {app: row.app, entry: row.entry, ...bodyOfRow(row)}, late: entry !== undefined && isLate(entry, now.value)}
      },
      (row) => row.fault !== undefined,
    )
  return {...sendings, look}
}
