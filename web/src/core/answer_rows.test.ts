import {describe, expect, it} from 'vitest'
import {answerRows, bodyOfRow, cellsOf, kRowsMax, pointsOf} from './answer_rows'
import {csvFile} from './csv'

const kDigest = 'a'.repeat(64)

describe('answers from a file', () => {
  it('are read by the names of columns, in either language', () => {
    const {rows, fault} = answerRows(`\uFEFF报备号,app id,名称,代码包摘要,答复,整改项\r\n3,wx1,论坛,${kDigest.toUpperCase()},未通过,remove_category | social-live | 移除直播；content_control||评论\r\n4,wx1,论坛,${kDigest},通过,\r\n5,wx1,论坛,${kDigest},,\r\n`)
    expect(fault).toBeUndefined()
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatchObject({line: 2, app: 'wx1', entry: 3, digest: kDigest, verdict: 'fail'})
    expect(rows[0]?.points).toEqual([{code: 'remove_category', category: 'social-live', text: '移除直播'}, {code: 'content_control', text: '评论'}])
    expect(bodyOfRow(rows[1] as never)).toEqual({digest: kDigest, verdict: 'pass'})
  })
  it('say what is wrong with each row alone', () => {
    const {rows} = answerRows(['app,filing,digest,verdict,points', `wx1,1,${kDigest},pass,`, `wx1,1,${kDigest},fail,`, `a b,1,${kDigest},pass,`, `wx1,x,${kDigest},pass,`, 'wx1,2,123,pass,', `wx1,3,${kDigest},maybe,`, `wx1,4,${kDigest},pass,p`].join('\n'))
    expect(rows.map((row) => row.fault)).toEqual([undefined, 'twice', 'app', 'filing', 'digest', 'verdict', 'pass_points'])
  })
  it('are refused as a whole where the file is none', () => {
    expect(answerRows('').fault).toBe('empty')
    expect(answerRows('app,filing\n1,2').fault).toBe('columns')
    expect(answerRows('app,filing,digest,verdict\n' + 'a,1,b,pass\n'.repeat(kRowsMax + 1)).fault).toBe('too_many')
    expect(answerRows('PK\u0003\u0004\u0000\n\u0000').fault).toBe('columns')
  })
  it('come back from a file that we wrote, quotes and line ends and all', () => {
    const points = 'p||"说明",第一行;q'
    const {rows} = answerRows(csvFile(['app', 'filing', 'digest', 'verdict', 'points'], [['wx1', 1, kDigest, 'fail', points]]))
    expect(rows[0]?.points).toEqual([{code: 'p', text: '"说明",第一行'}, {code: 'q'}])
    expect(cellsOf('a,"b\n""c"""\n\n,d')).toEqual([{cells: ['a', 'b\n"c"'], line: 1}, {cells: ['', 'd'], line: 4}])
    expect(pointsOf('=cmd|x')).toEqual([{code: '=cmd', category: 'x'}])
  })
})
