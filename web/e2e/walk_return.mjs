// The walk back: barred, rectified, filed again and passed in time, released, the next version without a
// filing, a share of users, roll-back, suspension, and what the record says of it all.
import assert from 'node:assert/strict'
import {api} from './world.mjs'
import {act, button, hasState, instantText, kPeriod, leftText, nextSays, noticed, passes, sends, uploads} from './walk_stage.mjs'

const kAnswers = ['已接入先审后发，见发帖页。', '已公示责任人，见首页。']

async function filesAgain(stage, story) {
  const {said} = stage
  const {app} = story
  // R3, R22: what failed stays out, and the next version has to answer every point.
  await stage.step('the barred version stays out, and every point wants an answer', async (sit) => {
    const barred = await sit('developer', `/dev/apps/${app}/check?digest=${story.v1}`)
    await barred.getByText(said.barred).waitFor()
    const items = (await stage.file(app)).items.map((one) => ({item: one.no, text: kAnswers[0]}))
    await stage.refused('developer', app, 'submissions', {digest: story.v1, categories: [stage.demo.people.category], item_answers: items}, ['version_barred'])
    const page = await sit('developer', `/dev/apps/${app}/check`)
    story.v2 = await uploads(page, said, story.versions[1], '1.0.1')
    await page.getByRole('heading', {name: said.answers}).waitFor()
    await page.getByText(said.unanswered).waitFor()
    assert.ok(await page.locator('.panel .send').isDisabled())
    await stage.refused('developer', app, 'submissions', {digest: story.v2, categories: [stage.demo.people.category]}, ['item_unanswered'])
  }, /40[049]|422/)

  // R9, R18, R22: answered point by point, seen side by side by the reviewer, filed from zero.
  await stage.step('rectified: reviewed side by side, and filed again from zero', async (sit) => {
    const page = await sit('developer', `/dev/apps/${app}/check?digest=${story.v2}`)
    for (const [n, text] of kAnswers.entries()) await page.fill(`#item-${n + 1}`, text)
    await sends(page, said, 2)
    assert.equal((await stage.checked(app, 2)).state, 'reviewing')
    const reviewer = await sit('reviewer', `/review/cases/${app}/2`)
    const points = reviewer.locator('section', {has: reviewer.getByRole('heading', {name: said.points})})
    for (const [n, text] of kAnswers.entries()) {
      const row = points.locator('li').nth(n)
      await row.getByText(said.answered).waitFor()
      await row.getByText(text).waitFor()
    }
    await passes(sit, stage, app, 2, said.startsFiling)
    const {entries, items} = await stage.file(app)
    story.second = entries.at(-1)
    assert.equal(entries.length, 2)
    assert.ok(Date.parse(story.second.start) >= story.downBy)
    assert.equal(Date.parse(story.second.end) - Date.parse(story.second.start), kPeriod)
    assert.ok(items.every((one) => one.answered_by === 2 && one.closed !== true))
    const developer = await sit('developer', `/dev/cases/${app}/2`, {still: true})
    await hasState(developer, said.filing)
    await nextSays(developer, said.say.filing(instantText(story.second.end)))
    await developer.getByRole('timer').getByText(leftText(said, Date.parse(story.second.end) - (await stage.now())).replace(/^\S+ /, '')).waitFor()
  }, /409/)
}

async function comesBack(stage, story) {
  const {said} = stage
  const {app} = story
  // R13, R14, R22: passed in time, the categories are completed and the order is discharged.
  await stage.step('the office passes it in time', async (sit) => {
    const operator = await sit('operator', '/ops/health')
    const before = await stage.now()
    await operator.getByRole('button', {name: said.day, exact: true}).click()
    await operator.getByRole('button', {name: said.move}).click()
    await operator.getByText(said.moved).waitFor()
    assert.ok((await stage.now()) - before >= 86_400_000)
    const page = await sit('officer', `/office/filings/${app}/${story.second.no}`)
    await act(page, said.pass1, said.allows)
    await hasState(page, said.passed)
    await page.getByRole('timer').getByText(said.answeredInTime).waitFor()
    const file = await stage.file(app)
    assert.deepEqual(file.completed.map((one) => one.category), [stage.demo.people.category])
    assert.equal(file.orders.at(-1).state, 'discharged')
    const developer = await sit('developer', `/dev/cases/${app}/2`)
    await hasState(developer, said.releasable)
    await nextSays(developer, said.say.releasable)
    await noticed(sit, 'developer', app, said.notice.passed)
    const whole = await sit('developer', `/dev/apps/${app}`)
    await whole.locator('.orders').getByText(said.discharged).waitFor()
    await whole.locator('section', {has: whole.getByRole('heading', {name: said.completed})}).getByText('✓').waitFor()
  })

  // R20, R22: released, the service is back and the points are closed.
  await stage.step('released: the service is back', async (sit) => {
    const page = await sit('developer', `/dev/cases/${app}/2`)
    await act(page, said.release, said.releases)
    await hasState(page, said.released)
    await nextSays(page, said.say.live)
    await stage.servedToAll(app, story.v2)
    const failed = await sit('developer', `/dev/cases/${app}/1`)
    await failed.locator('section', {has: failed.getByRole('heading', {name: said.points})}).getByText(said.closed).nth(1).waitFor()
  })

  // R9, R14: nothing new, so no filing and no second notice.
  await stage.step('the next version has no new category and skips filing', async (sit) => {
    const page = await sit('developer', `/dev/apps/${app}/check`)
    story.v3 = await uploads(page, said, story.versions[2], '1.1.0')
    await page.locator('.outlook', {hasText: said.needsNone}).waitFor()
    await sends(page, said, 3)
    assert.equal((await stage.checked(app, 3)).state, 'reviewing')
    await passes(sit, stage, app, 3, said.reviewPassed)
    const developer = await sit('developer', `/dev/cases/${app}/3`)
    await hasState(developer, said.releasable)
    await developer.locator('.rail').getByText(said.noFiling).waitFor()
    await noticed(sit, 'developer', app, said.notice.reviewed)
    assert.equal((await stage.file(app)).entries.length, 2)
    await stage.servedToAll(app, story.v2)
  }, /409/)
}

