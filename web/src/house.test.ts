// @vitest-environment node
// What the desks owe the house: types of the contract as it stands, a reason for every package, lock
// files that name no host.
import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'

const root = join(import.meta.dirname, '../../')
const text = (path: string): string => readFileSync(root + path, 'utf8')

describe('the contract', () => {
  it('is the one that the types were made of (npm run types makes them)', () => {
    const digest = createHash('sha256').update(text('api/openapi.yaml')).digest('hex')
    expect(text('web/src/api/schema.ts').split('\n', 1)[0]).toContain(digest)
  })
})

describe('addresses', () => {
  it('that the router has are answered with the page by the program, so that a link or a reload opens them', () => {
    const named = text('src/web_files/web_files.cc').split('kDesks =')[1]?.split(');')[0] ?? ''
    const answered = [...named.matchAll(/"([^"]*)"/g)].map((one) => one[1])
    const own = [...text('web/src/router.ts').matchAll(/(?:path: '\/|desk\(')([a-z-]*)/g)].map((one) => one[1])
    expect(answered).toEqual([...new Set(own)].sort())
  })
})

describe('packages', () => {
  const listed = (path: string): string[] => {
    const {dependencies = {}, devDependencies = {}} = JSON.parse(text(path)) as {dependencies?: Record<string, string>; devDependencies?: Record<string, string>}
    return [...Object.keys(dependencies), ...Object.keys(devDependencies)]
  }
  const page = text('docs/dependencies.md')
  it.each([...listed('web/package.json'), ...listed('tools/node/package.json')])('%s has its row in docs/dependencies.md', (name) => {
    expect(page).toContain('`' + name + '`')
  })
  it.each(['web/package-lock.json', 'tools/node/package-lock.json'])('%s keeps integrity and names no host to fetch from', (path) => {
    const {packages} = JSON.parse(text(path)) as {packages: Record<string, {integrity?: string; resolved?: string; link?: boolean}>}
    for (const [name, row] of Object.entries(packages)) {
      expect(row.resolved, name).toBeUndefined()
      if (name !== '') expect(row.integrity, name).toMatch(/^sha512-/)
    }
  })
})
