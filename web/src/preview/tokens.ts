// The words of a script, as far as reading literals out of it takes: strings, numbers, names, signs.
// Pure. Nothing is ever run; a script that is no script gives odd words and no harm.
export interface Token {
  kind: 'string' | 'number' | 'name' | 'sign' | 'template' | 'regex'
  text: string // strings: what they say
  at: number
}

export const kTokensMax = 400_000
const kSpace = /\s+/y
const kNameRun = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy
const kNumber = /0[xX][\da-fA-F]+|(?:\d[\d_]*)?\.?\d+(?:[eE][+-]?\d+)?/y
const kSigns = ['===', '!==', '...', '=>', '==', '!=', '<=', '>=', '&&', '||', '??', '?.']
const kEscapes: Record<string, string> = {n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0'}

export function unescaped(body: string): string {
  return body.replace(/\\(u\{[\da-fA-F]{1,6}\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|\r\n|[\s\S])/g, (_, what: string) => {
    if (/^[ux]./.test(what)) {
      const code = Number.parseInt(what.replace(/[ux{}]/g, ''), 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : ''
    }
    if (/^[\r\n]/.test(what)) return ''
    return kEscapes[what] ?? what
  })
}

function endOfString(source: string, from: number, quote: string): number {
  for (let at = from; at < source.length; ++at) {
    const here = source[at]
    if (here === '\\') ++at
    else if (here === quote) return at
    else if (here === '\n' && quote !== '`') return at
  }
  return source.length
}

// A "/" begins a regular expression where no value ends before it.
function beginsRegex(before: Token | undefined): boolean {
  if (before === undefined) return true
  if (before.kind === 'sign') return ![')', ']', '}'].includes(before.text)
  return before.kind === 'name' && ['return', 'typeof', 'case', 'in', 'of'].includes(before.text)
}

function endOfRegex(source: string, from: number): number {
  let inClass = false
  for (let at = from; at < source.length; ++at) {
    const here = source[at]
    if (here === '\n') return from
    if (here === '\\') ++at
    else if (here === '[') inClass = true
    else if (here === ']') inClass = false
    else if (here === '/' && !inClass) return at + 1
  }
  return from
}

export function* tokensOf(source: string): Generator<Token> {
  let before: Token | undefined
  let at = 0
  let count = 0
  const sticky = (pattern: RegExp): string => {
    pattern.lastIndex = at
    return pattern.exec(source)?.[0] ?? ''
  }
  while (at < source.length && count < kTokensMax) {
    const space = sticky(kSpace)
    if (space !== '') {
      at += space.length
      continue
    }
    const here = source[at] ?? ''
    if (here === '/' && (source[at + 1] === '/' || source[at + 1] === '*')) {
      const end = source[at + 1] === '/' ? source.indexOf('\n', at) : source.indexOf('*/', at + 2)
      at = end === -1 ? source.length : end + (source[at + 1] === '/' ? 1 : 2)
      continue
    }
    let token: Token
    let end: number
    if (here === '"' || here === "'" || here === '`') {
      const close = endOfString(source, at + 1, here)
      token = {kind: here === '`' ? 'template' : 'string', text: unescaped(source.slice(at + 1, close)), at}
      end = close + 1
    } else if (here === '/' && beginsRegex(before)) {
      end = Math.max(endOfRegex(source, at + 1), at + 1)
      token = {kind: 'regex', text: source.slice(at, end), at}
    } else {
      const name = sticky(kNameRun)
      const number = name === '' && /[\d.]/.test(here) ? sticky(kNumber) : ''
      const sign = name === '' && number === '' ? (kSigns.find((one) => source.startsWith(one, at)) ?? here) : ''
      token = {kind: name !== '' ? 'name' : number !== '' ? 'number' : 'sign', text: name + number + sign, at}
      end = at + token.text.length
    }
    yield token
    ++count
    before = token
    at = end
  }
}
