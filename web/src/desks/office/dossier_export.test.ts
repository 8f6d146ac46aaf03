// The dossier's file says what its page shows, in the language of its reader; packages and people put
// nothing into it but text and pictures.
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {createI18n} from 'vue-i18n'
import type {CheckReport, SubmissionDetail} from '@/api/types'
import type {VersionFile} from '@/api/versions'
import {inReaderZone} from '@/core/csv'
import {entry, file, submission} from '@/core/test_cases'
import {hasHan, refused, serve, type Answers} from '@/core/test_page'
import {language, type Language} from '@/i18n'
import en from '@/i18n/en'
import zh from '@/i18n/zh'
import {dossierText} from './dossier_export'
import type {Words} from './dossier_parts'
import {kPicturesBytesMax, kPicturesMax} from './dossier_pictures'

// What is drawn here are four bytes; the test of damaged ones says what a browser does.
beforeEach(() => vi.stubGlobal('createImageBitmap', undefined))
afterEach(() => vi.unstubAllGlobals())
const kDigest = 'a'.repeat(64)
const kAttack = '</li><script>alert(1)</script><img src=x onerror=alert(2)>"\u202e'
const kAttackPath = 'img/"><img src=x onerror=alert(3)>.png'
const png = (type = 'image/png') => new Response(new Uint8Array([137, 80, 78, 71]), {headers: {'Content-Type': type}})
const picture = (path: string, size = 4): VersionFile => ({path, size, kind: 'image', content: 'c'.repeat(64)}) as VersionFile
const pathOf = (path: string): string => `GET /v1/apps/wx1/packages/${kDigest}/pictures/${encodeURIComponent(path)}`
const event = (type: string, at: string, data = {}) => ({log_index: 1, app: 'wx1', revision: 1, type, at, actor: {role: 'developer'}, data, prev: '', hash: ''}) as SubmissionDetail['thread'][number]
const report: CheckReport = {
  schema: 'baobei.check/1', package: {kind: 'mini-program', digest: kDigest, files: 2, bytes: 9}, outcome: 'findings', elapsed_ms: 1,
  categories: [{id: 'social-forum', first: 'a', second: 'b', confidence: 0.91, declared: false, evidence: [{file: 'pages/post.wxml', line: 7, column: 1, excerpt: kAttack, kind: 'word', means: '发帖', means_en: 'posting'}]}],
  findings: [{rule: 'content/contact', severity: 'warning', message: '页面留有联系方式', message_en: 'The page has a contact', advice: '请删除', advice_en: 'Remove it', file: 'pages/a.wxml', line: 3, column: 1, excerpt: kAttack}],
  remarks: [{by: 'comment', rule: 'content/contact', reason: 'shop line', until: '', file: 'pages/a.wxml', line: 2}],
  coverage: {files_read: 1, files_skipped: [], findings_left_out: 0}, versions: {checker: '1', rules: '2', catalogue: '3'},
}
const kCase = file({
  name: kAttack, subject: {id: 'sub-1', kind: 'enterprise', region: '33', name: kAttack},
  entries: [entry({no: 7, state: 'failed', categories: ['social-forum'], start: '2026-01-05T01:00:00Z'}), entry({categories: ['social-forum']})],
  answers: [{no: 4, entry: 7, verdict: 'fail', state: 'effective', at: '2026-01-06T02:03:04Z', reply_number: '12号', points: [{code: 'real_name', text: 'say who'}]}] as never,
  items: [{no: 1, answer: 4, point: {code: 'real_name', text: kAttack}, closed: false}],
  requests: [{no: 2, entry: 1, state: 'replied', region: '33', at: '2026-03-03T00:00:00Z', text: 'send the licence', reply: {at: '2026-03-03T04:00:00Z', text: 'here it is', documents: ['scan-5']}}] as never,
})
const kSubmission = submission({
  ugc: {scenes: ['text', 'other'], methods: ['people'], audit_team: true, text: kAttack}, test_account: true, check: 'findings', categories: [{category: 'social-forum', filing: true}, {category: 'tool', filing: false}],
  pictures: [{picture: 'p1', digest: 'd'.repeat(64)}, {picture: 'p2', digest: 'e'.repeat(64)}], thread: [event('submitted', '2026-03-01T00:00:00Z', {notes: kAttack}), event('review_passed', '2026-03-02T08:00:00Z')],
})
const row = (id: string, change = {}) => ({picture: id, digest: 'd'.repeat(64), media_type: 'image/jpeg', bytes: 4, uploaded_at: '2026-03-01T00:00:00Z', ...change})
const kAnswers: Answers = {
  'GET /v1/categories': {items: [{id: 'social-forum', name_zh: '社区论坛', name_en: 'Forum'}, {id: 'tool', name_zh: '工具', name_en: 'Tool'}]},
  'GET /v1/reasons': {items: [{id: 'real_name', uses: ['point'], title: {zh: '未核验身份', en: 'Identity not verified'}, advice: {zh: '核验', en: 'Verify it'}}]},
  'GET /v1/apps/wx1/contact': {subject: 'sub-1', name: '<b>Li</b>', phone: '+8613800000000'},
  'GET /v1/apps/wx1/form-pictures': {items: [row('p1'), row('p2', {erased_at: '2026-03-02T00:00:00Z'})]},
  'GET /v1/apps/wx1/form-pictures/p1': () => png('application/octet-stream'),
  'GET /v1/apps/wx1/filings/1/receipt': {receipt: {schema: 'baobei.receipt/1', policy_version: '2026-03-02.1'}, signature: {}, key: {}},
  [pathOf(kAttackPath)]: () => png(),
}
interface How {
  answers?: Answers
  files?: VersionFile[]
  change?: Partial<SubmissionDetail>
}
async function saved(spoken: Language, {answers = {}, files = [picture(kAttackPath)], change = {}}: How = {}) {
  const server = serve({...kAnswers, ...answers})
  language.value = spoken
  const missing = (_: string, key: string): string => {
    throw new Error(`no words for ${key}`)
  }
  const {t} = createI18n({legacy: false, locale: spoken, messages: {zh: zh as never, en: en as never}, missing}).global as unknown as {t: Words}
  const what = {file: kCase, entry: kCase.entries[1] ?? entry(), submission: {...kSubmission, ...change}, packages: [], report, files}
  await dossierText(what, t) // names of the catalogue are read when first wanted
  const text = await dossierText(what, t)
  const page = new DOMParser().parseFromString(text, 'text/html')
  const part = (title: string): string => [...page.querySelectorAll('section')].find((one) => one.querySelector('h2')?.textContent === title)?.textContent?.replace(/\s+/g, ' ') ?? `no part ${title}`
  return {...server, text, page, part}
}
const images = (page: Document): (string | null)[] => [...page.querySelectorAll('img')].map((one) => one.getAttribute('src'))

