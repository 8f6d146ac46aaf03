// The whole story of a mini-program by hand at the desks, as `baobei demo --walk` tells it over HTTP: from the
// upload to the take-down and back, each role at its own desk, once in Chinese and once in English. Every step
// names its rules. The sandbox's clock stands and is moved to the second.
import assert from 'node:assert/strict'
import {api, freshApp} from './world.mjs'
import {askedAndAppealed, secondApproval} from './walk_review.mjs'
import {walksBack} from './walk_return.mjs'
import {act, button, hasState, instantText, kHour, kPeriod, kSecond, leftText, nextSays, noticed, passes, picks, sends, someVersions, stageOf, uploads} from './walk_stage.mjs'

const kPoints = ['评论没有先审后发，请补充审核机制。', '未公示信息安全责任人，请在首页公示。']

// A late fail takes a second officer (R17), as the policy of this server says from now on.
async function takesTwoOfficers(demo) {
  const {parameters} = (await api(demo, 'operator', '/v1/policy')).body
  if (parameters.find((one) => one.name === 'second_signature_late_fail').value === true) return
  const now = Date.parse((await api(demo, 'operator', '/v1/server')).body.time)
  const version = `e2e-walk-${now}`
  const made = await api(demo, 'operator', '/v1/policy/versions', {method: 'POST', body: JSON.stringify({version, effective_from: new Date(now + 2 * kHour).toISOString(), reason: '会签', parameters: {second_signature_late_fail: true}})})
  assert.equal(made.status, 202, JSON.stringify(made.body))
  const confirmed = await api(demo, 'second_operator', `/v1/policy/versions/${version}/confirm`, {method: 'POST'})
  assert.ok(confirmed.status < 300, JSON.stringify(confirmed.body))
  await api(demo, 'operator', '/v1/sandbox/clock', {method: 'POST', body: JSON.stringify({by: '3h'})})
}

// Steps 1 to 6: until the filing began.
async function untilItFiles(stage, story) {
  const {said} = stage
  const {app} = story
  // R7, R10: everybody at a desk of their own, and nobody at another's.
  await stage.step('everybody is there, and nothing was submitted yet', async (sit) => {
    const developer = await sit('developer', `/dev/apps/${app}`)
    await hasState(developer, said.never)
    await developer.getByText(said.noSubmission).waitFor()
    for (const [role, path] of [['reviewer', '/review'], ['officer', '/office'], ['operator', '/ops']]) {
      const page = await sit(role, path)
      await page.locator('.row-link, .empty, .list-frame, main h1').first().waitFor()
      assert.equal(await page.getByText(app).count(), 0, `${path} knows it already`)
    }
    const elsewhere = await sit('developer', '/review')
    await elsewhere.getByText(said.noDesk).waitFor()
  })

  // R1, R2: one version, its categories, looked at before it is sent.
  await stage.step('uploaded, declared, looked at and submitted', async (sit) => {
    const page = await sit('developer', `/dev/apps/${app}/check`)
    story.v1 = await uploads(page, said, story.versions[0], '1.0.0')
    await picks(page, said.category)
    await page.locator('.outlook', {hasText: said.mustFile}).waitFor()
    assert.equal((await stage.file(app)).submissions.length, 0, 'looking at it submitted it')
    await sends(page, said, 1)
    const [submission] = (await stage.file(app)).submissions
    assert.equal(submission.digest, story.v1)
    assert.deepEqual(submission.categories.map((one) => [one.category, one.filing]), [[stage.demo.people.category, true]])
  })

  // R4: the check decides nothing; R1: one in review at a time; R8: its findings are shown when it ends.
  await stage.step('checked, it goes on to a person, and a second submission is refused', async (sit) => {
    const seen = await stage.checked(app, 1)
    assert.equal(seen.state, 'reviewing')
    const page = await sit('developer', `/dev/cases/${app}/1`)
    await hasState(page, said.reviewing)
    await nextSays(page, said.say.reviewing)
    await noticed(sit, 'developer', app, said.notice.checked)
    const again = await sit('developer', `/dev/apps/${app}/check?digest=${story.v1}`)
    await again.locator('.panel .follows em').waitFor()
    assert.ok(await again.locator('.panel .send').isDisabled())
    await stage.refused('developer', app, 'submissions', {digest: story.v1, categories: [stage.demo.people.category]}, ['one_in_review'])
  }, /40[049]|422/)

  // R7: only what was seen can be decided upon, and not by whoever submitted it.
  await stage.step('nobody decides on another version, nor on their own', async () => {
    const {review_etag: etag} = (await api(stage.demo, 'reviewer', `/v1/apps/${app}/submissions/1`)).body
    const body = {digest: story.v1, present: [stage.demo.people.category]}
    await stage.refused('reviewer', app, 'submissions/1/pass', body, ['stale_revision'], {'If-Match': '"review-0"'})
    await stage.refused('developer', app, 'submissions/1/pass', body, ['no_right'], {'If-Match': etag})
    await stage.refused('reviewer', app, 'submissions/1/pass', {...body, digest: '0'.repeat(64)}, ['stale_digest'], {'If-Match': etag})
  })

  // R9, R10, R11: passed, it files by itself; the notice names both instants, the clock is of 604,800 seconds.
  await stage.step('passed: it files, and notice, clock and office name the same instants', async (sit) => {
    await passes(sit, stage, app, 1, said.startsFiling)
    const {entries} = await stage.file(app)
    story.entry = entries.at(-1)
    story.end = Date.parse(story.entry.end)
    assert.equal(story.end - Date.parse(story.entry.start), kPeriod)
    const page = await sit('developer', `/dev/cases/${app}/1`, {still: true})
    await hasState(page, said.filing)
    await nextSays(page, said.say.filing(instantText(story.entry.end)))
    await page.getByRole('timer').getByText(leftText(said, story.end - (await stage.now())).replace(/^\S+ /, '')).waitFor()
    const words = await noticed(sit, 'developer', app, said.notice.filing)
    for (const at of [story.entry.start, story.entry.end]) assert.ok(words.includes(instantText(at).slice(6)), `${at} is not in ${words}`)
    const office = await sit('officer', `/office?q=${app}`)
    await office.locator('.row', {hasText: app}).waitFor()
    await noticed(sit, 'officer', app, said.notice.dossier)
  }, /409/)
}

