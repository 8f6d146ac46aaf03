// A dossier as one file that opens anywhere without a connection: plain HTML, no script, everything of
// people and packages as text. Pure.
export interface DossierPart {
  title: string
  rows?: [string, string][] // name, value
  lines?: string[]
  code?: string // as it stands
}

const kSigns: Record<string, string> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}
// Controls that hide or turn text are shown as what they are.
export const htmlText = (text: string): string =>
  text
    .replace(/[&<>"']/g, (one) => kSigns[one] ?? one)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, (one) => `⟨U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`)

const kStyle =
  'body{max-width:52em;margin:2em auto;padding:0 1em;font:14px/1.7 sans-serif;color:#1b1f24}h1{font-size:20px}h2{font-size:16px;margin:1.5em 0 .3em;border-bottom:1px solid #d9dde2}dl{display:grid;grid-template-columns:12em 1fr;gap:2px 1em;margin:0}dt{color:#4a525c}dd{margin:0;overflow-wrap:anywhere}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:12px/1.5 monospace}li{overflow-wrap:anywhere}bdi{unicode-bidi:isolate}'

export function dossierFile(what: {language: string; title: string; parts: readonly DossierPart[]}): string {
  const body = what.parts
    .map(({title, rows, lines, code}) => {
      const table = rows === undefined ? '' : `<dl>${rows.map(([name, value]) => `<dt>${htmlText(name)}</dt><dd><bdi>${htmlText(value)}</bdi></dd>`).join('')}</dl>`
      const list = lines === undefined ? '' : `<ul>${lines.map((line) => `<li><bdi>${htmlText(line)}</bdi></li>`).join('')}</ul>`
      return `<section><h2>${htmlText(title)}</h2>${table}${list}${code === undefined ? '' : `<pre>${htmlText(code)}</pre>`}</section>`
    })
    .join('\n')
  return `<!doctype html>
<html lang="${what.language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${htmlText(what.title)}</title><style>${kStyle}</style></head>
<body><h1><bdi>${htmlText(what.title)}</bdi></h1>
${body}
</body></html>
`
}

// A name that every file system takes.
export const fileName = (words: string, end: string): string => `${words.replace(/[^\p{L}\p{N} ._-]/gu, '').slice(0, 80).trim() || 'dossier'}.${end}`
