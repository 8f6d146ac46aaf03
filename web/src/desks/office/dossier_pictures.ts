// The pictures that a dossier's file carries: screenshots of the form first, then those of the package,
// until there is no more room; what has none, and what is no picture, is named with the reason.
import {ApiProblem} from '@/api/client'
import {listFormPictures, readFormPicture} from '@/api/form_calls'
import {getVersionPicture, kPictureTypes, pictureFault, type PictureFault} from '@/api/picture_calls'
import type {FormPicture, SubmissionDetail} from '@/api/types'
import type {VersionFile} from '@/api/versions'
import {formatBytes} from '@/core/bytes'
import type {DossierPicture} from '@/core/dossier_file'
import {isVector} from '@/core/pictures'
import type {Words} from './dossier_parts'

export const kPicturesBytesMax = 24 * 1024 * 1024 // all of a file, as they are served
export const kPicturesMax = 300
const kAtOnce = 4

export type WhyLeft = 'size' | 'count' | 'erased' | 'broken' | PictureFault
export interface LeftPicture {
  name: string
  about: string
  why: WhyLeft
}
export interface CarriedPictures {
  screenshots: DossierPicture[]
  package: DossierPicture[]
  left: LeftPicture[]
}
interface Wanted {
  name: string
  about: string
  size: number
  why?: WhyLeft // known before it is read
  read: () => Promise<Blob | 'not_a_picture'>
}
interface Room {
  bytes: number
  pictures: number
}

// What there is no room for; what there is room for takes it.
function noRoom(one: Wanted, room: Room): WhyLeft | undefined {
  if (one.why !== undefined) return one.why
  if (room.pictures === 0) return 'count'
  if (one.size > room.bytes) return 'size'
  room.bytes -= one.size
  --room.pictures
  return undefined
}

// Whether the browser can draw it: a broken one would stand in the file as nothing, without a word.
async function draws(blob: Blob): Promise<boolean> {
  if (typeof createImageBitmap === 'undefined') return true
  try {
    ;(await createImageBitmap(blob)).close()
    return true
  } catch {
    return false
  }
}

// Throws where the server cannot be reached; what it refuses is left out.
async function readOne({name, about, read}: Wanted): Promise<DossierPicture | LeftPicture> {
  try {
    const blob = await read()
    if (blob === 'not_a_picture' || !kPictureTypes.includes(blob.type)) return {name, about, why: 'not_a_picture'}
    if (!(await draws(blob))) return {name, about, why: 'broken'}
    return {name, about, type: blob.type, bytes: new Uint8Array(await blob.arrayBuffer())}
  } catch (error) {
    if (error instanceof ApiProblem) return {name, about, why: pictureFault(error)}
    throw error
  }
}

async function readAll(wanted: readonly Wanted[], room: Room): Promise<(DossierPicture | LeftPicture)[]> {
  const found: (DossierPicture | LeftPicture)[] = []
  const toRead: number[] = []
  wanted.forEach((one, n) => {
    const why = noRoom(one, room)
    if (why === undefined) toRead.push(n)
    else found[n] = {name: one.name, about: one.about, why}
  })
  const worker = async (): Promise<void> => {
    for (let n = toRead.shift(); n !== undefined; n = toRead.shift()) found[n] = await readOne(wanted[n] as Wanted)
  }
  await Promise.all(Array.from({length: kAtOnce}, worker))
  return found
}

function screenshots(app: string, submission: SubmissionDetail, known: readonly FormPicture[], t: Words): Wanted[] {
  return (submission.pictures ?? []).map(({picture}, n) => {
    const name = t('form.picture', {n: n + 1})
    const row = known.find((one) => one.picture === picture)
    const read = async (): Promise<Blob> => new Blob([await readFormPicture(app, picture)], {type: row?.media_type ?? ''})
    if (row === undefined) return {name, about: '', size: 0, why: 'not_read', read}
    return {name, about: `${formatBytes(row.bytes)} · ${row.digest}`, size: row.bytes, why: row.erased_at === undefined ? undefined : 'erased', read}
  })
}
const ofPackage = (app: string, digest: string, files: readonly VersionFile[]): Wanted[] =>
  files
    .filter((file) => file.kind === 'image')
    .map((file) => ({name: file.path, about: `${formatBytes(file.size)} · ${file.content}`, size: file.size, why: isVector(file.path) ? 'not_a_picture' : undefined, read: () => getVersionPicture(app, digest, file.path)}))

export async function carriedPictures(app: string, submission: SubmissionDetail, files: readonly VersionFile[], t: Words): Promise<CarriedPictures> {
  const known = (submission.pictures ?? []).length === 0 ? [] : await listFormPictures(app)
  const first = screenshots(app, submission, known, t)
  const found = await readAll([...first, ...ofPackage(app, submission.digest, files)], {bytes: kPicturesBytesMax, pictures: kPicturesMax})
  const drawn = (some: (DossierPicture | LeftPicture)[]): DossierPicture[] => some.filter((one) => 'bytes' in one)
  return {screenshots: drawn(found.slice(0, first.length)), package: drawn(found.slice(first.length)), left: found.filter((one) => 'why' in one)}
}

export function whyLeft(why: WhyLeft, t: Words): string {
  if (why === 'erased') return t('form.erased')
  if (why === 'size') return t('dossier.left.size', {max: formatBytes(kPicturesBytesMax)})
  return why === 'count' ? t('dossier.left.count', {n: kPicturesMax}) : t(`version.picture.fault.${why}`)
}
