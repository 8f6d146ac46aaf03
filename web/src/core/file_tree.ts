// The files of a version as a tree of folders, with how many findings each holds. Pure.
export interface TreeRow {
  path: string // of a folder without the last "/"
  name: string
  level: number
  folder: boolean
  findings: number
  errors: number
  size: number
  kind: string
}

export interface TreeFile {
  path: string
  size: number
  kind: string
}

export interface Counted {
  file?: string
  severity: string
}

// Bidirectional controls and what takes no room, shown as such: a name must not look like another.
export const visibleName = (name: string): string =>
  name.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (one) => `⟨U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`)

export function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, n) => parts.slice(0, n + 1).join('/'))
}

// Rows from the top down, folders before files, those of closed folders left out.
export function treeRows(files: readonly TreeFile[], findings: readonly Counted[], open: ReadonlySet<string>): TreeRow[] {
  const counts = new Map<string, {findings: number; errors: number}>()
  for (const one of findings) {
    if (one.file === undefined || one.file === '') continue
    for (const path of [...foldersOf(one.file), one.file]) {
      const row = counts.get(path) ?? {findings: 0, errors: 0}
      ++row.findings
      if (one.severity === 'error') ++row.errors
      counts.set(path, row)
    }
  }
  const folders = new Map<string, Set<string>>([['', new Set()]])
  const inFolder = new Map<string, TreeFile[]>()
  for (const file of files) {
    const above = foldersOf(file.path)
    above.forEach((path, n) => {
      folders.get(above[n - 1] ?? '')?.add(path)
      if (!folders.has(path)) folders.set(path, new Set())
    })
    const parent = above.at(-1) ?? ''
    inFolder.set(parent, [...(inFolder.get(parent) ?? []), file])
  }
  const rows: TreeRow[] = []
  const put = (path: string, folder: boolean, level: number, size: number, kind: string): void => {
    rows.push({path, name: visibleName(path.split('/').at(-1) ?? path), level, folder, size, kind, ...(counts.get(path) ?? {findings: 0, errors: 0})})
  }
  const walk = (folder: string, level: number): void => {
    for (const path of [...(folders.get(folder) ?? [])].sort()) {
      put(path, true, level, 0, '')
      if (open.has(path)) walk(path, level + 1)
    }
    for (const file of (inFolder.get(folder) ?? []).sort((a, b) => (a.path < b.path ? -1 : 1))) put(file.path, false, level, file.size, file.kind)
  }
  walk('', 0)
  return rows
}

// "pages/a/a.js:12" and back; a path may hold a colon, a line is what ends it.
export function placeOf(at: string): {file: string; line: number} {
  const found = /^(.*):(\d{1,7})$/.exec(at)
  return found === null ? {file: at, line: 0} : {file: found[1] ?? '', line: Number(found[2])}
}
export const placeText = (file: string, line: number | undefined): string => (line === undefined || line === 0 ? file : `${file}:${line}`)