describe.each(['zh', 'en'] as const)('the file of a dossier, in %s', (spoken) => {
  const words = spoken === 'zh' ? zh : en
  it('says what the page shows', async () => {
    const {part} = await saved(spoken)
    expect(part(words.dossier.subject)).toContain('<b>Li</b> +86 13800000000')
    expect(part(words.form.title)).toContain(spoken === 'zh' ? '人工' : 'People look at it')
    expect(part(words.form.title)).toContain(words.form.hasTeam)
    expect(part(words.form.title)).toContain(words.form.accountGiven)
    expect(part(words.dossier.categories)).toContain(spoken === 'zh' ? '工具 · 无需报备' : 'Tool · needs no filing')
    expect(part(words.dossier.review)).toContain(words.terms.event.review_passed)
    expect(part(words.check.title)).toContain(spoken === 'zh' ? '页面留有联系方式pages/a.wxml:3 · content/contact' : 'The page has a contactpages/a.wxml:3 · content/contact')
    expect(part(words.check.title)).toContain(spoken === 'zh' ? '请删除' : 'Remove it')
    expect(part(words.check.remarks)).toContain('shop line · pages/a.wxml:2')
    expect(part(words.check.involved)).toContain(spoken === 'zh' ? '社区论坛' : 'Forum')
    expect(part(words.check.involved)).toContain(spoken === 'zh' ? 'pages/post.wxml:7 发帖' : 'pages/post.wxml:7 posting')
    expect(part(words.points.title)).toContain(spoken === 'zh' ? '1. 未核验身份' : '1. Identity not verified')
    expect(part(words.points.title)).toContain(spoken === 'zh' ? '核验' : 'Verify it')
    expect(part(words.material.title)).toContain('send the licence')
    expect(part(words.material.title)).toContain('here it is')
    expect(part(words.dossier.earlier)).toContain('12号')
    expect(part(words.dossier.earlier)).toContain('say who')
    expect(part(words.dossier.receipt)).toContain('baobei.receipt/1')
  })
  it('tells instants in the zone of the reader, and how the period was computed', async () => {
    const {text, part} = await saved(spoken)
    for (const at of ['2026-03-02T09:14:07Z', '2026-03-09T09:14:07Z', '2026-03-01T00:00:00Z', '2026-03-02T08:00:00Z', '2026-01-06T02:03:04Z', '2026-01-05T01:00:00Z', '2026-03-03T04:00:00Z']) expect(text).toContain(String(inReaderZone(at)))
    expect(text.replace(/<pre>.*<\/pre>/s, '')).not.toMatch(/\d{4}-\d\d-\d\dT/)
    const [title] = text.match(/(?<=<section><h2>)[^<]*/) ?? []
    expect(part(title ?? '')).toContain('604,800')
    expect(part(title ?? '')).toContain('R10 · R11 · 2026-03-02.1')
    expect(part(title ?? '')).toContain(words.clock.noExclusions)
  })
  it('is in that language alone', async () => {
    const {page} = await saved(spoken)
    expect(hasHan((page.body.textContent ?? '').replaceAll('12号', ''))).toBe(spoken === 'zh')
  })
  it('says so where nobody is named, or it could not be read', async () => {
    expect((await saved(spoken, {answers: {'GET /v1/apps/wx1/contact': {subject: 'sub-1'}}})).part(words.dossier.subject)).toContain(words.contact.none)
    expect((await saved(spoken, {answers: {'GET /v1/apps/wx1/contact': refused(500, 'internal')}})).part(words.dossier.subject)).toContain(words.contact.notRead)
  })
})

