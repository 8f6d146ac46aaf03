// What a version says to its users: the words of templates, titles and tabs, and sentences of scripts,
// each with its file and line. Pure.
import {parsedJson, recordOf, stringOf} from './paths'
import {tokensOf} from './tokens'
import {isElement, parseWxml, type WxmlNode} from './wxml'

export interface PageText {
  file: string
  line: number
  text: string
  kind: 'template' | 'title' | 'script'
}

const kSaid = new Set(['placeholder', 'title', 'confirm-text', 'alt', 'aria-label', 'content', 'desc', 'description', 'header-text', 'label'])
const kTitles = ['navigationBarTitleText', 'text', 'desc', 'description', 'name']
const kTextMax = 2000
const kHan = /\p{Script=Han}/u

const withoutExpressions = (text: string): string => text.replace(/\{\{[\s\S]*?\}\}/g, '').trim()
const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, kTextMax)

// Words inside {{ }}: "{{on ? '是' : '否'}}".
function quoted(text: string): string[] {
  const found: string[] = []
  for (const [, inner] of text.matchAll(/\{\{([\s\S]*?)\}\}/g)) {
    for (const token of tokensOf(inner ?? '')) if (token.kind === 'string' && kHan.test(token.text)) found.push(token.text)
  }
  return found
}

export function textsOfTemplate(file: string, source: string): PageText[] {
  const found: PageText[] = []
  const put = (text: string, line: number): void => {
    if (withoutExpressions(text) !== '') found.push({file, line, text: tidy(text), kind: 'template'})
    else for (const one of quoted(text)) found.push({file, line, text: tidy(one), kind: 'template'})
  }
  const walk = (nodes: readonly WxmlNode[]): void => {
    for (const node of nodes) {
      if (!isElement(node)) put(node.text, node.line)
      else {
        for (const [name, value] of node.attributes) if (kSaid.has(name) && value !== '') put(value, node.line)
        walk(node.children)
      }
    }
  }
  walk(parseWxml(source).nodes)
  return found
}

export function textsOfConfig(file: string, source: string): PageText[] {
  const found: PageText[] = []
  const lines = source.split('\n')
  const walk = (value: unknown, level: number): void => {
    if (level > 8) return
    if (Array.isArray(value)) value.forEach((one) => walk(one, level + 1))
    for (const [name, inner] of Object.entries(recordOf(value))) {
      const text = stringOf(inner)
      if (text !== '' && (kTitles.includes(name) || kHan.test(text))) {
        found.push({file, line: lines.findIndex((line) => line.includes(text)) + 1 || 1, text: tidy(text), kind: 'title'})
      } else walk(inner, level + 1)
    }
  }
  walk(parsedJson(source), 0)
  return found
}

export function textsOfScript(file: string, source: string): PageText[] {
  const found: PageText[] = []
  let line = 1
  let from = 0
  for (const token of tokensOf(source)) {
    if ((token.kind !== 'string' && token.kind !== 'template') || !kHan.test(token.text)) continue
    for (; from < token.at; ++from) if (source.charCodeAt(from) === 10) ++line
    found.push({file, line, text: tidy(token.text), kind: 'script'})
  }
  return found
}

export function textsOf(file: string, source: string): PageText[] {
  if (file.endsWith('.wxml')) return textsOfTemplate(file, source)
  if (file.endsWith('.json')) return textsOfConfig(file, source)
  return file.endsWith('.js') ? textsOfScript(file, source) : []
}
