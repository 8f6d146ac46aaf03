// WXML to a tree, for looking at only. Pure; never throws: what cannot be read is text or left out.
//
// Invariants: at most kNodesMax nodes and kDepthMax levels; every text and attribute is a string as it
// stands in the file, expressions unread. Lines count from 1.
export interface WxmlText {
  text: string
  line: number
}
export interface WxmlElement {
  name: string
  attributes: Map<string, string>
  children: WxmlNode[]
  line: number
}
export type WxmlNode = WxmlText | WxmlElement

export const kNodesMax = 20_000
export const kDepthMax = 120
const kVoid = new Set(['import', 'include', 'input', 'image', 'icon', 'progress', 'slider', 'switch', 'wxs'])
const kEntities: Record<string, string> = {lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: '\u00a0', ensp: '\u2002', emsp: '\u2003'}

export const isElement = (node: WxmlNode): node is WxmlElement => 'name' in node

export function plainText(text: string): string {
  return text.replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|\w{1,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return kEntities[name] ?? whole
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

// How many line ends lie before each place, asked in rising order.
function lineCounter(text: string): (at: number) => number {
  let seen = 0
  let line = 1
  return (at) => {
    for (; seen < at; ++seen) if (text.charCodeAt(seen) === 10) ++line
    return line
  }
}

const kName = /[A-Za-z][\w:.-]*/y
const kAttribute = /\s*([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?/y

function readAttributes(source: string, from: number): {attributes: Map<string, string>; end: number; closed: boolean} {
  const attributes = new Map<string, string>()
  let at = from
  for (;;) {
    kAttribute.lastIndex = at
    const found = kAttribute.exec(source)
    if (found === null) break
    const value = found[2] ?? ''
    attributes.set(found[1] ?? '', plainText(/^["']/.test(value) ? value.slice(1, -1) : value))
    at = kAttribute.lastIndex
  }
  const end = source.indexOf('>', at)
  if (end === -1) return {attributes, end: source.length, closed: true}
  return {attributes, end: end + 1, closed: source.slice(at, end).includes('/')}
}

export function parseWxml(source: string): {nodes: WxmlNode[]; cut: boolean} {
  const lineAt = lineCounter(source)
  const nodes: WxmlNode[] = []
  const open: WxmlElement[] = []
  let count = 0
  const put = (node: WxmlNode): void => {
    ++count
    ;(open.at(-1)?.children ?? nodes).push(node)
  }
  const putText = (text: string, at: number): void => {
    if (text.trim() === '') return
    const lead = /^\s*/.exec(text)?.[0].length ?? 0
    put({text: plainText(text), line: lineAt(at + lead)})
  }
  let at = 0
  while (at < source.length && count < kNodesMax) {
    const next = nextTag(source, at)
    putText(source.slice(at, next), at)
    if (next >= source.length) return {nodes, cut: false}
    if (source.startsWith('<!--', next)) {
      const end = source.indexOf('-->', next + 4)
      at = end === -1 ? source.length : end + 3
      continue
    }
    if (source[next + 1] === '/') {
      const end = source.indexOf('>', next)
      const name = source.slice(next + 2, end === -1 ? source.length : end).trim()
      const upTo = open.findLastIndex((one) => one.name === name)
      if (upTo !== -1) open.length = upTo
      at = end === -1 ? source.length : end + 1
      continue
    }
    kName.lastIndex = next + 1
    const name = kName.exec(source)?.[0] ?? ''
    const {attributes, end, closed} = readAttributes(source, next + 1 + name.length)
    const element: WxmlElement = {name, attributes, children: [], line: lineAt(next)}
    put(element)
    at = end
    if (name === 'wxs' && !closed) {
      const close = source.indexOf('</wxs', at)
      at = close === -1 ? source.length : close
      open.push(element)
    } else if (!closed && (!kVoid.has(name) || source.includes(`</${name}`, at)) && open.length < kDepthMax) open.push(element)
  }
  return {nodes, cut: at < source.length}
}

// The next "<" that begins a tag; one within {{ }} or before anything else is text.
function nextTag(source: string, from: number): number {
  let at = from
  for (;;) {
    const tag = source.indexOf('<', at)
    if (tag === -1) return source.length
    const expression = source.indexOf('{{', at)
    if (expression !== -1 && expression < tag) {
      const end = source.indexOf('}}', expression + 2)
      if (end !== -1 && end > tag && end - expression < 2000) {
        at = end + 2
        continue
      }
    }
    if (/[A-Za-z/!]/.test(source[tag + 1] ?? '')) return tag
    at = tag + 1
  }
}
