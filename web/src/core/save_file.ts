// Hands a file to the reader: what the server gave, under a name that says what it is.
const kKept = 10_000

export function saveFile(name: string, content: Blob | string, type = 'application/json'): void {
  const blob = typeof content === 'string' ? new Blob([content], {type: `${type};charset=utf-8`}) : content
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), kKept)
}

// A name that every file system takes: what others wrote is reduced to what is safe.
export const fileName = (...parts: (string | number)[]): string =>
  parts.map((part) => String(part).replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 60)).join('-')
