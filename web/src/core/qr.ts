// A short text as the modules of a QR code, dark ones true. Pure.
import {encode} from 'uqr'

// More would be too fine for a telephone at the size it is shown in.
export const kQrBytesMax = 600

export function qrModules(text: string): boolean[][] | undefined {
  if (new TextEncoder().encode(text).length > kQrBytesMax) return undefined
  return encode(text, {ecc: 'M', border: 0}).data
}