describe('hostile names and texts', () => {
  it('are text, and pictures are the only thing that is drawn', async () => {
    const {text, page} = await saved('en')
    expect(images(page)).toEqual(['data:image/jpeg;base64,iVBORw==', 'data:image/png;base64,iVBORw=='])
    expect(page.querySelectorAll('script, iframe, object, embed, link, base, form, a, svg, b')).toHaveLength(0)
    expect([...page.querySelectorAll('*')].flatMap((one) => one.getAttributeNames()).filter((one) => one.startsWith('on'))).toEqual([])
    expect(text).not.toContain('\u202e')
    expect(page.title).toContain('</li><script>alert(1)</script>')
    expect(page.querySelectorAll('img')[1]?.getAttribute('alt')).toBe(kAttackPath)
    // In the notes, the form, a point, a finding, evidence, the subject, the heading: each as it was written.
    expect(page.body.textContent?.split('<script>alert(1)</script>')).toHaveLength(8)
  })
})

describe('the pictures of a dossier’s file', () => {
  it('that are none, erased or too large are named with the reason', async () => {
    const files = [picture('a.svg'), picture('b.png'), picture('c.png'), picture('d.png', kPicturesBytesMax), picture('e.png')]
    const {page, part, of} = await saved('en', {files, answers: {[pathOf('b.png')]: () => png('image/svg+xml'), [pathOf('c.png')]: refused(413, 'too_large'), [pathOf('e.png')]: () => png()}})
    expect(images(page)).toEqual(['data:image/jpeg;base64,iVBORw==', 'data:image/png;base64,iVBORw=='])
    const left = part('Pictures that are not in this file')
    expect(left.match(/Screenshot 2|[a-e]\.\w{3}(?= )/g)).toEqual(['Screenshot 2', 'a.svg', 'b.png', 'c.png', 'd.png'])
    expect(left).toContain('Erased')
    expect(left).toContain('No PNG, JPEG, GIF or WebP inside')
    expect(left).toContain('Over 8 MB')
    expect(left).toContain('24.0 MB of pictures at most')
    expect(of('GET', pathOf('d.png').slice(4))).toHaveLength(0)
  })
  it('that the browser cannot draw are named as damaged', async () => {
    const close = vi.fn()
    vi.stubGlobal('createImageBitmap', async (blob: Blob) => {
      if (blob.size < 4) throw new DOMException('not decoded', 'InvalidStateError')
      return {close}
    })
    const cut = () => new Response(new Uint8Array([137]), {headers: {'Content-Type': 'image/png'}})
    const {page, part} = await saved('en', {files: [picture('a.png'), picture('b.png')], change: {pictures: []}, answers: {[pathOf('a.png')]: cut, [pathOf('b.png')]: () => png()}})
    expect(images(page)).toHaveLength(1)
    expect(part('Pictures that are not in this file')).toMatch(/a\.png.*The file is damaged/)
    expect(close).toHaveBeenCalled()
  })
  it('are no more than a file takes', async () => {
    const files = Array.from({length: kPicturesMax + 1}, (_, n) => picture(`${n}.png`))
    const {page, part} = await saved('zh', {files, change: {pictures: []}, answers: Object.fromEntries(files.map((one) => [pathOf(one.path), () => png()]))})
    expect(images(page)).toHaveLength(kPicturesMax)
    expect(part(zh.dossier.left.title)).toContain(`${kPicturesMax}.png`)
    expect(part(zh.dossier.left.title)).toContain(`最多收录 ${kPicturesMax} 张图片`)
  })
  it('need the server: without it there is no file', async () => {
    const lost = (): never => {
      throw new TypeError('no connection')
    }
    await expect(saved('en', {answers: {[pathOf(kAttackPath)]: lost}})).rejects.toThrow()
    await expect(saved('en', {answers: {'GET /v1/apps/wx1/filings/1/receipt': refused(500, 'internal')}})).rejects.toThrow()
  })
})
