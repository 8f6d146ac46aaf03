// Signing in with a real provider of identities: the program as it is shipped against certified
// OpenID Connect software, over the network of this machine. What a provider would never say is
// tests/rights/oidc_test.cc's.
import assert from 'node:assert/strict'
import {execFileSync, spawn} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Browser} from './browser.mjs'
import {clients, startProvider} from './provider.mjs'

const program = process.env.BAOBEI
const folder = mkdtempSync(join(tmpdir(), 'baobei-oidc-'))
const data = join(folder, 'data')

function admin(...words) {
  return JSON.parse(
    execFileSync(program, ['admin', ...words, '--data', data, '--json'], {encoding: 'utf8'})
  )
}

function configure(provider) {
  const secret = join(folder, 'secret')
  writeFileSync(secret, provider.secret + '\n', {mode: 0o600})
  const host = new URL(provider.issuer).host
  const tables = Object.keys(clients).map(
    (id) => `[oidc.${id}]
name = "${id}"
issuer = "${provider.issuer}"
client_id = "${id}"
secret_file = "${secret}"
redirect = "https://baobei.example/v1/sign-in/oidc/${id}/callback"
roles = ["reviewer", "operator"]
second_factor = "${id === 'rsa' ? 'amr' : 'provider'}"
`
  )
  const path = join(folder, 'baobei.toml')
  writeFileSync(path, `[oidc]\nallow = ["${host}"]\n${tables.join('')}`)
  return path
}

async function startServer(config) {
  const server = spawn(
    program,
    ['serve', '--config', config, '--data', data, '--set', 'http.port=0', '--set',
      'check.sandbox=best_effort'],
    {stdio: ['ignore', 'inherit', 'pipe']}
  )
  let said = ''
  const port = await new Promise((resolve, reject) => {
    server.stderr.on('data', (chunk) => {
      said += chunk
      const found = said.match(/listening on [\d.]+:(\d+)/)
      if (found) resolve(found[1])
    })
    server.on('exit', () => reject(new Error(`the server ended: ${said}`)))
  })
  return {url: `http://127.0.0.1:${port}`, stop: () => server.kill('SIGTERM'), said: () => said}
}

async function ask(server, token, target, body) {
  const response = await fetch(server.url + target, {
    method: body === undefined ? 'GET' : 'POST',
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: {authorization: `Bearer ${token}`}
  })
  return {status: response.status, body: await response.json().catch(() => ({}))}
}

// There, through the provider as this person, and back. The answer, and the address that it came
// with.
async function signIn(server, browser, id, name) {
  const begun = await browser.go(`${server.url}/v1/sign-in/oidc/${id}?back=/desk`)
  assert.equal(begun.status, 303, await begun.text())
  const back = await browser.through(begun.headers.get('location'), name)
  const callback = server.url + back.pathname + back.search
  return {answer: await browser.go(callback), callback}
}

async function me(server, browser) {
  const response = await browser.go(server.url + '/v1/me')
  return {status: response.status, body: await response.json()}
}

async function run(server, people) {
  const told = await ask(server, people.operator, '/v1/server')
  assert.deepEqual(told.body.providers.map((each) => each.provider).sort(), Object.keys(clients).sort())

  const stranger = await signIn(server, new Browser(), 'rsa', 'mallory')
  assert.equal(stranger.answer.status, 403, 'nobody comes into being by signing in')
  const problem = await stranger.answer.json()
  assert.equal(problem.type, 'urn:baobei:problem:identity_unknown')
  assert.equal(problem.subject, 'mallory')

  const bind = async (person, what) => {
    const made = await ask(server, people.operator, `/v1/people/${person}/identities`, what)
    assert.equal(made.status, 202, JSON.stringify(made.body))
    const path = `/v1/identities/${made.body.identity}/confirm`
    assert.equal((await ask(server, people.second, path, {})).status, 200)
  }
  await bind('rev-1', {provider: 'rsa', email: 'alice@example.com'})
  await bind('op-3', {provider: 'rsa', subject: 'olga'})

  for (const id of Object.keys(clients)) {
    const browser = new Browser()
    const {answer, callback} = await signIn(server, browser, id, 'alice')
    assert.equal(answer.status, 303, `${id}: ${await answer.text()}\n${server.said()}`)
    assert.equal(answer.headers.get('location'), '/desk')
    const known = await me(server, browser)
    assert.equal(known.body.person, 'rev-1')
    assert.deepEqual(known.body.roles, ['reviewer'])
    assert.equal((await browser.go(callback)).status, 401, 'the same answer once more')
    assert.equal((await new Browser().go(callback)).status, 401, "in another's browser")
    console.log(`ok: ${clients[id]}`)
  }

  const unsure = await signIn(server, new Browser(), 'rsa', 'unsure')
  assert.equal(unsure.answer.status, 403)

  // A code that was spent, in a fresh attempt: the provider takes it no more.
  const browser = new Browser()
  const first = await signIn(server, browser, 'curve', 'alice')
  const code = new URL(first.callback).searchParams.get('code')
  const begun = await browser.go(`${server.url}/v1/sign-in/oidc/curve`)
  const state = new URL(begun.headers.get('location')).searchParams.get('state')
  const issuer = new URL(first.callback).searchParams.get('iss')
  const replayed = await browser.go(
    `${server.url}/v1/sign-in/oidc/curve/callback?code=${code}&state=${state}` +
      `&iss=${encodeURIComponent(issuer)}`
  )
  assert.equal(replayed.status, 401)

  // An operator: the provider showed no second factor, unless it is known that it always asks.
  for (const [id, readOnly] of [['rsa', true], ['edwards', false]]) {
    const operator = new Browser()
    assert.equal((await signIn(server, operator, id, 'olga')).answer.status, 303)
    const tokens = await operator.go(server.url + '/v1/people/op-3/tokens')
    const session = (await tokens.json()).items.find(
      (each) => each.session && each.valid && each.label === `oidc:${id}`
    )
    assert.equal(session.read_only, readOnly, id)
  }

  const listed = await ask(server, people.operator, '/v1/people/rev-1/identities')
  assert.equal(listed.body.items[0].subject, 'alice', 'the address gave way to the subject')
  const removed = await ask(
    server, people.operator, `/v1/identities/${listed.body.items[0].identity}/remove`, {})
  assert.equal(removed.status, 200)
  assert.equal((await signIn(server, new Browser(), 'rsa', 'alice')).answer.status, 403)
}

const provider = await startProvider()
let server
try {
  const people = {operator: admin('init').token}
  for (const [id, role] of [['second', 'operator'], ['op-3', 'operator'], ['rev-1', 'reviewer']]) {
    people[id] = admin('person', id, '--org', 'org-platform', '--name', id, '--role', role).token
  }
  server = await startServer(configure(provider))
  await run(server, people)
  console.log('ok: all of it')
} finally {
  server?.stop()
  provider.stop()
  rmSync(folder, {recursive: true, force: true})
}
process.exit(0)
