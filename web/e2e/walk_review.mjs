// What the straight walk does not come by: a question and its answer, a refusal that is appealed and upheld, a
// submission withdrawn from its filing, and a version that could not be checked.
import assert from 'node:assert/strict'
import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {hostileTar} from './hostile_package.mjs'
import {api, freshApp, submitPackage, uploadVersion} from './world.mjs'
import {act, button, hasState, nextSays, noticed, passes} from './walk_stage.mjs'

const kQuestion = '评论区由谁审核？'
const kReply = '由本公司员工审核，两小时内处理。'
const kAppeal = '测试账号当时未生效，现已可用。'
const kReason = '自动检查未完成，两人阅读了代码。'
const packed = (words) => hostileTar({'app.json': '{"pages":["pages/a/a"]}', 'app.js': `// ${Date.now()}\nApp({})\n`, 'pages/a/a.js': 'Page({})\n', 'pages/a/a.wxml': `<view>${words}</view>\n`})

export async function askedAndAppealed(stage) {
  const {said, demo} = stage
  let app
  // R7, R26: the review waits for the developer, whose time it is.
  await stage.step('a reviewer asks, the developer answers', async (sit) => {
    app = await freshApp(demo, `问答申诉 ${stage.language}`)
    assert.equal((await submitPackage(demo, app, packed('社区 发帖'), '1.0.0', {categories: [demo.people.category]})).state, 'reviewing')
    const reviewer = await sit('reviewer', `/review/cases/${app}/1`)
    await act(reviewer, said.ask, said.asks, (panel) => panel.locator('#question').fill(kQuestion))
    await hasState(reviewer, said.waiting)
    await noticed(sit, 'developer', app, said.notice.asked)
    const developer = await sit('developer', `/dev/cases/${app}/1`)
    await hasState(developer, said.waiting)
    await nextSays(developer, said.say.reply)
    await developer.getByText(kQuestion).first().waitFor()
    await act(developer, said.reply, said.handsBack, (panel) => panel.locator('#words-reply').fill(kReply))
    await hasState(developer, said.reviewing)
    const again = await sit('reviewer', `/review/cases/${app}/1?tab=thread`)
    await again.getByText(kReply).first().waitFor()
  }, /409/)

  // R7, R8: refused for a reason, appealed, and somebody else decides.
  await stage.step('refused, appealed, and upheld by somebody else', async (sit) => {
    const reviewer = await sit('reviewer', `/review/cases/${app}/1`)
    await act(reviewer, said.refuse, said.refuses, async (panel) => {
      await panel.getByPlaceholder(said.find).fill(said.account)
      await reviewer.keyboard.press('Enter')
    })
    await noticed(sit, 'developer', app, said.notice.refused)
    const developer = await sit('developer', `/dev/cases/${app}/1`)
    await hasState(developer, said.refused)
    await nextSays(developer, said.say.refused)
    await act(developer, said.appeal, said.appeals, (panel) => panel.locator('#words-appeal').fill(kAppeal))
    await nextSays(developer, said.say.appealed)
    await stage.refused('reviewer', app, 'submissions/1/decide-appeal', {uphold: false, text: kReason}, ['same_person', 'own_case'])
    const other = await sit('second_reviewer', '/review/appeals')
    await other.locator('.row', {hasText: app}).locator('.row-link').click()
    await act(other, said.decide, said.decides, async (panel) => {
      await panel.getByText(kAppeal).waitFor()
      await panel.getByLabel(said.uphold, {exact: true}).check()
      await panel.locator('#appeal-text').fill(kReason)
    })
    await hasState(other, said.reviewing)
    await noticed(sit, 'developer', app, said.notice.reopened)
    const reopened = await sit('developer', `/dev/cases/${app}/1`)
    await hasState(reopened, said.reviewing)
  }, /409/)

  // R8, R18: withdrawn from its filing, which ends, and the office is told.
  await stage.step('withdrawn from its filing, and the office is told', async (sit) => {
    await passes(sit, stage, app, 1, said.startsFiling)
    const developer = await sit('developer', `/dev/cases/${app}/1`)
    await act(developer, said.withdraw, said.withdraws)
    await hasState(developer, said.withdrawn)
    await nextSays(developer, said.say.withdrawn)
    assert.equal(await button(developer, said.release).count(), 0)
    await noticed(sit, 'officer', app, said.notice.withdrawn)
    const {entries, bars} = await stage.file(app)
    const office = await sit('officer', `/office/filings/${app}/${entries[0].no}`)
    await hasState(office, said.withdrawn)
    assert.deepEqual([entries[0].state, entries[0].open, bars.length], ['withdrawn', false, 0])
  }, /409/)
}

// A stored version that cannot be read while it is checked, as a disk that fails would leave it.
async function unreadable(demo, digest, body) {
  const path = join(demo.data, 'blobs', digest.slice(0, 2), digest)
  const bytes = await readFile(path)
  await writeFile(path, Buffer.concat([bytes.subarray(0, 100), Buffer.from([bytes[100] ^ 1]), bytes.subarray(101)]))
  try {
    return await body()
  } finally {
    await writeFile(path, bytes)
  }
}

export async function secondApproval(stage) {
  const {said, demo} = stage
  let app
  // R4: what could not be checked is not a pass; it takes a reason and two people.
  await stage.step('a version that could not be checked is passed by one reviewer alone in vain', async (sit) => {
    app = await freshApp(demo, `无法检查 ${stage.language}`)
    const digest = await uploadVersion(demo, app, packed('论坛 发帖'), '1.0.0')
    await unreadable(demo, digest, async () => {
      const submitted = await api(demo, 'developer', `/v1/apps/${app}/submissions`, {method: 'POST', body: JSON.stringify({digest, categories: [demo.people.category], release_choice: 'by_hand'})})
      assert.equal(submitted.status, 201, JSON.stringify(submitted.body))
      assert.equal((await stage.checked(app, 1)).check, 'could_not_check')
    })
    const page = await sit('reviewer', `/review/cases/${app}/1`)
    await page.locator('#tab-body .state', {hasText: said.unchecked}).first().waitFor()
    await page.locator('#tab-body').getByText(said.whyUnchecked).waitFor()
    await act(page, said.pass, said.ofTwo, async (panel) => {
      await panel.getByLabel(said.present).check()
      assert.ok(await panel.locator('.send').isDisabled(), 'it passes without a reason')
      await panel.locator('#pass-reason').fill(kReason)
    })
    await page.locator('.decided', {hasText: said.firstOfTwo}).waitFor()
    assert.equal((await stage.file(app)).submissions[0].state, 'reviewing')
    const {review_etag: etag} = (await api(demo, 'reviewer', `/v1/apps/${app}/submissions/1`)).body
    await stage.refused('reviewer', app, 'submissions/1/pass', {digest, present: [demo.people.category], reason: kReason}, ['same_person'], {'If-Match': etag})
  }, /40[49]/)

  // R4, R9: approved by another reviewer it takes effect.
  await stage.step('approved by another reviewer it files', async (sit) => {
    const page = await sit('second_reviewer', `/review/cases/${app}/1`)
    await act(page, said.pass, said.startsFiling, async (panel) => {
      await panel.getByLabel(said.present).check()
      await panel.locator('#pass-reason').fill(kReason)
    })
    await hasState(page, said.filing)
    await noticed(sit, 'developer', app, said.notice.filing)
    const developer = await sit('developer', `/dev/cases/${app}/1`)
    await hasState(developer, said.filing)
  }, /40[49]/)
}
