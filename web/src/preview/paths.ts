// Paths within a package. Pure.
export function joined(base: string, path: string): string {
  const parts = path.startsWith('/') ? [] : base.split('/').slice(0, -1)
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

export const withoutEnd = (path: string, end: string): string => (path.endsWith(end) ? path.slice(0, -end.length) : path)

export function parsedJson(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {}
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

export const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '')
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
export const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

// Every page of app.json, those of subpackages too, in its order.
export function pagesOf(app: Record<string, unknown>): string[] {
  const pages = listOf(app['pages']).map(stringOf)
  for (const one of listOf(app['subPackages'] ?? app['subpackages']).map(recordOf)) {
    const root = stringOf(one['root']).replace(/\/+$/, '')
    pages.push(...listOf(one['pages']).map((page) => `${root}/${stringOf(page)}`))
  }
  return [...new Set(pages.map((page) => page.replace(/^\/+/, '')).filter((page) => page !== ''))]
}
