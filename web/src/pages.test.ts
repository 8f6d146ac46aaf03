// Every address of the desks is among the pages that pictures are taken of and accessibility is tried on,
// or has a reason why not.
import {createMemoryHistory, createRouter, type RouteRecordRaw} from 'vue-router'
import {describe, expect, it, vi} from 'vitest'
import {routes} from './router'

interface TriedPage {
  name: string
  role?: string
  path: string
}
const server = vi.hoisted(() => ({answer: (_: string): {status: number; body: unknown} => ({status: 500, body: undefined})}))
vi.mock('../e2e/world.mjs', () => ({api: async (_demo: unknown, _role: string, path: string) => server.answer(path)}))
const kPages = '../e2e/pages.mjs'
const {allPages, kUntried} = (await import(kPages)) as {allPages: (demo: unknown) => Promise<TriedPage[]>; kUntried: Record<string, string>}

// A server whose every list has what each page needs a sample of.
const sample = {app: 'wx1', submission: 1, entry: 1, digest: 'd', subject: 's', app_name: '论坛', service: 'take_down_ordered', state: 'applied', application: 1, category: 'c', version: 'v', person: {person: ''}, proposal: 1}
const served = {...sample, service: 'served'}
const refused = {...sample, state: 'refused'}
const shipped = {...sample, state: 'in_force'}
function answerOf(path: string, person: string): unknown {
  const items = [sample, served, refused, shipped].map((one) => ({...one, person: {person}}))
  return {items, appealed: true, job: 'j', webhook: 'w', version: 'v', rehearsal: 'r', state: 'done', time: '2026-03-01T00:00:00Z', token: 't', invitation: {invitation: 'i'}, files: [{name: 'categories/social.toml', text: 'zh = "x"'}], parameters: [{name: 'n', form: 'count', fixed: false, value: 1}], path}
}

describe('the pages that are tried', () => {
  it('are all that the router has', async () => {
    let person = ''
    server.answer = (path) => {
      person = /^\/v1\/people\/(.*)$/.exec(path)?.[1] ?? person
      return {status: path.endsWith('/versions') ? 202 : 200, body: answerOf(path, person)}
    }
    const pages = await allPages({url: 'http://demo.test', receiver: 1, people: {tokens: {}, app: 'wx1'}})
    expect(new Set(pages.map((one) => one.name)).size).toBe(pages.length)
    const router = createRouter({history: createMemoryHistory(), routes})
    const tried = new Set(pages.map((one) => router.resolve(one.path).matched.at(-1)?.path))
    const leaves = (all: readonly RouteRecordRaw[], above = ''): string[] =>
      all.flatMap((one) => (one.children === undefined ? [above + (one.path === '' || one.path.startsWith('/') ? one.path : `/${one.path}`)] : leaves(one.children, one.path)))
    const known = leaves(routes)
    for (const path of known) expect(tried.has(path) || kUntried[path] !== undefined, `${path} is neither tried nor among the exceptions`).toBe(true)
    for (const [path, why] of Object.entries(kUntried)) {
      expect(known, `${path} is no address`).toContain(path)
      expect(why.length).toBeGreaterThan(10)
      expect(tried.has(path), `${path} is tried: no exception is needed`).toBe(false)
    }
  })
})
