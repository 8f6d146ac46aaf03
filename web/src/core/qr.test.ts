import {createHash} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {correctionOf, qrModules} from './qr'

const digest = (text: string): string => {
  const rows = qrModules(text) ?? []
  return createHash('sha256').update(rows.map((row) => row.map(Number).join('')).join('\n')).digest('hex').slice(0, 16)
}

describe('a QR code', () => {
  it('corrects as the standard’s own example does', () => {
    // ISO/IEC 18004, annex I: "01234567", version 1-M.
    expect(correctionOf([0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11], 10)).toEqual([0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55])
  })
  it('grows with its text, and says where it ends', () => {
    const side = (bytes: number): number | undefined => qrModules('x'.repeat(bytes))?.length
    expect([14, 15, 26, 27, 180, 181, 213].map(side)).toEqual([21, 25, 25, 29, 53, 57, 57])
    expect(side(214)).toBeUndefined()
    expect(qrModules('密'.repeat(71))?.length).toBe(57)
    expect(qrModules('密'.repeat(72))).toBeUndefined()
  })
  // Matrices that another program (zbar 0.23) has read.
  it.each([
    ['a', 'e8ab680854e4019c'],
    ['otpauth://totp/Baobei:person-developer?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Baobei&algorithm=SHA1&digits=6&period=30', 'ec6f912853fc7cdb'],
    ['0' + 'x'.repeat(212), '816acf3e9d724956'],
    ['报备两步验证', '8f069f39af77c931'],
  ])('of %.30s… is as it was read', (text, known) => expect(digest(text)).toBe(known))
  it('has its three finders, its timing and its dark module', () => {
    const rows = qrModules('otpauth://totp/x') ?? []
    const side = rows.length
    for (const [x, y] of [[0, 0], [side - 7, 0], [0, side - 7]] as const) {
      expect(rows.slice(y, y + 7).map((row) => row.slice(x, x + 7).map(Number).join(''))).toEqual(['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'])
    }
    for (let n = 8; n < side - 8; ++n) expect([rows[6]?.[n], rows[n]?.[6]]).toEqual([n % 2 === 0, n % 2 === 0])
    expect(rows[side - 8]?.[8]).toBe(true)
  })
})
