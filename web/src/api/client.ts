// How the desks speak HTTP: one request with its token, repeated where repeating is safe, its
// failures as values of two kinds.
//
// Invariants: a command is repeated only under the idempotency key of its first try, so a lost
// answer can never carry it out twice. Nothing is repeated after an answer other than 503.
import type {Problem} from './types'

// The server answered, and refused.
export class ApiProblem extends Error {
  readonly status: number
  readonly problem: Problem
  readonly retryAfter: string | null

  constructor(status: number, problem: Problem, retryAfter: string | null = null) {
    super(problem.title_en)
    this.status = status
    this.problem = problem
    this.retryAfter = retryAfter
  }

  // The last part of the problem's type: "stale_revision".
  get code(): string {
    return this.problem.type.split(':').pop() ?? ''
  }
}

// No answer came. What was sent may have arrived.
export class ConnectionLost extends Error {}

export interface Ask {
  method?: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH'
  query?: Record<string, string | number | boolean | undefined>
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

export interface Answered<Body> {
  body: Body
  etag: string | null
  status: number
}

// What the client needs of the page around it; set once by main.ts.
export interface Surroundings {
  token(): string
  language(): string
  signedOut(): void
  reached(): void
  unreachable(): void
}

let around: Surroundings = {
  token: () => '',
  language: () => 'zh',
  signedOut: () => undefined,
  reached: () => undefined,
  unreachable: () => undefined,
}

export function surround(by: Surroundings): void {
  around = by
}

const kTriesMax = 4
const kWaitSecondsMax = 8

export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function urlOf(path: string, query: Ask['query'] = {}): string {
  const words = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '' && value !== false) words.set(name, String(value))
  }
  const text = words.toString()
  return text === '' ? path : `${path}?${text}`
}

// "/v1/apps/{app}" with its parameters put in, each escaped.
export function pathOf(pattern: string, params: Record<string, string | number>): string {
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`no ${name} for ${pattern}`)
    return encodeURIComponent(String(value))
  })
}

export function headersOf(ask: Ask): Record<string, string> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': around.language(),
    ...ask.headers,
  }
  if (around.token() !== '') headers['Authorization'] = `Bearer ${around.token()}`
  if (ask.body !== undefined) headers['Content-Type'] = 'application/json'
  return headers
}

// What came instead of a problem of ours: a proxy's page, say.
export function unknownProblem(status: number): Problem {
  const detail = `HTTP ${status}`
  return {
    type: 'urn:baobei:problem:unknown',
    status,
    title: detail,
    title_zh: '服务器的回答无法识别',
    title_en: 'The server’s answer was not understood',
    detail,
    detail_zh: detail,
    detail_en: detail,
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'type' in value && 'title_zh' in value
}

export function problemFrom(status: number, text: string, retryAfter: string | null = null): ApiProblem {
  try {
    const parsed: unknown = JSON.parse(text)
    if (isProblem(parsed)) return new ApiProblem(status, parsed, retryAfter)
  } catch {
    // not JSON: told as unknown
  }
  return new ApiProblem(status, unknownProblem(status), retryAfter)
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        reject(signal.reason)
      },
      {once: true},
    )
  })
}

// Milliseconds before the try after `tries`: the server's wish, else growing.
export function pauseBefore(tries: number, retryAfter: string | null): number {
  const wished = Number(retryAfter ?? Number.NaN)
  if (Number.isFinite(wished) && wished >= 0) return Math.min(wished, kWaitSecondsMax) * 1000
  return 250 * 2 ** (tries - 1)
}

function isSafeToRepeat(ask: Ask): boolean {
  const method = ask.method ?? 'GET'
  return method === 'GET' || ask.headers?.['Idempotency-Key'] !== undefined
}

async function once(path: string, ask: Ask): Promise<Response> {
  try {
    const response = await fetch(urlOf(path, ask.query), {
      method: ask.method ?? 'GET',
      headers: headersOf(ask),
      body: ask.body === undefined ? undefined : JSON.stringify(ask.body),
      signal: ask.signal,
      cache: 'no-store',
      credentials: 'same-origin',
    })
    around.reached()
    return response
  } catch (error) {
    if (ask.signal?.aborted) throw error
    around.unreachable()
    throw new ConnectionLost('no answer')
  }
}

async function untilAnswered(path: string, ask: Ask): Promise<Response> {
  for (let tries = 1; ; ++tries) {
    const last = tries >= kTriesMax || !isSafeToRepeat(ask)
    try {
      const response = await once(path, ask)
      if (response.status !== 503 || last) return response
      await sleep(pauseBefore(tries, response.headers.get('Retry-After')), ask.signal)
    } catch (error) {
      if (last || !(error instanceof ConnectionLost)) throw error
      await sleep(pauseBefore(tries, null), ask.signal)
    }
  }
}

// A wrong password is none of the session's business.
const kOfSignIn = ['wrong_sign_in', 'second_factor_needed']

function told(problem: ApiProblem): ApiProblem {
  if (problem.status === 401 && !kOfSignIn.includes(problem.code)) around.signedOut()
  return problem
}

// Sends and reads. Throws ApiProblem, ConnectionLost, or the signal's reason.
export async function ask<Body>(path: string, options: Ask = {}): Promise<Answered<Body>> {
  const response = await untilAnswered(path, options)
  const etag = response.headers.get('ETag')
  if (response.status === 204 || response.status === 304) {
    return {body: undefined as Body, etag, status: response.status}
  }
  const text = await response.text()
  if (!response.ok) {
    throw told(problemFrom(response.status, text, response.headers.get('Retry-After')))
  }
  return {body: JSON.parse(text) as Body, etag, status: response.status}
}

// The answer with its body unread: a stream, or bytes. Throws as `ask` does; nothing is repeated.
export async function openBody(path: string, options: Ask = {}): Promise<Response> {
  const response = await once(path, options)
  if (response.ok) return response
  throw told(problemFrom(response.status, await response.text()))
}
