import {describe, expect, it} from 'vitest'
import {kRemarksMax, remarksAsText, withRemark} from './remarks'

describe('remarks on lines', () => {
  it('are one a line, in the order of the files', () => {
    let list = withRemark([], {file: 'b.js', line: 2, text: 'x'})
    list = withRemark(list, {file: 'a.js', line: 9, text: 'y'})
    list = withRemark(list, {file: 'b.js', line: 2, text: 'z'})
    expect(list.map((one) => one.text)).toEqual(['y', 'z'])
    expect(withRemark(list, {file: 'a.js', line: 9, text: '  '})).toHaveLength(1)
  })
  it('have a limit', () => {
    const many = Array.from({length: kRemarksMax}, (_, n) => ({file: 'a', line: n + 1, text: 't'}))
    expect(withRemark(many, {file: 'b', line: 1, text: 't'})).toHaveLength(kRemarksMax)
  })
  it('become a text once, behind what was written', () => {
    const list = [{file: 'a.js', line: 3, text: '说明用途'}]
    const text = remarksAsText('你好', list)
    expect(text).toBe('你好\na.js:3 说明用途')
    expect(remarksAsText(text, list)).toBe(text)
  })
})
