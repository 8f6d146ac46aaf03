import {describe, expect, it} from 'vitest'
import {factsOfCategory} from './category_facts'
import {reasonBodies} from './decision'
import {keyName, match, type KeyBinding} from './keys'
import {merged} from './load'
import {downByAfter, graceWords, isLate, pointBodies} from './office_answer'
import {matches} from './row_keys'
import {caseAddress} from './sections'
import {at, entry} from './test_cases'

describe('an office’s answer', () => {
  it('is late from the very end on', () => {
    const end = at('2026-03-09T09:14:07Z')
    expect(isLate(entry(), end - 1)).toBe(false)
    expect(isLate(entry(), end)).toBe(true)
    expect(isLate(entry({state: 'silent'}), end - 1)).toBe(true)
    expect(isLate(entry({end: undefined, state: 'without_period'}), end)).toBe(false)
  })
  it('says a grace with the clock time that it comes to', () => {
    const now = new Date(2026, 2, 5, 8, 0, 30).getTime()
    const t = (key: string, named: Record<string, unknown>): string => [key, ...Object.values(named)].join(' ')
    expect(graceWords(0, now, t)).toBe('answer.atOnce')
    expect(graceWords(12, now, t)).toMatch(/^answer\.inHours 12 · 03-05 20:00 UTC/)
  })
  it('keeps the longest grace within the policy’s 24 h', () => {
    const now = at('2026-03-05T00:00:30Z')
    expect(downByAfter(0, now)).toBeUndefined()
    expect(downByAfter(6, now)).toBe('2026-03-05T06:00:00.000Z')
    expect(at(downByAfter(24, now)!) - now).toBeLessThan(86_400_000)
  })
  it('sends no empty members', () => {
    expect(pointBodies([{id: 'a', category: '', text: ' '}, {id: 'b', category: 'c', text: ' x '}])).toEqual([{code: 'a'}, {code: 'b', category: 'c', text: 'x'}])
    expect(reasonBodies([{id: 'a', category: '', text: ''}])).toEqual([{reason: 'a'}])
    expect(reasonBodies([])).toBeUndefined()
    expect(reasonBodies([{id: 'a', category: '', text: ''}], () => true)).toBeUndefined()
    expect(reasonBodies([{id: 'a', category: 'c', text: ''}], () => true)).toEqual([{reason: 'a', category: 'c'}])
  })
})

describe('keys', () => {
  const press = (key: string, change: Partial<KeyboardEvent> = {}): KeyboardEvent => ({key, ctrlKey: false, metaKey: false, ...change}) as KeyboardEvent
  const ran: string[] = []
  const bind = (keys: string): KeyBinding => ({keys, label: keys, run: () => ran.push(keys)})
  it('names a key with its control', () => {
    expect(keyName(press('K', {ctrlKey: true}))).toBe('Ctrl-k')
    expect(keyName(press('Enter', {metaKey: true}))).toBe('Ctrl-Enter')
    expect(keyName(press('?'))).toBe('?')
  })
  it('reads a chord, and forgets it in time', () => {
    const bindings = [bind('g h'), bind('h')]
    expect(match(press('g'), bindings, 0)).toBeUndefined()
    expect(match(press('h'), bindings, 500)?.keys).toBe('g h')
    match(press('g'), bindings, 1000)
    expect(match(press('h'), bindings, 5000)?.keys).toBe('h')
  })
  it('lets the newest layer win', () => {
    const older = {...bind('Escape'), label: 'older'}
    const newer = {...bind('Escape'), label: 'newer'}
    expect(match(press('Escape'), [older, newer], 0)?.label).toBe('newer')
  })
})

describe('a list that is read again', () => {
  const key = (row: {id: string}): string => row.id
  it('moves no shown row, and counts the new ones', () => {
    const result = merged([{id: 'b', v: 1}, {id: 'a', v: 1}], [{id: 'a', v: 2}, {id: 'c', v: 2}], key)
    expect(result.rows).toEqual([{id: 'b', v: 1}, {id: 'a', v: 2}])
    expect(result.arrived).toBe(1)
    expect([...result.gone]).toEqual(['b'])
  })
})

it('filters by every word, in any order, whatever the case', () => {
  expect(matches('', 'x')).toBe(true)
  expect(matches('论坛 WX1', '邻里论坛', 'wx12')).toBe(true)
  expect(matches('论坛 wx9', '邻里论坛', 'wx12')).toBe(false)
})

it('leads everybody to a case on their own desk', () => {
  expect(caseAddress('dev', 'wx1', 2)).toBe('/dev/cases/wx1/2')
  expect(caseAddress('review', 'wx1', 2)).toBe('/review/cases/wx1/2')
  expect(caseAddress('ops', 'wx1', 2)).toBe('/ops/apps/wx1')
  expect(caseAddress(undefined, 'wx1')).toBe('/dev/apps/wx1')
  expect(caseAddress('review', 'wx1')).toBe('/c/wx1')
  expect([caseAddress('office', 'wx1'), caseAddress('office', 'wx1', 2)]).toEqual(['/c/wx1', '/c/wx1/2'])
})

it('reads what a category requires without trusting its shape', () => {
  const open = {any_of: [{all_of: [{document: {zh: '甲', en: 'A'}, conditions: [{reading: {zh: '一', en: '1'}}, 5]}, {document: 'no'}]}, null], notes: 'no', redirects: [{when: {zh: '乙', en: 'B'}, to: ['x', 7]}]}
  const facts = factsOfCategory(open as never)
  expect(facts.alternatives).toEqual([[{document: {zh: '甲', en: 'A'}, conditions: [{zh: '一', en: '1'}]}], []])
  expect(facts.notes).toEqual([])
  expect(facts.redirects).toEqual([{when: {zh: '乙', en: 'B'}, to: ['x']}])
})
