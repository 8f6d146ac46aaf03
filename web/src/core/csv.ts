// Rows as a file for spreadsheets: RFC 4180, UTF-8 with a mark so that Chinese opens rightly.
//
// Invariants: no cell is a formula, whatever people wrote into it; no cell ends a row early.
const kMark = '\uFEFF'
const kFormula = /^[\s\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*[=+\-@\t\r|%\uff1d\uff0b\uff0d\uff20]/

export type Cell = string | number | undefined

export function csvCell(value: Cell): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const harmless = kFormula.test(value) ? `'${value}` : value
  const flat = harmless.replace(/\0/g, '')
  return /[",\r\n']|^\s|\s$/.test(flat) ? `"${flat.replaceAll('"', '""')}"` : flat
}

export const csvRow = (cells: readonly Cell[]): string => cells.map(csvCell).join(',') + '\r\n'

export const csvFile = (titles: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  kMark + csvRow(titles) + rows.map(csvRow).join('')

const kInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/
const two = (number: number): string => String(number).padStart(2, '0')

// An instant as the page shows it, in the reader's zone, with its offset beside it; any other cell as it is.
export function inReaderZone(cell: Cell): Cell {
  if (typeof cell !== 'string' || !kInstant.test(cell)) return cell
  const at = new Date(cell)
  if (Number.isNaN(at.getTime())) return cell
  const minutes = -at.getTimezoneOffset()
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())} ${offset}`
}

// "报备 2026-03-02 0914.csv": no character that a file system minds.
export function csvName(what: string, at: number): string {
  const words = new Date(at).toISOString()
  return `${what.replace(/[^\p{L}\p{N} _-]/gu, '')} ${words.slice(0, 10)} ${words.slice(11, 13)}${words.slice(14, 16)}Z.csv`
}
