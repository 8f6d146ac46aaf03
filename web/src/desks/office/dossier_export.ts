// The dossier of one filing as a file that opens without a connection: all that the page shows, the
// screenshots and pictures of the package inside, and the signed receipt. What it takes is read as the
// page reads it, and leaves the same trace.
//
// Throws where the server cannot be reached: a file that lacks something for that is not made.
import {ApiProblem} from '@/api/client'
import {getCaseContact} from '@/api/contact_calls'
import type {SubjectContact} from '@/api/types'
import type {VersionFile} from '@/api/versions'
import {formatBytes} from '@/core/bytes'
import {dossierFile, type DossierPart} from '@/core/dossier_file'
import {placeText} from '@/core/file_tree'
import {receiptOf} from '@/core/filing_policy'
import {now} from '@/core/time'
import {textOfFile} from '@/core/version_texts'
import {language} from '@/i18n'
import {textsOf} from '@/preview/page_texts'
import {categoriesPart, earlierPart, entryPart, formParts, materialPart, orNone, pointsPart, reviewParts, subjectPart, versionPart, when, type DossierCase, type Words} from './dossier_parts'
import {carriedPictures, whyLeft, type CarriedPictures} from './dossier_pictures'

export interface Dossier extends DossierCase {
  files: readonly VersionFile[]
}

const kTextFilesMax = 400
const kLinesMax = 5000

async function textLines(one: Dossier, t: Words): Promise<string[]> {
  const lines: string[] = []
  const all = one.files.filter((each) => /\.(wxml|json)$/.test(each.path))
  for (const file of all.slice(0, kTextFilesMax)) {
    const text = await textOfFile(one.file.app, one.submission.digest, file.path)
    if (text !== undefined) lines.push(...textsOf(file.path, text).map((said) => `${placeText(said.file, said.line)}  ${said.text}`))
    if (lines.length > kLinesMax) break
  }
  const cut = all.length > kTextFilesMax || lines.length > kLinesMax
  return cut ? [...lines.slice(0, kLinesMax), t('dossier.textsCut', {n: kLinesMax, files: kTextFilesMax})] : lines
}

// undefined: the server does not give it; the file says so.
async function contactOf(app: string): Promise<SubjectContact | undefined> {
  try {
    return await getCaseContact(app)
  } catch (error) {
    if (error instanceof ApiProblem) return undefined
    throw error
  }
}

function pictureParts(one: Dossier, pictures: CarriedPictures, t: Words): DossierPart[] {
  const others = one.files.filter((each) => each.kind === 'media' || each.kind === 'document').map((each) => `${each.path}  ${t(`version.kind.${each.kind}`)} · ${formatBytes(each.size)} · ${each.content}`)
  const left = pictures.left.map((each) => ({line: `${each.name}  ${each.about}`, under: [whyLeft(each.why, t)]}))
  return [
    {title: t('dossier.pictures'), pictures: pictures.package, lines: pictures.package.length === 0 ? orNone(others, t) : others},
    ...(left.length === 0 ? [] : [{title: t('dossier.left.title'), lines: left}]),
  ]
}

export async function dossierText(one: Dossier, t: Words): Promise<string> {
  const {file, entry, submission} = one
  const [texts, pictures, contact, receipt] = await Promise.all([
    textLines(one, t),
    carriedPictures(file.app, submission, one.files, t),
    contactOf(file.app),
    entry.start === undefined ? undefined : receiptOf(file.app, entry.no),
  ])
  const parts: DossierPart[] = [
    entryPart(one, receipt?.receipt.policy_version, t),
    subjectPart(one, contact, t),
    categoriesPart(one, t),
    ...formParts(one, t),
    ...(pictures.screenshots.length === 0 ? [] : [{title: t('form.pictures'), pictures: pictures.screenshots}]),
    versionPart(one, t),
    ...reviewParts(one, t),
    ...pointsPart(one, t),
    ...materialPart(one, t),
    earlierPart(one, t),
    {title: t('dossier.texts'), lines: orNone(texts, t)},
    ...pictureParts(one, pictures, t),
    ...(receipt === undefined ? [] : [{title: t('dossier.receipt'), code: JSON.stringify(receipt, null, 1)}]),
    {title: t('dossier.savedAt'), lines: [when(new Date(now.value).toISOString())]},
  ]
  return dossierFile({language: language.value, title: `${file.name ?? file.app} · ${file.app}`, parts})
}
