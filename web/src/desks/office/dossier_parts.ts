// What a dossier's file says of the case, in the order and the words of the page (DossierBody.vue). What
// people and packages wrote goes through as text. Pure but for the names of the catalogue.
import type {Answer, Case, CheckReport, Entry, Package, SubjectContact, SubmissionDetail} from '@/api/types'
import {formatBytes} from '@/core/bytes'
import {inReaderZone} from '@/core/csv'
import type {DossierLine, DossierPart} from '@/core/dossier_file'
import {placeText} from '@/core/file_tree'
import {categoryName, officeName, reasonOf, reasonTitle, regionName} from '@/core/names'
import {phoneText} from '@/core/phone'
import {language} from '@/i18n'

export type Words = (key: string, values?: Record<string, unknown>, plural?: number) => string
export interface DossierCase {
  file: Case
  entry: Entry
  submission: SubmissionDetail
  packages: readonly Package[]
  report: CheckReport | undefined
}

const kNothing = '—'
export const when = (at: string | undefined): string => (at === undefined ? kNothing : String(inReaderZone(at)))
const joined = (...words: (string | undefined | false)[]): string => words.filter(Boolean).join(' · ')
const inWords = (zh: string | undefined, en: string | undefined): string => (language.value === 'zh' ? zh : en) ?? ''
export const orNone = (lines: DossierLine[], t: Words): DossierLine[] => (lines.length === 0 ? [t('dossier.noEarlier')] : lines)

// `policy`: by which the period was computed; undefined: there is no receipt.
export function entryPart({entry}: DossierCase, policy: string | undefined, t: Words): DossierPart {
  const began = entry.start !== undefined
  const how: [string, string][] = [
    [t('clock.startEvent'), t('clock.startedBy.filing')],
    [t('clock.length'), entry.end === undefined ? t('clock.noPeriod') : t('clock.seconds', {n: ((Date.parse(entry.end) - Date.parse(entry.start ?? '')) / 1000).toLocaleString()})],
    [t('clock.exclusions'), t('clock.noExclusions')],
    [t('clock.rule'), joined('R10', 'R11', policy)],
  ]
  return {
    title: t('office.entry', {n: entry.no}),
    rows: [
      [t('export.column.state'), t(`terms.entryState.${entry.state}`)],
      [t('dossier.region'), officeName.value(entry.region)],
      [t('export.column.start'), when(entry.start)],
      [t('export.column.end'), when(entry.end)],
      ...(began ? how : []),
    ],
  }
}

// `contact`: undefined where it could not be read.
export function subjectPart({file}: DossierCase, contact: SubjectContact | undefined, t: Words): DossierPart {
  const named = contact?.phone === undefined ? t('contact.none') : `${contact.name ?? ''} ${phoneText(contact.phone)}`
  return {
    title: t('dossier.subject'),
    rows: [
      [t('dossier.name'), file.subject.name || kNothing],
      [t('dossier.kind'), t(`terms.subjectKind.${file.subject.kind}`)],
      [t('dossier.region'), regionName.value(file.subject.region) || kNothing],
      [t('dossier.subjectId'), file.subject.id],
      [t('contact.title'), contact === undefined ? t('contact.notRead') : named],
    ],
  }
}

export function categoriesPart({file, entry, submission}: DossierCase, t: Words): DossierPart {
  const filed = new Set((file.completed ?? []).map((one) => one.category))
  const others = (submission.categories ?? []).map((one) => one.category).filter((id) => !(entry.categories ?? []).includes(id))
  return {
    title: t('dossier.categories'),
    lines: [
      ...(entry.categories ?? []).map((id) => joined(categoryName.value(id), t('dossier.newCategory'))),
      ...others.map((id) => joined(categoryName.value(id), t(filed.has(id) ? 'dossier.filedEarlier' : 'dossier.needsNone'))),
    ],
  }
}

// What the developer gave with the submission; its screenshots are a part of their own.
export function formParts({submission}: DossierCase, t: Words): DossierPart[] {
  const {ugc} = submission
  const submitted = submission.thread.find((each) => each.type === 'submitted')?.data as {notes?: string | null} | undefined
  const rows: [string, string][] = []
  if (ugc !== undefined && ugc.scenes.length === 0) rows.push([t('form.ugc'), t('form.ugcNone')])
  else if (ugc !== undefined) {
    rows.push(
      [t('form.scenes'), ugc.scenes.map((one) => t(`terms.ugcScene.${one}`)).join(t('list.comma'))],
      [t('form.methods'), joined(ugc.methods.map((one) => t(`terms.ugcMethod.${one}`)).join(t('list.comma')), t(ugc.audit_team ? 'form.hasTeam' : 'form.noTeam'))],
    )
    if (ugc.text !== undefined) rows.push([t('form.ugc'), ugc.text ?? t('form.erased')])
  }
  if (submission.test_account === true) rows.push([t('form.account'), t('form.accountGiven')])
  return [{title: t('dossier.what'), lines: [submitted?.notes || t('dossier.noNotes')]}, ...(rows.length === 0 ? [] : [{title: t('form.title'), rows}])]
}

export function versionPart({packages, submission}: DossierCase, t: Words): DossierPart {
  const pack = packages.find((each) => each.digest === submission.digest)
  return {
    title: t('dossier.version'),
    rows: [
      [t('dossier.label'), pack?.label || kNothing],
      [t('dossier.digest'), submission.digest],
      [t('dossier.size'), pack === undefined ? kNothing : joined(t('app.files', {n: pack.files}, pack.files), formatBytes(pack.bytes))],
      [t('dossier.submitted'), when(submission.submitted_at)],
    ],
  }
}

