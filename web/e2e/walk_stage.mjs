// What the walk works with: the versions as folders, the clock, what devices get, and what every desk is
// looked at for.
import assert from 'node:assert/strict'
import {cp, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {api, open, root, settled} from './world.mjs'
import {kSaid} from './walk_words.mjs'

export const kSecond = 1000
export const kHour = 3600 * kSecond
export const kPeriod = 604_800 * kSecond // R11
const kDevices = 48
const kCheckMax = 600_000

// The sample as it is, and further versions of it: one small file more. Every run has bytes of its own, so
// that no report of a run before is found for them.
export async function someVersions(count) {
  const folder = await mkdtemp(join(tmpdir(), 'baobei-walk-'))
  const versions = []
  for (let n = 1; n <= count; ++n) {
    versions.push(join(folder, `v${n}`))
    await cp(join(root, 'samples/neighbourhood-forum'), versions.at(-1), {recursive: true})
    await writeFile(join(versions.at(-1), 'miniprogram/walk-version.js'), `module.exports = ${Date.now() + n}\n`)
  }
  return {versions, remove: () => rm(folder, {recursive: true, force: true})}
}

const two = (number) => String(number).padStart(2, '0')
// As the desks write an instant at UTC+8, without the year, and how long is left to it.
export function instantText(at) {
  const day = new Date(Date.parse(at) + 8 * kHour).toISOString()
  return `${day.slice(5, 10)} ${day.slice(11, 19)}`
}
export function leftText(said, left) {
  const seconds = Math.floor(left / kSecond)
  const time = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':')
  return said.left(time, Math.floor(seconds / 86_400))
}

// The time of a page stands as the sandbox's does, or its countdowns would run on without it.
const holdTime = (page) => page.addInitScript(() => {
  const at = Date.now()
  Date.now = () => at
})

// One language's walk: a mini-program of its own, its people, and the steps, of which the first that does
// not hold ends the walk, for later ones stand on it.
export function stageOf({check, browser, demo, language}) {
  const said = kSaid[language]
  let broken = false
  const stage = {
    demo, said, language,
    now: async () => Date.parse((await api(demo, 'operator', '/v1/server')).body.time),
    moveTo: async (at) => {
      const moved = await api(demo, 'operator', '/v1/sandbox/clock', {method: 'POST', body: JSON.stringify({to: new Date(at).toISOString()})})
      assert.equal(moved.status, 200, JSON.stringify(moved.body))
    },
    file: async (app) => (await api(demo, 'developer', `/v1/apps/${app}`)).body,
    // What a device is answered, and how many devices get each version; '': none.
    served: async (app, device) => {
      const answer = await fetch(`${demo.url}/d/${app}/manifest?device=${device}`, {headers: {Authorization: `Bearer ${demo.people.tokens.developer}`}})
      return {status: answer.status, ...(await answer.json())}
    },
    counts: async (app) => {
      const all = await Promise.all(Array.from({length: kDevices}, (_, n) => stage.served(app, `walk-${n}`)))
      return all.reduce((counts, {status, digest}) => ({...counts, [status === 200 ? digest : '']: (counts[status === 200 ? digest : ''] ?? 0) + 1}), {})
    },
    servedToAll: async (app, digest) => assert.deepEqual(await stage.counts(app), {[digest]: kDevices}),
    // A command that must be refused by one of these guards and leave the case as it was (R23).
    refused: async (role, app, tail, body, guards, headers = {}) => {
      const before = (await stage.file(app)).revision
      const answer = await api(demo, role, `/v1/apps/${app}/${tail}`, {method: 'POST', body: JSON.stringify(body), headers})
      assert.ok(guards.includes(answer.body?.type?.split(':').at(-1)), `${tail}: ${answer.status} ${JSON.stringify(answer.body)}`)
      assert.equal((await stage.file(app)).revision, before, 'a refused command changed the case')
    },
    checked: async (app, no) => {
      for (const until = Date.now() + kCheckMax; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 500))) {
        const {body} = await api(demo, 'developer', `/v1/apps/${app}/submissions/${no}`)
        if (body.state !== 'checking') return body
      }
      throw new Error('the check did not end')
    },
    // `allowed`: refusals that the step asks for are answers, no faults of the page.
    step: async (name, body, allowed = /^$/) => {
      if (broken) return
      broken = !(await check(`walk ${language}: ${name}`, async ({keep}) => {
        const windows = []
        // Somebody at a page of theirs, which has come to rest.
        const sit = async (role, path, {still = false} = {}) => {
          const window = keep(await open(browser, demo, {role, language}))
          windows.push(window)
          if (still) await holdTime(window.page)
          await window.page.goto(path)
          await settled(window.page)
          return window.page
        }
        await body(sit)
        for (const {faults} of windows) assert.deepEqual(faults.filter((one) => !allowed.test(one)), [])
      }))
    },
  }
  return stage
}

// ---- what a page says ----------------------------------------------------------------------------
// A state's own text has its sign before its word.
export const hasState = (page, word) => page.locator('.case-head .state', {hasText: new RegExp(`${word}$`)}).first().waitFor()
export const nextSays = (page, words) => page.locator('.next .sentence', {hasText: words}).waitFor()
export const button = (page, name) => page.getByRole('button', {name: new RegExp(`^${name}( \\w)?$`)})

// Opens an action in place, reads what follows from it, sends it, and sees the form gone.
export async function act(page, open, follows, fill = async () => undefined) {
  await button(page, open).first().click()
  const panel = page.locator('.panel')
  await fill(panel)
  await panel.locator('.follows', {hasText: follows}).waitFor()
  await panel.locator('.send').click()
  await panel.waitFor({state: 'detached'})
  await settled(page)
}

// Submitted by hand: the form's one panel leads to the case when it was sent.
export async function sends(page, said, no) {
  await page.locator('.panel .follows', {hasText: said.willCheck}).waitFor()
  await page.locator('.panel .send').click()
  await page.waitForURL(new RegExp(`/dev/cases/.*/${no}$`))
}

export async function uploads(page, said, folder, label) {
  await page.setInputFiles('input[webkitdirectory]', folder)
  await page.locator('.drop .primary').waitFor()
  await page.fill('#label', label)
  await page.getByRole('button', {name: said.sendAs(label)}).click()
  await page.waitForURL(/digest=[0-9a-f]{64}/)
  return /digest=([0-9a-f]{64})/.exec(page.url())[1]
}

export async function picks(page, word) {
  await page.locator('.picker').click()
  await page.keyboard.type(word)
  await page.getByRole('option').filter({hasText: word}).first().click()
  await page.keyboard.press('Escape')
}

// A reviewer passes what is in review, and has seen the filing categories in it (R9).
export async function passes(sit, stage, app, no, follows) {
  const {said} = stage
  const page = await sit('reviewer', `/review/cases/${app}/${no}`)
  await act(page, said.pass, follows, async (panel) => panel.getByLabel(said.present).check())
  await page.locator('.decided').waitFor()
  return page
}

// A notice about a mini-program in somebody's inbox; gives its words.
export async function noticed(sit, role, app, title) {
  const page = await sit(role, `/inbox?q=${app}`)
  await page.locator('.notice').first().waitFor()
  const folded = page.locator('.more button[aria-expanded=false]')
  while ((await folded.count()) > 0) await folded.first().click()
  const notice = page.locator('.notice').filter({has: page.locator('.title', {hasText: new RegExp(`${title}$`)})}).first()
  await notice.waitFor()
  assert.ok((await notice.locator('.about').innerText()).includes(app))
  await notice.locator('.head').click()
  return notice.locator('.body .prose').innerText()
}
