import {describe, expect, it} from 'vitest'
import {grantedBySecond, idFits, passwordLack, takesSecond, type Rights} from './directory'

describe('an id', () => {
  it.each(['a', 'dev-2', 'Org_1.x', 'x'.repeat(64)])('%s fits', (id) => expect(idFits(id)).toBe(true))
  it.each(['', ' ', 'a b', '张三', 'a/b', 'x'.repeat(65)])('“%s” does not', (id) => expect(idFits(id)).toBe(false))
})

describe('a password', () => {
  it.each([
    ['elevencharc', 'elevencharc', 'short'],
    ['十一个字的密码还差一个', '十一个字的密码还差一个', 'short'],
    ['twelve chars', 'twelve chats', 'differs'],
    ['x'.repeat(257), 'x'.repeat(257), 'long'],
    ['密'.repeat(86), '密'.repeat(86), 'long'],
    ['twelve chars', 'twelve chars', undefined],
    ['十二个字的密码刚好够长呀', '十二个字的密码刚好够长呀', undefined],
  ])('%.12s…: %s %s', (password, again, lack) => expect(passwordLack(password, again)).toBe(lack))
})

describe('what takes a second operator', () => {
  const rights = (roles: Rights['roles'], change: Partial<Rights> = {}): Rights => ({roles, active: true, ...change})
  it('is what is newly granted', () => {
    expect(takesSecond(['developer'])).toBe(false)
    expect(takesSecond(['reviewer'])).toBe(true)
    expect(grantedBySecond(rights(['developer']), undefined)).toEqual([])
    expect(grantedBySecond(rights(['developer', 'operator']), undefined)).toEqual(['operator'])
    expect(grantedBySecond(rights(['operator', 'officer']), rights(['operator']))).toEqual(['officer'])
    expect(grantedBySecond(rights(['operator']), rights(['operator', 'officer']))).toEqual([])
  })
  it('is a return after inactivity, and another province', () => {
    expect(grantedBySecond(rights(['operator']), rights(['operator'], {active: false}))).toEqual(['operator'])
    expect(grantedBySecond(rights(['operator'], {active: false}), rights(['operator']))).toEqual([])
    expect(grantedBySecond(rights(['officer'], {region: '31'}), rights(['officer'], {region: '33'}))).toEqual(['officer'])
    expect(grantedBySecond(rights(['officer'], {region: '33'}), rights(['officer'], {region: '33'}))).toEqual([])
  })
})
