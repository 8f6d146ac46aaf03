import {beforeEach, describe, expect, it} from 'vitest'
import {dropView, kViewsMax, parseViews, sameQuery, saveView, viewQuery, viewsOf} from './views'

beforeEach(() => {
  for (const one of viewsOf('/dev')) dropView('/dev', one.name)
})

describe('saved views', () => {
  it('hold the words of the address and are kept', () => {
    expect(saveView('/dev', ' 论坛 ', viewQuery({q: '论坛', client: 'org-1', empty: '', twice: ['a', 'b'], none: null}))).toBe(true)
    expect(viewsOf('/dev')).toEqual([{name: '论坛', query: {q: '论坛', client: 'org-1'}}])
    expect(parseViews(localStorage.getItem('baobei.views'))['/dev']).toEqual(viewsOf('/dev'))
    expect(viewsOf('/review')).toEqual([])
  })
  it('are replaced under their own name and refused beyond the limit', () => {
    for (let n = 0; n < kViewsMax; ++n) expect(saveView('/dev', `v${n}`, {q: String(n)})).toBe(true)
    expect(saveView('/dev', 'one more', {})).toBe(false)
    expect(saveView('/dev', 'v3', {q: 'x'})).toBe(true)
    expect(viewsOf('/dev')).toHaveLength(kViewsMax)
    expect(saveView('/dev', '  ', {})).toBe(false)
    dropView('/dev', 'v3')
    expect(viewsOf('/dev').some((one) => one.name === 'v3')).toBe(false)
  })
  it('that others wrote are not trusted', () => {
    for (const text of ['', 'null', '[]', '{', '{"a": 1}', '{"a": [1, {"name": 2}]}']) expect(Object.values(parseViews(text)).flat()).toEqual([])
  })
  it('are the same whatever their order', () => {
    expect(sameQuery({a: '1', b: '2'}, {b: '2', a: '1'})).toBe(true)
    expect(sameQuery({a: '1'}, {a: '2'})).toBe(false)
  })
})