const placed = (one: {file: string; line: number}): string => placeText(one.file, one.line)

function reportParts(report: CheckReport, t: Words): DossierPart[] {
  const findings = report.findings.map((one): DossierLine => ({
    line: `${t(`check.severity.${one.severity}`)}${t('list.colon')}${inWords(one.message, one.message_en)}`,
    under: [joined(placed(one) || t('check.whole'), one.rule, categoryName.value(one.category)), one.excerpt ?? '', inWords(one.advice, one.advice_en)].filter(Boolean),
  }))
  const remarks = (report.remarks ?? []).map((one) => joined(one.reason || t('check.remarkWithoutReason'), placed(one), one.rule, one.until ? t('check.remarkUntil', {day: one.until}) : t('check.remarkWithoutEnd')))
  const involved = report.categories.map((one): DossierLine => ({
    line: joined(categoryName.value(one.id), t(one.declared ? 'check.declared' : 'check.undeclared'), t('check.confidence', {n: Math.round(one.confidence * 100)})),
    under: one.evidence.map((each) => `${placed(each)}  ${inWords(each.means, each.means_en)} ${each.excerpt}`),
  }))
  const skipped = report.coverage.files_skipped.length
  return [
    {title: t('check.title'), lines: [...(findings.length === 0 ? [t('check.nothingFound')] : findings), joined(t('check.versions', {...report.versions, catalogue: report.versions.catalogue || kNothing}), skipped > 0 && t('check.skipped', {n: skipped}, skipped))]},
    ...(remarks.length === 0 ? [] : [{title: t('check.remarks'), lines: remarks}]),
    ...(involved.length === 0 ? [] : [{title: t('check.involved'), lines: involved}]),
  ]
}

export function reviewParts({submission, report}: DossierCase, t: Words): DossierPart[] {
  const passed = [...submission.thread].reverse().find((one) => one.type === 'review_passed')
  return [
    {
      title: t('dossier.review'),
      rows: [
        [t('check.title'), submission.check === undefined ? kNothing : t(`terms.checkOutcome.${submission.check}`)],
        [t('dossier.decision'), passed === undefined ? kNothing : joined(t('terms.event.review_passed'), when(passed.at))],
      ],
    },
    ...(report === undefined ? [] : reportParts(report, t)),
  ]
}

export function pointsPart({file}: DossierCase, t: Words): DossierPart[] {
  const lines = (file.items ?? []).map((one): DossierLine => {
    const state = one.closed ? t('points.closed') : one.answered_by ? t('points.answered', {n: one.answered_by}) : t('points.open')
    const advice = one.closed ? undefined : reasonOf.value(one.point.code)?.advice?.[language.value]
    return {
      line: joined(`${one.no}. ${reasonTitle.value(one.point.code)}`, categoryName.value(one.point.category), state),
      under: [...(one.point.text === undefined ? [] : [one.point.text ?? t('thread.erased')]), ...(advice ? [`${t('thread.advice')}${advice}`] : [])],
    }
  })
  return lines.length === 0 ? [] : [{title: t('points.title'), lines}]
}

export function materialPart({file, entry}: DossierCase, t: Words): DossierPart[] {
  const lines = (file.requests ?? []).filter((one) => one.entry === entry.no).reverse().map((one): DossierLine => ({
    line: joined(t('material.no', {n: one.no}), t(`terms.requestState.${one.state}`), officeName.value(one.region), one.by, when(one.at)),
    under: [
      one.text || t('form.erased'),
      ...(one.wanted_by === undefined ? [] : [`${t('material.wantedBy')} ${when(one.wanted_by)}`]),
      ...(one.reply === undefined ? [] : [joined(t('material.reply'), one.reply.by, when(one.reply.at)), one.reply.text || t('form.erased'), ...(one.reply.documents ?? []).map((id, n) => joined(t('material.document', {n: n + 1}), id))]),
    ],
  }))
  return lines.length === 0 ? [] : [{title: t('material.title'), lines}]
}

function answerLine(one: Answer, t: Words): DossierLine {
  const number = one.reply_number === undefined ? undefined : `${t('register.replyNumber')} ${one.reply_number}`
  const letter = one.letter === undefined ? undefined : `${t('dossier.letter')} ${one.letter}`
  return {
    line: joined(t('dossier.answer', {n: one.no}), t(`terms.verdict.${one.verdict}`), t(`terms.answerState.${one.state}`), one.late === true && t('dossier.late'), when(one.at), number, letter),
    under: (one.points ?? []).map((point) => `${reasonTitle.value(point.code)}${point.text ? `${t('list.colon')}${point.text}` : ''}`),
  }
}

export function earlierPart({file, entry}: DossierCase, t: Words): DossierPart {
  const earlier = file.entries.filter((each) => each.no !== entry.no).reverse()
  const lines = [
    ...earlier.map((each) => joined(t('office.entry', {n: each.no}), t(`terms.entryState.${each.state}`), (each.categories ?? []).map((id) => categoryName.value(id)).join(t('list.comma')), officeName.value(each.region), when(each.start))),
    ...[...(file.answers ?? [])].reverse().map((each) => answerLine(each, t)),
  ]
  return {title: t('dossier.earlier'), lines: orNone(lines, t)}
}
