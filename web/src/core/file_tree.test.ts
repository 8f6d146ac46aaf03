import {describe, expect, it} from 'vitest'
import {foldersOf, placeOf, placeText, treeRows, visibleName} from './file_tree'

const file = (path: string) => ({path, size: 1, kind: 'script'})

describe('the tree of files', () => {
  it('has folders before files, counts upwards, and hides what is closed', () => {
    const files = ['b.js', 'pages/home/home.js', 'pages/a.js', 'a/x.js'].map(file)
    const findings = [{file: 'pages/home/home.js', severity: 'error'}, {file: 'pages/home/home.js', severity: 'note'}, {severity: 'error'}]
    expect(treeRows(files, findings, new Set(['pages'])).map((row) => [row.level, row.name, row.findings, row.errors])).toEqual([
      [0, 'a', 0, 0],
      [0, 'pages', 2, 1],
      [1, 'home', 2, 1],
      [1, 'a.js', 0, 0],
      [0, 'b.js', 0, 0],
    ])
    expect(treeRows([], [], new Set())).toEqual([])
    expect(foldersOf('a/b/c')).toEqual(['a', 'a/b'])
  })
  it('shows controls in names as such', () => {
    expect(visibleName('a\u202egpj.js')).toBe('a⟨U+202E⟩gpj.js')
    expect(visibleName('\u0000\u200b中文')).toBe('⟨U+0000⟩⟨U+200B⟩中文')
  })
  it('takes a place apart and puts it together', () => {
    expect(placeOf('a:b.js:12')).toEqual({file: 'a:b.js', line: 12})
    expect(placeOf('a.js')).toEqual({file: 'a.js', line: 0})
    expect(placeText('a.js', 0)).toBe('a.js')
    expect(placeText('a.js', 3)).toBe('a.js:3')
  })
})
