// @vitest-environment node
// Every string in both languages: the same keys, the same placeholders, everything that is asked for,
// and the house's words.
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import en from './en'
import zh from './zh'
import enFirst from './en/first'
import zhFirst from './zh/first'

function flat(value: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'string') found.set(prefix + name, inner)
    else for (const [key, text] of flat(inner as object, `${prefix}${name}.`)) found.set(key, text)
  }
  return found
}
const chinese = flat(zh)
const english = flat(en)
const holes = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((hole) => hole[1] ?? ''))].sort()
const source = join(import.meta.dirname, '..')

function sources(folder: string): string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'i18n' ? [] : sources(path)
    return /\.(vue|ts)$/.test(entry.name) && !entry.name.endsWith('.test.ts') && entry.name !== 'schema.ts' ? [path] : []
  })
}

describe('the two languages', () => {
  it('have the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  })
  it.each([...chinese.keys()])('%s has the same holes', (key) => {
    expect(holes(english.get(key) ?? '')).toEqual(holes(chinese.get(key) ?? ''))
  })
  it('have a word for everything', () => {
    const silent = new Set(['next.live.act', 'next.superseded.act', 'next.withdrawn.act', 'next.stopped.act', 'next.lapsed.act'])
    for (const [key, text] of [...chinese, ...english]) {
      if (text === '') expect(silent.has(key) || key.endsWith('.missing'), key).toBe(true)
    }
  })
  it('keep to their own script', () => {
    for (const [key, text] of english) expect(/[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]/.test(text), `${key}: ${text}`).toBe(false)
  })
  it('use the house’s words', () => {
    const registration = '\u5907\u6848' // of the ICP registration
    for (const [key, text] of chinese) {
      expect(text.includes(registration), key).toBe(false)
      expect(text.includes('您'), key).toBe(false)
    }
  })
})

// What a file imports without waiting, itself included.
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const [, named = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )(?:[^;'`]*? from )?'([^']+)'/gm)) {
    const base = named.startsWith('@/') ? join(source, named.slice(2)) : named.startsWith('.') ? join(dirname(file), named) : ''
    const found = [base, `${base}.ts`, `${base}.vue`, join(base, 'index.ts')].find((path) => /\.(vue|ts)$/.test(path) && existsSync(path) && statSync(path).isFile())
    if (base !== '' && found !== undefined) closure(found, seen)
  }
  return seen
}

describe('the first list', () => {
  const firstGroups = new Set(Object.keys(zhFirst))
  it('has its words in both languages', () => {
    expect([...flat(enFirst).keys()].sort()).toEqual([...flat(zhFirst).keys()].sort())
  })
  it.each(['dev/DevHome', 'review/ReviewQueue', 'office/OfficeHome', 'ops/OpsHome'])('of %s waits for no other words', (view) => {
    const files = closure(join(source, `desks/${view}.vue`), closure(join(source, 'main.ts')))
    expect(files.size).toBeGreaterThan(30)
    for (const file of files) {
      for (const [, group = ''] of readFileSync(file, 'utf8').matchAll(/\bt\(\s*['`](\w+)[.'$]/g)) expect(firstGroups.has(group), `${file}: ${group}`).toBe(true)
    }
  })
})

describe('the pages', () => {
  const texts = sources(source).map((path) => ({path, text: readFileSync(path, 'utf8')}))
  it('ask only for what there is', () => {
    for (const {path, text} of texts) {
      for (const [, key = ''] of text.matchAll(/\bt\(\s*'([\w.]+)'/g)) expect(chinese.has(key), `${path}: ${key}`).toBe(true)
      for (const [, prefix = ''] of text.matchAll(/\bt\(\s*`([\w.]+)\.\$\{/g)) {
        expect([...chinese.keys()].some((key) => key.startsWith(`${prefix}.`)), `${path}: ${prefix}`).toBe(true)
      }
    }
  })
  it('put no markup of others into a page', () => {
    for (const {path, text} of texts) {
      expect(/v-html|innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|dangerouslyUseHTMLString/.test(text), path).toBe(false)
    }
  })
  it('say nothing that is not in the messages', () => {
    for (const {path, text} of texts.filter((one) => one.path.endsWith('.vue'))) {
      const template = text.slice(text.indexOf('<template>'))
      const allowed = template.replace(/lang="zh[\s\S]*?>|'中文'|：/g, '')
      expect(/[\u4e00-\u9fff]/.test(allowed), path).toBe(false)
    }
  })
})
