// WXSS for the frame: lengths in rpx as px, elements by the frame's names, every rule bound to the page
// or component that it belongs to, nothing fetched. Pure.
export const kWxssMax = 400_000
const kRpx = /(-?(?:\d+\.?\d*|\.\d+))rpx\b/g
const kUrl = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"]*))\s*\)/gi
const kPicture = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/

export const pixelsOfRpx = (text: string): string => text.replace(kRpx, (_, n: string) => `${Number(n) / 2}px`)

export const isPicture = (url: string): boolean => kPicture.test(url)

// Addresses that are no picture within the text itself fall away.
export function withoutAddresses(css: string): string {
  return css
    .replace(kUrl, (_, a?: string, b?: string, c?: string) => {
      const url = (a ?? b ?? c ?? '').trim()
      return isPicture(url) ? `url("${url.replace(/\s/g, '')}")` : 'none'
    })
    .replace(/url\(/gi, (whole, at: number, all: string) => (all.startsWith('url("data:image/', at) ? whole : 'none('))
    .replace(/image-set\(|@import/gi, 'none(')
}

export const plainCss = (css: string): string => withoutAddresses(pixelsOfRpx(css.replace(/\/\*[\s\S]*?(\*\/|$)/g, ' ')))

// "view.card > text" → "wx-view.card > wx-text[data-c="3"]".
export function boundSelector(selector: string, scope: string): string {
  const renamed = selector
    .replace(/(^|[\s>+~,(])([a-zA-Z][\w-]*)/g, (_, lead: string, name: string) => `${lead}wx-${name.toLowerCase()}`)
    .trim()
  if (/^wx-page$/.test(renamed)) return renamed
  const at = renamed.search(/(?:::?[a-zA-Z-]+(?:\([^)]*\))?)+$/)
  const head = at === -1 ? renamed : renamed.slice(0, at)
  const tail = at === -1 ? '' : renamed.slice(at)
  return `${head}[data-c="${scope}"]${tail}`
}

function endOfBlock(css: string, from: number): number {
  let depth = 0
  for (let at = from; at < css.length; ++at) {
    if (css[at] === '{') ++depth
    else if (css[at] === '}' && --depth === 0) return at
  }
  return css.length
}

function bind(css: string, scope: string, level: number): string {
  let out = ''
  let at = 0
  while (at < css.length) {
    const open = css.indexOf('{', at)
    if (open === -1) break
    const prelude = (css.slice(at, open).split(';').pop() ?? '').trim()
    const end = endOfBlock(css, open)
    const body = css.slice(open + 1, end)
    at = end + 1
    if (/^@(media|supports)\b/i.test(prelude)) {
      if (level < 4) out += `${prelude}{${bind(body, scope, level + 1)}}`
    } else if (/^@(-webkit-)?keyframes\b/i.test(prelude)) {
      out += `${prelude}{${body}}`
    } else if (!prelude.startsWith('@') && prelude !== '') {
      out += `${prelude.split(',').map((one) => boundSelector(one.trim(), scope)).join(',')}{${body}}`
    }
  }
  return out
}

export const frameCss = (wxss: string, scope: string): string => bind(plainCss(wxss.slice(0, kWxssMax)), scope, 0)

// "@import 'x.wxss';" in order.
export function importsOf(wxss: string): string[] {
  return [...wxss.matchAll(/@import\s+(?:url\()?\s*["']([^"']+)["']/g)].map((found) => found[1] ?? '').slice(0, 20)
}
