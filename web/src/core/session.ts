// Who sits at this page, on which server, and whether it can be reached.
//
// Invariants: the token stands in sessionStorage alone: it ends with the tab. When it stops being
// valid the page stays as it is and asks again in place, so nothing typed is lost.
import {computed, reactive, readonly} from 'vue'
import {getMe, getServer} from '@/api/calls'
import {endSession, getSignIn} from '@/api/directory_calls'
import {ApiProblem, surround} from '@/api/client'
import type {Me, Server} from '@/api/types'
import {language} from '@/i18n'
import {dropDrafts} from './draft'
import type {Desk} from './states'
import {now, setServerTime} from './time'

const kTokenKey = 'baobei.token'

function stored(): string {
  try {
    return sessionStorage.getItem(kTokenKey) ?? ''
  } catch {
    return ''
  }
}

function store(token: string): void {
  try {
    if (token === '') sessionStorage.removeItem(kTokenKey)
    else sessionStorage.setItem(kTokenKey, token)
  } catch {
    // storage is refused: the token lives as long as the page
  }
}

interface State {
  token: string
  me: Me | null
  server: Server | null
  expired: boolean // the token was valid and is not any more
  online: boolean
  reads: 'all' | 'token' | 'factor' | 'audit' // factor, token: only reads, for want of a second factor or by its token; audit: by its role
  lastAnswer: number // server time of the last answer
  round: number // raised when the connection is back or the clock moved: everything reloads
}

const state = reactive<State>({
  token: stored(),
  me: null,
  server: null,
  expired: false,
  online: true,
  reads: 'all',
  lastAnswer: 0,
  round: 0,
})

export const session = readonly(state)

surround({
  token: () => state.token,
  language: () => (language.value === 'zh' ? 'zh, en;q=0.5' : 'en, zh;q=0.5'),
  signedOut: () => {
    if (state.me !== null) state.expired = true
  },
  reached: () => {
    state.lastAnswer = now.value
    if (!state.online) {
      state.online = true
      ++state.round
    }
  },
  unreachable: () => {
    state.online = false
    knock()
  },
})

const kDeskOfRole: Partial<Record<string, Desk>> = {
  developer: 'dev',
  reviewer: 'review',
  senior_reviewer: 'review',
  officer: 'office',
  operator: 'ops',
  auditor: 'ops',
}

export const desks = computed<Desk[]>(() => {
  const found = (state.me?.roles ?? []).map((role) => kDeskOfRole[role])
  return [...new Set(found.filter((desk) => desk !== undefined))]
})

// Auditors read everything and change nothing (DESIGN decision 11).
const readsOf = (me: Me): State['reads'] => (me.roles.length > 0 && me.roles.every((role) => String(role) === 'auditor') ? 'audit' : 'all')
export const operates = computed(() => state.reads === 'all' && (state.me?.roles.includes('operator') ?? false))
export const may = (command: string): boolean => state.reads === 'all' && (state.me?.may.includes(command) ?? false)

// Whether this sign-in may change anything; where that cannot be read the server has the word anyway.
async function readSignIn(): Promise<void> {
  try {
    const seen = await getSignIn()
    if (state.me === null || seen.person !== state.me.person || state.reads === 'audit') return
    state.reads = !seen.read_only ? 'all' : seen.second_factor_needed && !seen.second_factor ? 'factor' : 'token'
  } catch {
    if (state.me !== null) state.reads = readsOf(state.me)
  }
}

export async function readServer(): Promise<void> {
  const askedAt = Date.now()
  const server = await getServer()
  setServerTime(server.time, askedAt, Date.now())
  state.server = server
}

// By which means this browser was signed in last: what it is offered first.
export type SignInWay = 'password' | 'token' | 'oidc'
const kWayKey = 'baobei.signInWay'
export function lastWay(): SignInWay | undefined {
  try {
    const kept = localStorage.getItem(kWayKey)
    return kept === 'password' || kept === 'token' || kept === 'oidc' ? kept : undefined
  } catch {
    return undefined
  }
}
export function keepWay(way: SignInWay): void {
  try {
    localStorage.setItem(kWayKey, way)
  } catch {
    // storage is refused: the default is offered again
  }
}

// Throws ApiProblem (401) where the token is no good; then nothing has changed.
export async function signIn(token: string, way: SignInWay = 'token'): Promise<void> {
  const before = state.token
  state.token = token.trim()
  try {
    const me = await getMe()
    const samePerson = state.me?.person === me.person
    state.me = me
    state.expired = false
    state.reads = readsOf(me)
    void readSignIn()
    store(state.token)
    keepWay(way)
    if (samePerson) ++state.round
  } catch (error) {
    state.token = before
    throw error
  }
}

// The session ends on the server, too; a token that was issued stays what it is.
export function signOut(): void {
  const byCookie = state.token === '' && state.me !== null
  if ((state.token !== '' || byCookie) && !state.expired) endSession().catch(() => undefined)
  state.token = ''
  state.me = null
  state.expired = false
  store('')
  dropDrafts()
}

// At the start of the page: the server, and the person where a token is kept. A token that is no good
// any more is forgotten; what was typed stays for whoever signs in again. Throws where nobody answers.
export async function begin(): Promise<void> {
  await readServer()
  // Whoever came by a provider has a session in a cookie that no script reads.
  if (state.token === '' && lastWay() !== 'oidc') return
  try {
    state.me = await getMe()
    state.reads = readsOf(state.me)
    void readSignIn()
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error
    state.token = ''
    store('')
  }
}

export async function clockMoved(): Promise<void> {
  await readServer()
  ++state.round
}

// ---- while the server cannot be reached -----------------------------------------------------------
const kKnockEvery = 3000
const kReadServerEvery = 60_000
let knocking: ReturnType<typeof setTimeout> | undefined

function knock(): void {
  if (knocking !== undefined) return
  knocking = setTimeout(() => {
    knocking = undefined
    readServer().catch(() => undefined)
  }, kKnockEvery)
}

// The machine itself says that its network is gone: at once, though a stream may not have noticed yet.
function onOffline(): void {
  state.online = false
  knock()
}

export function keepTime(): () => void {
  addEventListener('offline', onOffline)
  const timer = setInterval(() => {
    if (!document.hidden) readServer().catch(() => undefined)
  }, kReadServerEvery)
  return () => {
    clearInterval(timer)
    removeEventListener('offline', onOffline)
  }
}