// Steps 7 to 12: the period, silence, the late fail, the take-down.
async function untilItIsDown(stage, story) {
  const {said} = stage
  const {app} = story
  // R11, R13, R16: the period holds to its last second.
  await stage.step('one second before the end nothing can be released', async (sit) => {
    await stage.moveTo(story.end - kSecond)
    const page = await sit('developer', `/dev/cases/${app}/1`, {still: true})
    await hasState(page, said.filing)
    await page.getByRole('timer').getByText('00:00:01', {exact: true}).waitFor()
    assert.equal(await button(page, said.release).count(), 0)
    await stage.refused('developer', app, 'release', {submission: 1, share: 10_000}, ['not_in_state'])
    assert.equal((await stage.served(app, 'walk-0')).type, 'urn:baobei:problem:not_yet_for_you')
  })

  // R13, R16: the end takes effect at its instant; silence completes nothing, and the office may still answer.
  await stage.step('at the end: pre-launch, and the filing stays open', async (sit) => {
    await stage.moveTo(story.end)
    const page = await sit('developer', `/dev/cases/${app}/1`, {still: true})
    await hasState(page, said.preLaunch)
    await nextSays(page, said.say.preLaunch)
    await page.getByRole('timer').getByText(said.silent).waitFor()
    await button(page, said.release).waitFor()
    await noticed(sit, 'developer', app, said.notice.preLaunch)
    const file = await stage.file(app)
    assert.deepEqual([file.entries[0].state, file.entries[0].open, file.completed.length], ['silent', true, 0])
    const office = await sit('officer', `/office?state=silent&q=${app}`)
    await office.locator('.row', {hasText: app}).getByText(said.lateAnswer).waitFor()
    assert.equal((await stage.served(app, 'walk-0')).status === 200, false, 'it is served before it was released')
  })

  // R16, R20: released on silence, and what devices get.
  await stage.step('released on silence, and served to all', async (sit) => {
    const page = await sit('developer', `/dev/cases/${app}/1`)
    await act(page, said.release, said.releases)
    await hasState(page, said.released)
    await nextSays(page, said.say.live)
    await stage.servedToAll(app, story.v1)
    assert.equal((await stage.file(app)).entries[0].open, true)
  })

  // R15, R17: the first officer's late fail has no effect until another one has signed it.
  await stage.step('a late fail is said to be late, and waits for a second signature', async (sit) => {
    const page = await sit('officer', `/office/filings/${app}/${story.entry.no}`)
    await page.getByText(said.late).first().waitFor()
    await button(page, said.fail).click()
    const panel = page.locator('.panel')
    for (const [n, find] of [said.moderation, said.person].entries()) {
      await panel.getByPlaceholder(said.find).fill(find)
      await page.keyboard.press('Enter')
      await panel.getByLabel(said.evidence).nth(n).fill(kPoints[n])
    }
    await page.selectOption('#grace', '6')
    await panel.locator('.follows', {hasText: said.firstSignature}).waitFor()
    await panel.getByRole('button', {name: said.failLate}).click()
    await panel.waitFor({state: 'detached'})
    assert.equal((await stage.file(app)).service, 'served', 'one signature took effect')
    const mine = await sit('officer', '/office/second')
    await mine.locator('.row', {hasText: app}).getByText(said.mine).waitFor()
    await stage.refused('officer', app, 'answers/1/sign', {}, ['same_person'])
    await stage.servedToAll(app, story.v1)
  })

  // R3, R15, R17, R22: signed by another, the version is barred and the take-down stands until `down_by`.
  await stage.step('signed by another officer: failed, barred, and to be taken down', async (sit) => {
    await noticed(sit, 'second_officer', app, said.notice.second)
    const page = await sit('second_officer', '/office/second')
    const row = page.locator('.row', {hasText: app})
    await row.getByText(said.signRow, {exact: true}).waitFor()
    await row.locator('.row-link').click()
    await page.waitForURL(/office\/filings/)
    await act(page, said.sign, said.willDown)
    await page.locator('.decided', {hasText: said.signed}).waitFor()
    await hasState(page, said.failed)
    const file = await stage.file(app)
    story.downBy = Date.parse(file.orders.at(-1).take_down.down_by)
    assert.deepEqual([file.answers[0].late, file.service, file.items.length], [true, 'take_down_ordered', 2])
    assert.deepEqual(file.bars.map((one) => one.digest), [story.v1])
    const developer = await sit('developer', `/dev/cases/${app}/1`, {still: true})
    await hasState(developer, said.due)
    await nextSays(developer, said.say.takeDown(leftText(said, story.downBy - (await stage.now())).replace(/^\S+ /, '')))
    for (const point of kPoints) await developer.getByText(point).first().waitFor()
    await noticed(sit, 'developer', app, said.notice.failed)
    await noticed(sit, 'developer', app, said.notice.ordered)
  })

  // R17, R20: until the take-down only narrowing is accepted.
  await stage.step('until then it may be narrowed, and not widened again', async (sit) => {
    const page = await sit('developer', `/dev/cases/${app}/1`)
    await act(page, said.share, said.shares, (panel) => panel.locator('#percent').fill('50'))
    const counts = await stage.counts(app)
    assert.ok(counts[story.v1] > 0 && counts[''] > 0, JSON.stringify(counts))
    await button(page, said.share).click()
    await page.fill('#percent', '100')
    await page.locator('.panel .follows em').waitFor()
    assert.ok(await page.locator('.panel .send').isDisabled())
    assert.equal((await stage.file(app)).serving.share, 5000)
  }, /409|422/)

  // R17, R20: served to the last second of the grace, then dark: 451 with the ground, from that instant on.
  await stage.step('the grace runs out to the second, then it is dark', async (sit) => {
    await stage.moveTo(story.downBy - kSecond)
    const before = await sit('developer', `/dev/cases/${app}/1`, {still: true})
    await nextSays(before, said.say.takeDown('00:00:01'))
    assert.ok((await stage.counts(app))[story.v1] > 0, 'it went dark before its time')
    await stage.moveTo(story.downBy)
    for (const device of ['walk-0', 'walk-1', 'walk-2']) {
      const answer = await stage.served(app, device)
      assert.deepEqual([answer.status, Date.parse(answer.since), Boolean(answer.ground)], [451, story.downBy, true], JSON.stringify(answer))
    }
    const page = await sit('developer', `/dev/cases/${app}/1`)
    await hasState(page, said.wasReleased)
    await hasState(page, said.down)
    await nextSays(page, said.say.down)
    await noticed(sit, 'developer', app, said.notice.down)
    const whole = await sit('developer', `/dev/apps/${app}`)
    await whole.getByText(said.dark).waitFor()
    const dark = whole.locator('.dark', {hasText: said.darkTitle})
    await dark.getByText(said.endpoint).waitFor()
    // Down by, and the endpoint dark: one instant.
    assert.equal(await dark.locator(`time[datetime="${new Date(story.downBy).toISOString()}"]`).count(), 2)
  })
}

export async function walkStory({check, browser, demo}) {
  await takesTwoOfficers(demo)
  for (const language of ['zh', 'en']) {
    const stage = stageOf({check, browser, demo, language})
    const {versions, remove} = await someVersions(3)
    try {
      const story = {app: await freshApp(demo, `全程演练 ${language}`), versions}
      await untilItFiles(stage, story)
      await untilItIsDown(stage, story)
      await walksBack(stage, story)
      await askedAndAppealed(stageOf({check, browser, demo, language}))
      await secondApproval(stageOf({check, browser, demo, language}))
    } finally {
      await remove()
    }
  }
}
