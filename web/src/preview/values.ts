// Values of a page's data, and expressions of its template over them. Pure; nothing is run: names are
// looked up among own members, calls give kUnknown.
import {tokensOf, type Token} from './tokens'

export const kUnknown = Symbol('unknown')
export type Value = string | number | boolean | null | undefined | typeof kUnknown | Value[] | {[name: string]: Value}
export type Scope = ReadonlyMap<string, Value>

const kExpressionMax = 2000
const kLevelsMax = 40

export const isRecord = (value: Value): value is {[name: string]: Value} =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// Reads one expression or literal from words. What it does not know makes the value kUnknown.
export class Reader {
  private at = 0
  private level = 0
  constructor(
    private readonly words: readonly Token[],
    private readonly scope: Scope,
  ) {}

  get ended(): boolean {
    return this.at >= this.words.length
  }
  private peek(): string {
    const word = this.words[this.at]
    return word === undefined || word.kind === 'string' || word.kind === 'template' ? '' : word.text
  }
  private take(text: string): boolean {
    if (this.peek() !== text) return false
    ++this.at
    return true
  }

  expression(): Value {
    if (++this.level > kLevelsMax) {
      this.at = this.words.length
      return kUnknown
    }
    const condition = this.binary(0)
    let result = condition
    if (this.take('?')) {
      const yes = this.expression()
      const no = this.take(':') ? this.expression() : kUnknown
      result = condition === kUnknown ? kUnknown : truthy(condition) ? yes : no
    }
    --this.level
    return result
  }

  private static readonly kLevels = [['||', '??'], ['&&'], ['===', '!==', '==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%']]

  private binary(level: number): Value {
    const signs = Reader.kLevels[level]
    if (signs === undefined) return this.unary()
    let left = this.binary(level + 1)
    for (let sign = this.peek(); signs.includes(sign); sign = this.peek()) {
      ++this.at
      left = combine(sign, left, this.binary(level + 1))
    }
    return left
  }

  private unary(): Value {
    if (this.take('!')) {
      const value = this.unary()
      return value === kUnknown ? kUnknown : !truthy(value)
    }
    if (this.take('-')) {
      const value = this.unary()
      return typeof value === 'number' ? -value : kUnknown
    }
    if (this.take('+')) return this.unary()
    return this.members(this.primary())
  }

  private members(start: Value): Value {
    let value = start
    for (;;) {
      if (this.take('.') || this.take('?.')) {
        value = memberOf(value, this.words[this.at++]?.text ?? '')
      } else if (this.take('[')) {
        const key = this.expression()
        this.take(']')
        value = typeof key === 'string' || typeof key === 'number' ? memberOf(value, String(key)) : kUnknown
      } else if (this.peek() === '(') {
        this.skipPair()
        value = kUnknown
      } else return value
    }
  }

  private primary(): Value {
    const word = this.words[this.at]
    if (word === undefined) return kUnknown
    if (word.text === '(' && word.kind === 'sign') {
      ++this.at
      const value = this.expression()
      if (this.take(')')) return value
      this.at = this.words.length
      return kUnknown
    }
    if (word.text === '[' && word.kind === 'sign') return this.list()
    if (word.text === '{' && word.kind === 'sign') return this.record()
    ++this.at
    if (word.kind === 'string') return word.text
    if (word.kind === 'template') return word.text.includes('${') ? kUnknown : word.text
    if (word.kind === 'number') return Number(word.text.replaceAll('_', ''))
    if (word.kind !== 'name') return kUnknown
    return this.named(word.text)
  }

  private named(name: string): Value {
    if (name === 'true' || name === 'false') return name === 'true'
    if (name === 'null') return null
    if (name === 'undefined') return undefined
    if (['new', 'function', 'async', 'class'].includes(name)) {
      this.skipValue()
      return kUnknown
    }
    if (this.peek() === '=>') {
      this.skipValue()
      return kUnknown
    }
    return this.scope.has(name) ? this.scope.get(name) : kUnknown
  }

  private list(): Value {
    ++this.at
    const items: Value[] = []
    while (!this.ended && !this.take(']')) {
      const before = this.at
      if (this.take('...')) {
        const spread = this.expression()
        if (Array.isArray(spread)) items.push(...spread)
      } else items.push(this.expression())
      this.toNext()
      if (this.at === before) ++this.at
    }
    return items
  }

