// @vitest-environment node
import {describe, expect, it} from 'vitest'
import {formatBytes} from './bytes'

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KB'],
    [1024 * 1024, '1.0 MB'],
    [40 * 1024 * 1024, '40.0 MB'],
    [1024 ** 3, '1.0 GB'],
    [258_019.6 * 1024 ** 2, '252.0 GB'],
  ])('of %d bytes is %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words))
})
