import {describe, expect, it} from 'vitest'
import {isPhone, phoneText} from './phone'

describe('a telephone number', () => {
  it.each(['13800000000', '+86 10 0000 0001', '(010) 0000-0001', '400-000-0000', ' 010 00000001 '])('is told from other words: %s', (words) => expect(isPhone(words)).toBe(true))
  it.each(['', '123', '12345', 'wx9e8d7a48f4fb2c97', '论坛 1234567', '9f3a71c0', '1.2.3.4.5.6.7', '+'])('is not %s', (words) => expect(isPhone(words)).toBe(false))
  it('is shown with the country’s code apart', () => {
    expect(phoneText('+861000000001')).toBe('+86 1000000001')
    expect(phoneText('+85200000001')).toBe('+85200000001')
  })
})
