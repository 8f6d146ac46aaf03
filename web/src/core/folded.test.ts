import {describe, expect, it} from 'vitest'
import {folded} from './folded'

describe('folded', () => {
  const told = (rows: string[]) => folded(rows, (row) => row.slice(0, 1)).map(({row, times}) => `${row} ${times}`)

  it('tells neighbours that say the same once', () => {
    expect(told(['a1', 'a2', 'b1', 'a3'])).toEqual(['a1 2', 'b1 1', 'a3 1'])
  })

  it('leaves nothing of nothing', () => {
    expect(told([])).toEqual([])
  })
})
