// A dossier as one file that opens anywhere without a connection: plain HTML, no script, everything of
// people and packages as text, pictures as bytes inside. Pure.
//
// Invariants: nothing that is given becomes markup; a picture is drawn as one of the types that the API
// serves, or is not in the file; the file's own policy lets it run, fetch and send nothing.
import {kPictureTypes} from '@/api/picture_calls'

export interface DossierPicture {
  name: string
  about: string
  type: string
  bytes: Uint8Array
}
export type DossierLine = string | {line: string; under: readonly string[]}
export interface DossierPart {
  title: string
  rows?: [string, string][] // name, value
  lines?: DossierLine[]
  pictures?: readonly DossierPicture[]
  code?: string // as it stands
}

const kSigns: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}
// Controls that hide or turn text are shown as what they are.
export const htmlText = (text: string): string =>
  text
    .replace(/[&<>"']/g, (one) => kSigns[one] ?? one)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (one) => `⟨U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`)

const kPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
const kStyle =
  'body{max-width:52em;margin:2em auto;padding:0 1em;font:14px/1.7 sans-serif;color:#1b1f24}h1{font-size:20px}h2{font-size:16px;margin:1.5em 0 .3em;border-bottom:1px solid #d9dde2}dl{display:grid;grid-template-columns:12em 1fr;gap:2px 1em;margin:0}dt{color:#4a525c}dd{margin:0;overflow-wrap:anywhere}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:12px/1.5 monospace}li{overflow-wrap:anywhere;white-space:pre-wrap}ul ul{color:#4a525c}bdi{unicode-bidi:isolate}figure{display:inline-block;max-width:100%;margin:.5em 1em .5em 0;vertical-align:top;break-inside:avoid}figcaption{max-width:32em;overflow-wrap:anywhere;font-size:12px}img{display:block;max-width:100%;max-height:90vh;border:1px solid #d9dde2}'

const kAtOnce = 0x8000 // that a call takes as arguments
function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += kAtOnce) text += String.fromCharCode(...bytes.subarray(at, at + kAtOnce))
  return btoa(text)
}

const textHtml = (text: string): string => `<bdi>${htmlText(text)}</bdi>`
const lineHtml = (one: DossierLine): string => {
  if (typeof one === 'string') return `<li>${textHtml(one)}</li>`
  const under = one.under.length === 0 ? '' : `<ul>${one.under.map((each) => `<li>${textHtml(each)}</li>`).join('')}</ul>`
  return `<li>${textHtml(one.line)}${under}</li>`
}
const pictureHtml = ({name, about, type, bytes}: DossierPicture): string =>
  kPictureTypes.includes(type) ? `<figure><img src="data:${type};base64,${base64(bytes)}" alt="${htmlText(name)}"><figcaption>${textHtml(name)} ${textHtml(about)}</figcaption></figure>` : ''

function partHtml({title, rows, lines, pictures, code}: DossierPart): string {
  const table = rows === undefined ? '' : `<dl>${rows.map(([name, value]) => `<dt>${htmlText(name)}</dt><dd>${textHtml(value)}</dd>`).join('')}</dl>`
  const list = lines === undefined ? '' : `<ul>${lines.map(lineHtml).join('')}</ul>`
  return `<section><h2>${htmlText(title)}</h2>${table}${list}${(pictures ?? []).map(pictureHtml).join('\n')}${code === undefined ? '' : `<pre>${htmlText(code)}</pre>`}</section>`
}

export const dossierFile = (what: {language: string; title: string; parts: readonly DossierPart[]}): string => `<!doctype html>
<html lang="${what.language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${kPolicy}"><title>${htmlText(what.title)}</title><style>${kStyle}</style></head>
<body><h1>${textHtml(what.title)}</h1>
${what.parts.map(partHtml).join('\n')}
</body></html>
`

// A name that every file system takes.
export const fileName = (words: string, end: string): string => `${words.replace(/[^\p{L}\p{N} ._-]/gu, '').slice(0, 80).trim() || 'dossier'}.${end}`
