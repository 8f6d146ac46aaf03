// @vitest-environment node
import {describe, expect, it} from 'vitest'
import type {Case} from '@/api/types'
import {servedParts} from './served'

const release = (no: number, submission: number) => ({no, submission, digest: 'd', share: 0, at: '', served: true})
const file = (serving: Partial<Case['serving']>, more: Partial<Case> = {}): Case =>
  ({service: 'served', serving: {current: 0, share: 0, base: 0, dark: false, ...serving}, releases: [release(1, 1), release(2, 3)], ...more}) as Case

describe('what users get', () => {
  it('is one version for everybody', () => {
    expect(servedParts(file({current: 2, share: 10_000, base: 1})).map((one) => [one.kind, one.share, one.release?.submission])).toEqual([['current', 10_000, 3]])
  })
  it('is shared out between the new version and the one before', () => {
    expect(servedParts(file({current: 2, share: 2500, base: 1})).map((one) => [one.kind, one.share, one.release?.submission])).toEqual([['current', 2500, 3], ['base', 7500, 1]])
  })
  it('is nothing yet for the rest where nothing came before', () => {
    expect(servedParts(file({current: 1, share: 100})).map((one) => [one.kind, one.share, one.release?.no])).toEqual([['current', 100, 1], ['none', 9900, undefined]])
  })
  it('is nothing where it is dark, suspended or never was', () => {
    expect(servedParts(file({current: 2, share: 10_000, dark: true}))).toEqual([])
    expect(servedParts(file({current: 2, share: 10_000}, {service: 'suspended'}))).toEqual([])
    expect(servedParts(file({}))).toEqual([])
  })
})