async function goesOn(stage, story) {
  const {said} = stage
  const {app} = story
  // R20: by share, the others keep the version before; then to all.
  await stage.step('out to a share of users, then to all', async (sit) => {
    const page = await sit('developer', `/dev/cases/${app}/3`)
    await act(page, said.release, said.releases, (panel) => panel.locator('#percent').fill('30'))
    await nextSays(page, said.say.staged)
    const counts = await stage.counts(app)
    assert.ok(counts[story.v3] > 0 && counts[story.v2] > counts[story.v3], JSON.stringify(counts))
    await act(page, said.share, said.shares, (panel) => panel.getByRole('button', {name: '100 %'}).click())
    await nextSays(page, said.say.live)
    await stage.servedToAll(app, story.v3)
  })

  // R3, R20: back to a version that may be released now, never to the barred one.
  await stage.step('rolled back, not to the barred version', async (sit) => {
    const page = await sit('developer', `/dev/cases/${app}/3`)
    await button(page, said.rollBack).click()
    const panel = page.locator('.panel')
    const barred = panel.getByLabel(said.submissionOf(1))
    await panel.locator('label', {hasText: said.submissionOf(1)}).filter({hasText: 'R3'}).waitFor()
    assert.ok(await barred.isDisabled())
    await stage.refused('developer', app, 'roll-back', {submission: 1}, ['version_barred', 'not_released_before'])
    await panel.getByLabel(said.submissionOf(2)).check()
    await panel.locator('.follows', {hasText: said.releases}).waitFor()
    await panel.locator('.send').click()
    await nextSays(page, said.say.superseded)
    await stage.servedToAll(app, story.v2)
    const back = await sit('developer', `/dev/cases/${app}/2`)
    await nextSays(back, said.say.live)
    assert.equal((await stage.file(app)).submissions.length, 3)
  }, /409|422/)

  // R3, R20: a suspension of one's own bars nothing.
  await stage.step('suspended, and back', async (sit) => {
    const page = await sit('developer', `/dev/cases/${app}/2`)
    const {bars} = await stage.file(app)
    await act(page, said.suspend, said.suspends)
    await nextSays(page, said.say.suspended)
    assert.equal((await stage.served(app, 'walk-0')).type, 'urn:baobei:problem:service_suspended')
    await act(page, said.resume, said.resumes)
    await nextSays(page, said.say.live)
    assert.deepEqual((await stage.file(app)).bars, bars)
    await stage.servedToAll(app, story.v2)
  })

  // R23, R24, R26: the record is whole, and the times of the holders add up to the age.
  await stage.step('the record is whole, and the times add up', async (sit) => {
    const page = await sit('operator', `/ops/apps/${app}`)
    await page.getByText(said.chain).waitFor()
    await page.locator('.held', {hasText: said.held}).waitFor()
    const {items} = (await api(stage.demo, 'operator', `/v1/apps/${app}/events?limit=200`)).body
    const file = await stage.file(app)
    assert.deepEqual(items.map((one) => one.revision).sort((a, b) => a - b), Array.from({length: file.revision}, (_, n) => n + 1))
    for (const {held, age_us: age} of file.submissions) assert.equal(held.developer_us + held.platform_us + held.authority_us, age)
  })
}

export async function walksBack(stage, story) {
  await filesAgain(stage, story)
  await comesBack(stage, story)
  await goesOn(stage, story)
}