  private record(): Value {
    ++this.at
    const made: {[name: string]: Value} = {}
    while (!this.ended && !this.take('}')) {
      const before = this.at
      if (this.take('...')) {
        const spread = this.expression()
        if (isRecord(spread)) for (const [name, value] of Object.entries(spread)) put(made, name, value)
      } else {
        const key = this.words[this.at++]
        if (key === undefined) break
        if (this.take(':')) put(made, key.text, this.expression())
        else if (this.peek() === ',' || this.peek() === '}') put(made, key.text, this.scope.has(key.text) ? this.scope.get(key.text) : kUnknown)
      }
      this.toNext()
      if (this.at === before) ++this.at
    }
    return made
  }

  // Past whatever is left of a member, up to and with its comma.
  private toNext(): void {
    while (!this.ended && !['}', ']', ')'].includes(this.peek())) {
      if (this.take(',')) return
      this.skipOne()
    }
  }
  private skipValue(): void {
    while (!this.ended && ![',', '}', ']', ')', ';'].includes(this.peek())) this.skipOne()
  }
  private skipOne(): void {
    if (['(', '[', '{'].includes(this.peek())) this.skipPair()
    else ++this.at
  }
  private skipPair(): void {
    let depth = 0
    do {
      const sign = this.peek()
      if (['(', '[', '{'].includes(sign)) ++depth
      if ([')', ']', '}'].includes(sign)) --depth
      ++this.at
    } while (depth > 0 && !this.ended)
  }
}

// A member named "__proto__" is a member like any other.
function put(into: {[name: string]: Value}, name: string, value: Value): void {
  Object.defineProperty(into, name, {value, enumerable: true, configurable: true, writable: true})
}

export const truthy = (value: Value): boolean => value !== kUnknown && Boolean(value)

export function memberOf(value: Value, name: string): Value {
  if (value === kUnknown) return kUnknown
  if (name === 'length' && (typeof value === 'string' || Array.isArray(value))) return value.length
  if (value === null || typeof value !== 'object') return undefined
  return Object.hasOwn(value, name) ? (value as {[name: string]: Value})[name] : undefined
}

function combine(sign: string, left: Value, right: Value): Value {
  if (sign === '||') return left === kUnknown ? right : truthy(left) ? left : right
  if (sign === '&&') return left === kUnknown ? kUnknown : truthy(left) ? right : left
  if (sign === '??') return left === null || left === undefined || left === kUnknown ? right : left
  if (left === kUnknown || right === kUnknown) return kUnknown
  if (sign === '===') return left === right
  if (sign === '!==') return left !== right
  if (typeof left === 'object' || typeof right === 'object') return sign === '==' ? left === right : sign === '!=' ? left !== right : kUnknown
  if (sign === '==') return left === right || String(left) === String(right)
  if (sign === '!=') return left !== right && String(left) !== String(right)
  if (sign === '+' && (typeof left === 'string' || typeof right === 'string')) return textOf(left) + textOf(right)
  const a = Number(left)
  const b = Number(right)
  const results: Record<string, Value> = {'<': a < b, '>': a > b, '<=': a <= b, '>=': a >= b, '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a % b}
  return results[sign] ?? kUnknown
}

export function textOf(value: Value): string {
  if (value === undefined || value === null || value === kUnknown) return ''
  if (Array.isArray(value)) return value.map(textOf).join(',')
  return typeof value === 'object' ? '[object]' : String(value)
}

export function evaluate(expression: string, scope: Scope): Value {
  if (expression.length > kExpressionMax) return kUnknown
  const reader = new Reader([...tokensOf(expression)], scope)
  const value = reader.expression()
  return reader.ended ? value : kUnknown
}

// "{{a}}-{{b}}": the value itself where the whole is one expression, else text; unknown parts stand as
// they are written.
export function interpolate(text: string, scope: Scope): {value: Value; unknown: string[]} {
  const whole = /^\{\{((?:(?!\}\})[\s\S])*)\}\}$/.exec(text.trim())
  if (whole !== null) {
    const value = evaluate(whole[1] ?? '', scope)
    return {value, unknown: value === kUnknown ? [(whole[1] ?? '').trim()] : []}
  }
  const unknown: string[] = []
  const value = text.replace(/\{\{((?:(?!\}\})[\s\S])*)\}\}/g, (_, expression: string) => {
    const part = evaluate(expression, scope)
    if (part === kUnknown) unknown.push(expression.trim())
    return part === kUnknown ? `⟨${expression.trim()}⟩` : textOf(part)
  })
  return {value, unknown}
}
