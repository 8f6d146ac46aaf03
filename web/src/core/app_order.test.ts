// @vitest-environment node
// In which order a developer's mini-programs stand.
import {describe, expect, it} from 'vitest'
import type {AppItem} from '@/api/types'
import {appOrderOf, orderApps} from './app_order'
import {at} from './test_cases'

const now = at('2026-03-05T00:00:00Z')
type State = NonNullable<AppItem['newest']>['state']
const app = (name: string, state: State | undefined, change: Partial<AppItem> = {}, due?: string): AppItem => ({
  app: `wx-${name}`,
  name,
  service: 'never_served',
  changed_at: '2026-03-01T00:00:00Z',
  ...(state === undefined ? {} : {newest: {submission: 1, state, ...(due === undefined ? {} : {due})}}),
  ...change,
})
const apps = [
  app('丙', 'released', {service: 'served', changed_at: '2026-03-04T00:00:00Z'}),
  app('乙', 'filing', {}, '2026-03-05T22:00:00Z'),
  app('甲', undefined),
  app('丁', 'waiting_for_developer', {}, '2026-03-05T12:00:00Z'),
  app('戊', 'released', {service: 'take_down_ordered', down_by: '2026-03-05T20:00:00Z'}),
  app('己', 'reviewing', {}, '2026-03-06T00:00:00Z'),
]
const names = (order: Parameters<typeof orderApps>[1]): string => orderApps(apps, order, 'zh', now).map((one) => one.name).join('')

describe('mini-programs', () => {
  it('stand by what needs their developer next: ordered down, due, to begin, with others, done', () => {
    expect(names('next')).toBe('戊丁甲乙己丙') // of those with others, too, what ends first
  })
  it('stand by name as the reader’s language sorts it', () => {
    expect(names('name')).toBe('丙丁己甲乙戊'.split('').sort(new Intl.Collator('zh-CN').compare).join(''))
    expect(orderApps([app('Shop 10', undefined), app('shop 9', undefined)], 'name', 'en', now)[0]?.name).toBe('shop 9')
  })
  it('stand by their last change, the newest first', () => {
    expect(orderApps(apps, 'changed', 'zh', now)[0]?.name).toBe('丙')
  })
  it('stand by what is next where the address says another word', () => {
    expect(['name', 'changed', '', 'size'].map(appOrderOf)).toEqual(['name', 'changed', 'next', 'next'])
  })
})
