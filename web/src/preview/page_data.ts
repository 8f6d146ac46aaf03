// What a page's script says its data are to begin with: plain literals of `data` (of a component also
// the values of its properties), and constants of the same file that they name. Nothing is run.
import {tokensOf, type Token} from './tokens'
import {isRecord, kUnknown, Reader, type Scope, type Value} from './values'

const kMakers = new Set(['Page', 'Component', 'App', 'Behavior'])

// From the word after an opening sign up to its closing one.
function inside(words: readonly Token[], from: number): Token[] {
  let depth = 1
  for (let at = from; at < words.length; ++at) {
    const {kind, text} = words[at] as Token
    if (kind !== 'sign') continue
    if ('([{'.includes(text)) ++depth
    if (')]}'.includes(text) && --depth === 0) return words.slice(from, at)
  }
  return words.slice(from)
}

// The words of the member `name` of an object whose words these are.
function member(words: readonly Token[], name: string): Token[] | undefined {
  let depth = 0
  for (let at = 0; at + 1 < words.length; ++at) {
    const {kind, text} = words[at] as Token
    if (kind === 'sign' && '([{'.includes(text)) ++depth
    else if (kind === 'sign' && ')]}'.includes(text)) --depth
    else if (depth === 0 && text === name && kind !== 'sign' && words[at + 1]?.text === ':') return words.slice(at + 2)
  }
  return undefined
}

function constantsOf(words: readonly Token[]): Map<string, Value> {
  const constants = new Map<string, Value>()
  let depth = 0
  for (let at = 0; at + 3 < words.length; ++at) {
    const word = words[at] as Token
    if (word.kind === 'sign' && '([{'.includes(word.text)) ++depth
    if (word.kind === 'sign' && ')]}'.includes(word.text)) --depth
    if (depth > 0 || !['const', 'let', 'var'].includes(word.text)) continue
    const name = words[at + 1] as Token
    if (name.kind !== 'name' || words[at + 2]?.text !== '=') continue
    constants.set(name.text, new Reader(words.slice(at + 3, at + 3 + kConstantWordsMax), constants).expression())
  }
  return constants
}
const kConstantWordsMax = 20_000

export interface PageData {
  data: Map<string, Value>
  unknown: string[] // members whose value is computed
  found: boolean // whether the script has literal data at all
}

export function pageData(script: string): PageData {
  const words = [...tokensOf(script)]
  const result: PageData = {data: new Map(), unknown: [], found: false}
  const maker = words.findIndex((word, at) => word.kind === 'name' && kMakers.has(word.text) && words[at + 1]?.text === '(' && words[at + 2]?.text === '{')
  if (maker === -1) return result
  const scope: Scope = constantsOf(words.slice(0, maker))
  const body = inside(words, maker + 3)
  const take = (name: string, value: Value): void => {
    if (value === kUnknown) result.unknown.push(name)
    result.data.set(name, value)
  }
  const properties = member(body, 'properties')
  const declared = properties === undefined ? undefined : new Reader(properties, scope).expression()
  if (declared !== undefined && isRecord(declared)) {
    for (const [name, one] of Object.entries(declared)) result.data.set(name, isRecord(one) && 'value' in one ? one['value'] : undefined)
  }
  const data = member(body, 'data')
  const literal = data === undefined ? undefined : new Reader(data, scope).expression()
  if (literal !== undefined && isRecord(literal)) {
    result.found = true
    for (const [name, value] of Object.entries(literal)) take(name, value)
  }
  return result
}
