// Answers from a file: a table (CSV) with one answer a row, as an office fills it in without a
// connection. Pure; every row is taken or refused with its reason, none takes another with it.
//
// Columns by name, in any order: app, filing, digest, verdict, points. Points: "code | category | text",
// several apart by ";" or line ends.
import type {AnswerBody, PointBody} from '@/api/types'

export const kRowsMax = 2000 // of a job
export const kFileBytesMax = 2 * 1024 * 1024
export const kColumns = ['app', 'filing', 'digest', 'verdict', 'points'] as const

export type RowFault = 'app' | 'filing' | 'digest' | 'verdict' | 'twice' | 'pass_points'
export interface AnswerRow {
  line: number // of the file, from 1
  app: string
  entry: number
  digest: string
  verdict?: AnswerBody['verdict']
  points: PointBody[]
  fault?: RowFault
}
export type FileFault = 'empty' | 'columns' | 'too_many'

// RFC 4180; a quote within a cell is doubled.
export function cellsOf(text: string): {cells: string[]; line: number}[] {
  const rows: {cells: string[]; line: number}[] = []
  let cells: string[] = []
  let cell = ''
  let line = 1
  let begins = 1
  let quoted = false
  const end = (): void => {
    cells.push(cell)
    if (cells.some((one) => one.trim() !== '')) rows.push({cells, line: begins})
    cells = []
    cell = ''
  }
  for (let at = 0; at < text.length; ++at) {
    const here = text[at] ?? ''
    if (here === '\n') ++line
    if (quoted) {
      if (here !== '"') cell += here
      else if (text[at + 1] === '"') {
        cell += '"'
        ++at
      } else quoted = false
    } else if (here === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (here === ',') {
      cells.push(cell)
      cell = ''
    } else if (here === '\n') {
      end()
      begins = line
    } else if (here !== '\r') cell += here
  }
  if (cell !== '' || cells.length > 0) end()
  return rows
}

const kVerdicts: Record<string, AnswerBody['verdict']> = {pass: 'pass', passed: 'pass', 通过: 'pass', 报备通过: 'pass', fail: 'fail', failed: 'fail', 不通过: 'fail', 未通过: 'fail', 报备未通过: 'fail'}
const kNames: Record<string, (typeof kColumns)[number]> = {app: 'app', 'app id': 'app', filing: 'filing', 报备号: 'filing', digest: 'digest', 代码包摘要: 'digest', verdict: 'verdict', 答复: 'verdict', points: 'points', 整改项: 'points'}
// What our own export puts before a cell that would be a formula.
const plain = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@%|])/, '')

export function pointsOf(cell: string): PointBody[] {
  return cell
    .split(/[;；\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .slice(0, 100)
    .map((one) => {
      const [code = '', category = '', ...text] = one.split('|').map((part) => part.trim())
      const words = text.join('|')
      return {code, ...(category === '' ? {} : {category}), ...(words === '' ? {} : {text: words.slice(0, 4000)})}
    })
}

export function answerRows(text: string): {rows: AnswerRow[]; fault?: FileFault} {
  const [head, ...body] = cellsOf(text.replace(/^\uFEFF/, ''))
  if (head === undefined || body.length === 0) return {rows: [], fault: 'empty'}
  const names = head.cells.map((cell) => kNames[cell.trim().toLowerCase()])
  if (!['app', 'filing', 'digest', 'verdict'].every((name) => names.includes(name as never))) return {rows: [], fault: 'columns'}
  if (body.length > kRowsMax) return {rows: [], fault: 'too_many'}
  const seen = new Set<string>()
  const rows = body.map(({cells, line}): AnswerRow => {
    const of = (name: (typeof kColumns)[number]): string => plain(cells[names.indexOf(name)] ?? '')
    const row: AnswerRow = {
      line,
      app: of('app'),
      entry: /^\d{1,9}$/.test(of('filing')) ? Number(of('filing')) : 0,
      digest: of('digest').toLowerCase(),
      verdict: kVerdicts[of('verdict').toLowerCase()],
      points: pointsOf(of('points')),
    }
    const key = `${row.app}/${row.entry}`
    const fault = faultOf(row, seen.has(key))
    if (fault !== undefined) row.fault = fault
    seen.add(key)
    return row
  })
  // Rows that were left without an answer are no answers.
  return {rows: rows.filter((_, n) => (body[n]?.cells[names.indexOf('verdict')] ?? '').trim() !== '')}
}

function faultOf(row: AnswerRow, again: boolean): RowFault | undefined {
  if (!/^[\w.-]{1,64}$/.test(row.app)) return 'app'
  if (row.entry === 0) return 'filing'
  if (!/^[0-9a-f]{64}$/.test(row.digest)) return 'digest'
  if (row.verdict === undefined) return 'verdict'
  if (row.verdict === 'pass' && row.points.length > 0) return 'pass_points'
  return again ? 'twice' : undefined
}

export const bodyOfRow = (row: AnswerRow): AnswerBody =>
  row.verdict === 'fail' ? {digest: row.digest, verdict: 'fail', points: row.points} : {digest: row.digest, verdict: 'pass'}
