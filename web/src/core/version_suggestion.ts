// Which version number a package may have: the one it says itself, else the one after the newest. Pure.
import {rootOf, type Source} from './package_files'

export interface Suggestion {
  label: string
  from: 'begun' | 'file' | 'last' // an upload of it that was begun, a file of it, the version before
  of?: string // that file, or that version
}

const kFiles = ['package.json', 'app.json', 'project.config.json']
const kLabelMost = 100
const kFileBytesMost = 1024 * 1024

function versionOf(text: string): string | undefined {
  try {
    const {version} = JSON.parse(text) as {version?: unknown}
    return typeof version === 'string' && /^v?\d[\w.+-]*$/.test(version) && version.length <= kLabelMost ? version : undefined
  } catch {
    return undefined
  }
}

// What a folder's own files say, above its miniprogramRoot or in it; an archive is not opened for it.
export async function versionInFiles(source: Source): Promise<{version: string; file: string} | undefined> {
  if (source.isArchive) return undefined
  const textOf = async (path: string): Promise<string | undefined> => {
    const found = source.files.find((one) => one.path === path)?.file
    return found === undefined || found.size > kFileBytesMost ? undefined : found.text()
  }
  const root = rootOf(await textOf('project.config.json'))
  for (const path of kFiles.flatMap((name) => (root === '' ? [name] : [name, root + name]))) {
    const text = await textOf(path)
    const version = text === undefined ? undefined : versionOf(text)
    if (version !== undefined) return {version, file: path}
  }
  return undefined
}

// "2.3.1" → "2.3.2"; what ends in no number has no next one.
export function nextAfter(label: string): string | undefined {
  const [, before = '', last] = /^(.*?)(\d+)$/.exec(label) ?? []
  if (last === undefined || last.length > 9) return undefined
  return `${before}${String(Number(last) + 1).padStart(last.length, '0')}`
}

// `labels`: of the versions there are, newest last.
export function suggestVersion(inFiles: {version: string; file: string} | undefined, labels: readonly string[]): Suggestion | undefined {
  if (inFiles !== undefined && !labels.includes(inFiles.version)) return {label: inFiles.version, from: 'file', of: inFiles.file}
  const last = labels.filter((one) => one !== '').at(-1)
  const next = last === undefined ? undefined : nextAfter(last)
  return next === undefined || labels.includes(next) ? undefined : {label: next, from: 'last', of: last}
}
