// What somebody dropped or chose, as one archive: a zip, tar or wxapkg as it is, a folder packed as the command
// line packs it (its miniprogramRoot, without version control and node_modules).
import {zip, type ZipEntry} from './zip'

export interface Source {
  name: string
  files: {path: string; file: File}[] // one archive, or a folder's files with relative paths
  isArchive: boolean
}

const kLeftOut = new Set(['.git', '.svn', '.hg', 'node_modules', '.DS_Store'])
const kFilesMax = 20_000

export class TooManyFiles extends Error {}

export function isLeftOut(path: string): boolean {
  return path.split('/').some((part) => kLeftOut.has(part))
}

const isArchiveName = (name: string): boolean => /\.(zip|tar|tgz|tar\.gz|wxapkg)$/i.test(name)

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return all
    all.push(...some)
  }
}

async function walk(entry: FileSystemEntry, prefix: string, into: Source['files']): Promise<void> {
  const path = prefix + entry.name
  if (isLeftOut(path)) return
  if (into.length >= kFilesMax) throw new TooManyFiles()
  if (entry.isDirectory) {
    const inside = await entriesOf(entry as FileSystemDirectoryEntry)
    for (const one of inside) await walk(one, `${path}/`, into)
    return
  }
  const file = await new Promise<File>((resolve, reject) =>
    (entry as FileSystemFileEntry).file(resolve, reject),
  )
  into.push({path, file})
}

export async function sourceOfDrop(transfer: DataTransfer): Promise<Source | undefined> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((e) => e !== null)
  const only = entries[0]
  if (only === undefined) return undefined
  if (entries.length === 1 && only.isFile && isArchiveName(only.name)) {
    const file = [...transfer.files][0]
    return file && {name: only.name, files: [{path: only.name, file}], isArchive: true}
  }
  const files: Source['files'] = []
  if (entries.length === 1 && only.isDirectory) {
    for (const one of await entriesOf(only as FileSystemDirectoryEntry)) await walk(one, '', files)
  } else {
    for (const one of entries) await walk(one, '', files)
  }
  return {name: only.name, files, isArchive: false}
}

export function sourceOfFiles(list: readonly File[]): Source | undefined {
  const first = list[0]
  if (first === undefined) return undefined
  if (list.length === 1 && isArchiveName(first.name)) {
    return {name: first.name, files: [{path: first.name, file: first}], isArchive: true}
  }
  const files = list
    .map((file) => ({path: file.webkitRelativePath.split('/').slice(1).join('/') || file.name, file}))
    .filter((one) => !isLeftOut(one.path))
  if (files.length > kFilesMax) throw new TooManyFiles()
  return {name: first.webkitRelativePath.split('/')[0] ?? first.name, files, isArchive: false}
}

// "miniprogram/" where project.config.json names one, else "".
export function rootOf(config: string | undefined): string {
  if (config === undefined) return ''
  try {
    const parsed = JSON.parse(config) as {miniprogramRoot?: unknown}
    if (typeof parsed.miniprogramRoot !== 'string') return ''
    const root = parsed.miniprogramRoot.replace(/^\.?\/+/, '').replace(/\/*$/, '')
    return root === '' || root === '.' ? '' : `${root}/`
  } catch {
    return ''
  }
}

export async function archiveOf(source: Source, signal: AbortSignal): Promise<Blob> {
  const only = source.files[0]
  if (source.isArchive && only !== undefined) return only.file
  const config = source.files.find((one) => one.path === 'project.config.json')
  const root = rootOf(await config?.file.text())
  const entries: ZipEntry[] = []
  for (const {path, file} of source.files) {
    signal.throwIfAborted()
    if (!path.startsWith(root)) continue
    entries.push({name: path.slice(root.length), bytes: new Uint8Array(await file.arrayBuffer())})
  }
  return zip(entries, signal)
}
