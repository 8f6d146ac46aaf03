import {describe, expect, it} from 'vitest'
import {csvCell, csvFile, csvName, inReaderZone} from './csv'

describe('a cell', () => {
  it.each([
    ['plain', 'plain'],
    [7, '7'],
    [-7, '-7'],
    [undefined, ''],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['云上菜单', '云上菜单'],
    [' lead', '" lead"'],
    ['nul\0l', 'null'],
  ])('%j reads %j', (value, text) => expect(csvCell(value)).toBe(text))
  it.each(['=1+1', '+1', '-1', '@x', '\t=1', ' =cmd()', '\u200b=1', '\u202e=1', '\ufeff=1', '＝1', '|x', '%x'])('%j is no formula', (value) => {
    expect(csvCell(value)).toMatch(/^"'/)
  })
})

describe('an instant', () => {
  it('is written in the reader’s zone with its offset', () => {
    const said = inReaderZone('2026-03-02T09:14:07.250000Z')
    expect(said).toMatch(/^2026-03-0[123] \d\d:\d\d:07 [+-]\d\d:\d\d$/)
    const [day, time, offset] = String(said).split(' ')
    expect(Date.parse(`${day}T${time}${offset}`)).toBe(Date.UTC(2026, 2, 2, 9, 14, 7))
  })
  it.each(['2026-03-02', 'at 2026-03-02T09:14:07Z', '2026-13-02T09:14:07Z', 7, undefined])('%j is left as it is', (cell) => {
    expect(inReaderZone(cell)).toBe(cell)
  })
})

describe('a file', () => {
  it('has a mark, titles and rows that end alike', () => {
    expect(csvFile(['名称', 'n'], [['a', 1], ['"', undefined]])).toBe('\uFEFF名称,n\r\na,1\r\n"""",\r\n')
  })
  it('has a name without what file systems mind', () => {
    expect(csvName('报备/..<x>', Date.UTC(2026, 2, 2, 9, 14))).toBe('报备x 2026-03-02 0914Z.csv')
  })
})
