// The dossier of one filing as a file that opens without a connection.
import {ApiProblem} from '@/api/client'
import {getReceipt} from '@/api/proof_calls'
import type {PlacedFinding, VersionFile} from '@/api/versions'
import type {Case, Entry, Package, SubmissionDetail} from '@/api/types'
import {formatBytes} from '@/core/bytes'
import {dossierFile, type DossierPart} from '@/core/dossier_file'
import {placeText} from '@/core/file_tree'
import {categoryName, officeName, reasonTitle, regionName} from '@/core/names'
import {textOfFile} from '@/core/version_texts'
import {language, pick} from '@/i18n'
import {textsOf} from '@/preview/page_texts'

type Words = (key: string, values?: Record<string, unknown>) => string
interface Dossier {
  file: Case
  entry: Entry
  submission: SubmissionDetail
  packages: readonly Package[]
  files: readonly VersionFile[]
  findings: readonly PlacedFinding[]
}

const kTextFilesMax = 400
const kLinesMax = 5000

async function textLines(one: Dossier): Promise<string[]> {
  const lines: string[] = []
  for (const file of one.files.filter((each) => /\.(wxml|json)$/.test(each.path)).slice(0, kTextFilesMax)) {
    const text = await textOfFile(one.file.app, one.submission.digest, file.path)
    if (text !== undefined) lines.push(...textsOf(file.path, text).map((said) => `${placeText(said.file, said.line)}  ${said.text}`))
    if (lines.length > kLinesMax) break
  }
  return lines.slice(0, kLinesMax)
}

async function receiptText(one: Dossier): Promise<string | undefined> {
  try {
    return JSON.stringify(await getReceipt(one.file.app, one.entry.no), null, 1)
  } catch (error) {
    if (error instanceof ApiProblem) return undefined
    throw error
  }
}

export async function dossierText(one: Dossier, t: Words): Promise<string> {
  const {file, entry, submission} = one
  const pack = one.packages.find((each) => each.digest === submission.digest)
  const submitted = submission.thread.find((each) => each.type === 'submitted')?.data as {notes?: string | null} | undefined
  const none = t('dossier.noEarlier')
  const orNone = (lines: string[]): string[] => (lines.length === 0 ? [none] : lines)
  const [texts, receipt] = await Promise.all([textLines(one), receiptText(one)])
  const parts: DossierPart[] = [
    {
      title: t('office.entry', {n: entry.no}),
      rows: [
        [t('export.column.state'), t(`terms.entryState.${entry.state}`)],
        [t('dossier.region'), officeName.value(entry.region)],
        [t('export.column.start'), entry.start ?? '—'],
        [t('export.column.end'), entry.end ?? '—'],
      ],
    },
    {
      title: t('dossier.subject'),
      rows: [
        [t('dossier.name'), file.subject.name ?? '—'],
        [t('dossier.kind'), t(`terms.subjectKind.${file.subject.kind}`)],
        [t('dossier.region'), regionName.value(file.subject.region)],
        [t('dossier.subjectId'), file.subject.id],
      ],
    },
    {title: t('dossier.categories'), lines: (entry.categories ?? []).map((id) => categoryName.value(id))},
    {title: t('dossier.what'), lines: [submitted?.notes ?? t('dossier.noNotes')]},
    {
      title: t('dossier.version'),
      rows: [
        [t('dossier.label'), pack?.label ?? '—'],
        [t('dossier.digest'), submission.digest],
        [t('dossier.size'), pack === undefined ? '—' : `${pack.files} · ${formatBytes(pack.bytes)}`],
        [t('dossier.submitted'), submission.submitted_at ?? '—'],
      ],
    },
    {title: t('check.title'), lines: orNone(one.findings.map((each) => `${placeText(each.file ?? '', each.line)}  ${pick(each, 'message')}`.trim()))},
    {title: t('dossier.texts'), lines: orNone(texts)},
    {title: t('dossier.pictures'), lines: orNone(one.files.filter((each) => ['image', 'media', 'document'].includes(each.kind)).map((each) => `${each.path}  ${formatBytes(each.size)}  ${each.content}`))},
    {
      title: t('dossier.earlier'),
      lines: orNone([
        ...file.entries.filter((each) => each.no !== entry.no).map((each) => `${t('office.entry', {n: each.no})} · ${t(`terms.entryState.${each.state}`)} · ${each.start ?? ''}`),
        ...(file.answers ?? []).map((each) => `${t('dossier.answer', {n: each.no})} · ${t(`terms.verdict.${each.verdict}`)}${each.late === true ? ` · ${t('dossier.late')}` : ''}${each.reply_number === undefined ? '' : ` · ${t('register.replyNumber')} ${each.reply_number}`} · ${each.at} · ${(each.points ?? []).map((point) => reasonTitle.value(point.code)).join(t('list.comma'))}`),
      ]),
    },
    ...(receipt === undefined ? [] : [{title: t('dossier.receipt'), code: receipt}]),
  ]
  return dossierFile({language: language.value, title: `${file.name ?? file.app} · ${file.app}`, parts})
}
