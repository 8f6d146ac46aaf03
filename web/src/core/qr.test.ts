import {describe, expect, it} from 'vitest'
import {kQrBytesMax, qrModules} from './qr'

describe('a QR code', () => {
  // ISO/IEC 18004, table 7: bytes that each version holds at level M.
  it('is no larger than its text needs, and says where it ends', () => {
    const side = (bytes: number): number | undefined => qrModules('x'.repeat(bytes))?.length
    expect([14, 15, 26, 27, 180, 181, 213].map(side)).toEqual([21, 25, 25, 29, 53, 57, 57])
    expect(side(kQrBytesMax + 1)).toBeUndefined()
    expect(qrModules('密'.repeat(kQrBytesMax / 3 + 1))).toBeUndefined()
  })
  it('has its three finders, its timing and its dark module, and no quiet zone of its own', () => {
    const rows = qrModules('otpauth://totp/x') ?? []
    const side = rows.length
    for (const [x, y] of [[0, 0], [side - 7, 0], [0, side - 7]] as const) {
      expect(rows.slice(y, y + 7).map((row) => row.slice(x, x + 7).map(Number).join(''))).toEqual(['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'])
    }
    for (let n = 8; n < side - 8; ++n) expect([rows[6]?.[n], rows[n]?.[6]]).toEqual([n % 2 === 0, n % 2 === 0])
    expect(rows[side - 8]?.[8]).toBe(true)
  })
})
