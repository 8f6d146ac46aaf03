// What a signed file is, read before it is sent: a bundle of dossiers (JSON lines, the first one signed) or
// an office's answers (one JSON object). Its signature is the server's to verify.
export const kSignedBytesMax = 64 * 1024 * 1024
export type SignedFault = 'size' | 'shape' | 'unread'

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
const says = (value: unknown, schema: string): boolean => isObject(value) && value['schema'] === schema

export type SignedFile = {kind: 'bundle'; body: unknown; region: string; rows: number} | {kind: 'answers'; body: unknown; region: string; rows: number}

// undefined: neither.
export function signedFile(text: string): SignedFile | undefined {
  const whole = parsed(text) ?? parsed(text.slice(0, text.indexOf('\n') + 1 || undefined))
  if (whole === undefined || !isObject(whole['signature'])) return undefined
  const {manifest, answers} = whole
  const of = (part: unknown, list: string): {region: string; rows: number} => {
    const fields = part as Record<string, unknown>
    const items = fields[list]
    return {region: String(fields['region'] ?? ''), rows: Array.isArray(items) ? items.length : 0}
  }
  if (says(manifest, 'baobei.bundle/1')) return {kind: 'bundle', body: {manifest, signature: whole['signature']}, ...of(manifest, 'entries')}
  if (says(answers, 'baobei.answers/1')) return {kind: 'answers', body: {answers, signature: whole['signature']}, ...of(answers, 'rows')}
  return undefined
}
