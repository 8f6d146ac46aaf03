// A page on its own for the tests: its address, a language, a person signed in, and a server that
// answers what the test says and notes what it was asked.
import {flushPromises, mount, type VueWrapper} from '@vue/test-utils'
import {vi} from 'vitest'
import type {Component} from 'vue'
import {createI18n} from 'vue-i18n'
import {createMemoryHistory, createRouter} from 'vue-router'
import type {Me, Role} from '@/api/types'
import {language, type Language} from '@/i18n'
import en from '@/i18n/en'
import zh from '@/i18n/zh'
import {signIn, signOut} from './session'
import type {Desk} from './states'

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
}
type Answer = unknown | ((asked: Asked) => unknown) // a Response, or what JSON it is
export type Answers = Record<string, Answer> // by "GET /v1/orgs"

export const answer = (status: number, body?: unknown, headers: Record<string, string> = {}): Response =>
  new Response(body === undefined ? null : JSON.stringify(body), {status, headers})
export const refused = (status: number, code: string, zhWords = '不行', enWords = 'No', headers: Record<string, string> = {}): Response =>
  answer(status, {type: `urn:baobei:problem:${code}`, status, title: enWords, title_zh: zhWords, title_en: enWords, detail: '', detail_zh: '', detail_en: ''}, headers)

const kRegions = {items: [{code: '33', name: {zh: '浙江省', en: 'Zhejiang'}, office: {zh: '浙江省网信办', en: 'Zhejiang office'}, office_short: {zh: '浙江网信办', en: 'Zhejiang'}}]}

// What is asked and not answered is 404.
export function serve(answers: Answers): {asked: Asked[]; of: (method: string, path: string) => Asked[]} {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const {pathname, searchParams} = new URL(url, 'http://desk.test')
    const one: Asked = {method: init.method ?? 'GET', path: pathname, query: searchParams, body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined}
    asked.push(one)
    const known: Answers = {'GET /v1/regions': kRegions, ...answers}
    const said = known[`${one.method} ${pathname}`]
    const found = await (typeof said === 'function' ? (said as (asked: Asked) => unknown)(one) : said)
    if (found instanceof Response) return found.clone()
    return found === undefined ? refused(404, 'not_found') : answer(200, found)
  })
  return {asked, of: (method, path) => asked.filter((one) => one.method === method && one.path === path)}
}

export const me = (roles: Role[], change: Partial<Me> = {}): Me =>
  ({person: 'p-me', name: 'Me', org: {id: 'org-me', kind: 'developer', name: 'Mine'}, roles, may: [], ...change}) as Me

const open: VueWrapper[] = []
// After each test: no page reads on into the next, nobody stays signed in.
export function leavePages(): void {
  for (const page of open.splice(0)) page.unmount()
  signOut()
  vi.unstubAllGlobals()
}

export interface Shown {
  page: VueWrapper
  text: () => string
  button: (words: string) => ReturnType<VueWrapper['find']>
  at: () => string
}

export async function show(component: Component, how: {language: Language; address: string; route?: string; desk?: Desk; me?: Me; props?: Record<string, unknown>; answers: Answers}): Promise<Shown & ReturnType<typeof serve>> {
  const server = serve({...(how.me === undefined ? {} : {'GET /v1/me': how.me}), ...how.answers})
  language.value = how.language
  if (how.me !== undefined) await signIn('t')
  const blank = {template: '<i/>'}
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      {path: how.route ?? how.address.replace(/[?#].*/, ''), component, meta: how.desk === undefined ? {} : {desk: how.desk}},
      {path: '/:rest(.*)*', component: blank},
    ],
  })
  await router.push(how.address)
  // A word that is not in the messages is a fault of the page.
  const missing = (_: string, key: string): string => {
    throw new Error(`no words for ${key}`)
  }
  const i18n = createI18n({legacy: false, locale: how.language, messages: {zh: zh as never, en: en as never}, missing})
  const page = mount(component, {props: how.props, global: {plugins: [router, i18n]}, attachTo: document.body})
  open.push(page)
  await flushPromises()
  return {
    ...server,
    page,
    text: () => page.text().replace(/\s+/g, ' '),
    button: (words) => {
      const all = page.findAll('button')
      return all.find((one) => one.text() === words) ?? all.find((one) => one.text().includes(words)) ?? page.find('button.none-of-these')
    },
    at: () => router.currentRoute.value.fullPath,
  }
}

// In a page that is shown in English nothing is Chinese.
export const hasHan = (text: string): boolean => /[\u4e00-\u9fff]/.test(text)
