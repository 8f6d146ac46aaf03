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

// "报备 2026-03-02 0914.csv": no character that a file system minds.
export function csvName(what: string, at: number): string {
  const words = new Date(at).toISOString()
  return `${what.replace(/[^\p{L}\p{N} _-]/gu, '')} ${words.slice(0, 10)} ${words.slice(11, 13)}${words.slice(14, 16)}Z.csv`
}
