// The reviewer's day: the queue, a refusal with reasons, a stale decision, a pass that begins a
// filing, seen live in the developer's window.
import assert from 'node:assert/strict'
import {api, open} from './world.mjs'

const reviewing = async (demo, filing) => {
  const {items} = (await api(demo, 'reviewer', '/v1/submissions?state=reviewing&limit=100')).body
  for (const item of items) {
    const {body} = await api(demo, 'reviewer', `/v1/apps/${item.app}/submissions/${item.submission}`)
    if (body.categories.some((one) => one.filing) === filing && body.check !== 'could_not_check') return {...item, detail: body}
  }
  throw new Error('no such case')
}

export async function reviewerStory({check, browser, demo}) {
  await check('a refusal by keys, with a reason of the catalogue; the next case opens', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'reviewer'}))
    await page.goto('/review')
    await page.waitForSelector('.row-link')
    await page.getByText('尚无已发布的版本').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    const name = await page.evaluate(() => document.activeElement?.textContent ?? '')
    await page.keyboard.press('Enter')
    await page.waitForURL(/review\/cases/)
    const first = page.url()
    await page.getByRole('button', {name: '审核不通过'}).waitFor()
    await page.keyboard.press('r')
    await page.getByPlaceholder('查找理由').fill('测试账号')
    await page.keyboard.press('Enter')
    await page.getByLabel('证据或补充说明').fill('登录后白屏。')
    await page.getByText('开发者收到全部理由').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.waitForURL((url) => url.href !== first)
    await page.getByText(`“${name}”：审核不通过`).waitFor()
    await page.getByRole('button', {name: '审核通过'}).waitFor()
    assert.deepEqual(faults, [])
  })

  await check('a stale decision is not sent; the draft is kept', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'reviewer', language: 'en'}))
    const one = await reviewing(demo, false)
    await page.goto(`/review/cases/${one.app}/${one.submission}`)
    await page.getByRole('button', {name: 'Fail the review'}).waitFor()
    await page.keyboard.press('r')
    await page.getByPlaceholder('Find a reason').fill('account')
    await page.keyboard.press('Enter')
    await page.getByLabel('Evidence').fill('kept words')
    await page.getByText('gets every reason').waitFor()
    const ordered = await api(demo, 'operator', `/v1/apps/${one.app}/orders`, {method: 'POST', body: JSON.stringify({reason: 'order_by_law', scope: 'service'})})
    assert.equal(ordered.status, 200)
    await page.keyboard.press('Control+Enter')
    await page.getByText('Case changed; decision not sent').waitFor()
    const {body} = await api(demo, 'reviewer', `/v1/apps/${one.app}/submissions/${one.submission}`)
    assert.equal(body.state, 'reviewing')
    assert.equal(await page.getByLabel('Evidence').inputValue(), 'kept words')
    await page.getByRole('button', {name: 'Review changes'}).last().click()
    await page.getByText('gets every reason').waitFor()
    assert.equal(await page.getByLabel('Evidence').inputValue(), 'kept words')
    assert.deepEqual(faults.filter((fault) => !fault.includes('412')), [])
  })

  await check('a pass says what follows, and the developer’s window shows the filing without reload', async ({keep}) => {
    const one = await reviewing(demo, true)
    const developer = keep(await open(browser, demo, {role: 'developer'}))
    await developer.page.goto(`/dev/cases/${one.app}/${one.submission}`)
    await developer.page.getByText('现在无需操作').waitFor()
    const {page, faults} = keep(await open(browser, demo, {role: 'reviewer'}))
    await page.goto(`/review/cases/${one.app}/${one.submission}`)
    await page.getByRole('button', {name: '审核通过'}).waitFor()
    await page.keyboard.press('a')
    await page.getByText('请先确认每个报备类目').waitFor()
    await page.getByLabel('有，需要报备').check()
    await page.getByText('报备周期由下一整秒起计 604,800 秒').waitFor()
    await page.getByRole('button', {name: '审核通过'}).last().click()
    await page.getByText('：审核通过').waitFor()
    await developer.page.getByText('期满。现在无需操作').waitFor({timeout: 25_000})
    const left = await developer.page.locator('[role=timer]').first().textContent()
    assert.match(left ?? '', /6 天 23:5\d|7 天 00:00:00/)
    assert.deepEqual(faults, [])
    assert.deepEqual(developer.faults, [])
  })

  await check('who looks at a case is seen by others, taken over, and ends', async ({keep}) => {
    const one = await reviewing(demo, false)
    const first = keep(await open(browser, demo, {role: 'reviewer'}))
    await first.page.goto(`/review/cases/${one.app}/${one.submission}`)
    await first.page.getByText('你正在审核这件').waitFor()
    const second = keep(await open(browser, demo, {role: 'second_reviewer'}))
    await second.page.goto(`/review?q=${one.app}`)
    await second.page.getByText('他人审核中').first().waitFor()
    await second.page.goto(`/review/cases/${one.app}/${one.submission}`)
    await second.page.getByText(/正在审核这件，至/).waitFor()
    await second.page.getByRole('button', {name: '由我接手'}).click()
    await second.page.getByText('你正在审核这件').waitFor()
    await second.page.keyboard.press('l')
    await second.page.getByText('已退回队列').waitFor()
    await second.page.getByRole('button', {name: '领取案件'}).click()
    await second.page.getByText('你正在审核这件').waitFor()
    await api(demo, 'operator', '/v1/sandbox/clock', {method: 'POST', body: JSON.stringify({by: '20m'})})
    await second.page.getByText('领取已到期').waitFor({timeout: 90_000})
    assert.deepEqual(first.faults, [])
    assert.deepEqual(second.faults.filter((fault) => !fault.includes('409')), [])
  })

  await check('an appeal is decided by somebody else', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'second_reviewer'}))
    await page.goto('/review/appeals')
    await page.locator('.row-link').first().click()
    await page.getByRole('button', {name: '处理申诉'}).click()
    await page.getByLabel('申诉不成立').check()
    await page.fill('#appeal-text', '重新查看后仍为空白。')
    await page.getByText('申诉处理完毕').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('：申诉已处理').waitFor()
    assert.deepEqual(faults, [])
  })
}
