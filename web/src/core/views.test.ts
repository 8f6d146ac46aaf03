import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {signIn, signOut} from './session'
import {me, serve} from './test_page'
import {dropView, kViewsMax, parseViews, sameQuery, saveView, viewQuery, viewsOf} from './views'

const sit = async (person: string) => {
  signOut()
  serve({'GET /v1/me': me(['officer'], {person})})
  await signIn('t')
}
afterEach(() => {
  signOut()
  vi.unstubAllGlobals()
})
beforeEach(async () => {
  await sit('p-1')
  for (const one of viewsOf('/dev')) dropView('/dev', one.name)
})

describe('saved views', () => {
  it('hold the words of the address and are kept', () => {
    expect(saveView('/dev', ' 论坛 ', viewQuery({q: '论坛', client: 'org-1', empty: '', twice: ['a', 'b'], none: null}))).toBe(true)
    expect(viewsOf('/dev')).toEqual([{name: '论坛', query: {q: '论坛', client: 'org-1'}}])
    expect(parseViews(localStorage.getItem('baobei.views.p-1'))['/dev']).toEqual(viewsOf('/dev'))
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
  it('are the person’s own, at one browser', async () => {
    saveView('/dev', 'a number', {q: '13800000000'})
    await sit('p-2')
    expect(viewsOf('/dev')).toEqual([])
    saveView('/dev', 'mine', {q: 'x'})
    await sit('p-1')
    expect(viewsOf('/dev')).toEqual([{name: 'a number', query: {q: '13800000000'}}])
    signOut()
    expect(viewsOf('/dev')).toEqual([])
    expect(saveView('/dev', 'nobody’s', {q: 'y'})).toBe(false)
  })
  it('that all shared are gone', async () => {
    localStorage.setItem('baobei.views', '{"/dev": [{"name": "old", "query": {"q": "13900000000"}}]}')
    vi.resetModules()
    await import('./views')
    expect(localStorage.getItem('baobei.views')).toBeNull()
  })
  it('that others wrote are not trusted', () => {
    for (const text of ['', 'null', '[]', '{', '{"a": 1}', '{"a": [1, {"name": 2}]}']) expect(Object.values(parseViews(text)).flat()).toEqual([])
  })
  it('are the same whatever their order', () => {
    expect(sameQuery({a: '1', b: '2'}, {b: '2', a: '1'})).toBe(true)
    expect(sameQuery({a: '1'}, {a: '2'})).toBe(false)
  })
})
