// The office's day: filings by time left, a fail with points, a late pass, said before it is sent.
import assert from 'node:assert/strict'
import {someFiling} from './material.mjs'
import {api, open} from './world.mjs'

const kOrder = {
  zh: {give: '下达下架指令', choose: '请先选择小程序'},
  en: {give: 'Order take-down', choose: 'Choose a mini-program first'},
}

export async function officeStory({check, browser, demo}) {
  await check('a filing fails with a point to rectify', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'officer'}))
    await page.goto('/office')
    await page.locator('.row-link').first().click()
    await page.waitForURL(/office\/filings/)
    const [, app, no] = /filings\/([^/]+)\/(\d+)/.exec(page.url())
    await page.getByText('代码包摘要（SHA-256）').waitFor()
    await page.keyboard.press('r')
    await page.getByText('将记为“未说明”').waitFor()
    await page.getByPlaceholder('查找理由').fill('内容管理')
    await page.keyboard.press('Enter')
    await page.getByLabel('证据或补充说明').fill('评论没有先审后发。')
    await page.getByText('报备未通过，开发者收到站内信和整改项').waitFor()
    await page.getByRole('button', {name: '报备未通过'}).last().click()
    await page.getByText('：报备未通过').waitFor()
    const {body} = await api(demo, 'officer', `/v1/apps/${app}`)
    const answer = body.answers.at(-1)
    assert.equal(answer.entry, Number(no))
    assert.equal(answer.points[0].text, '评论没有先审后发。')
    assert.deepEqual(faults, [])
  })

  await check('a late answer is called late before it is sent', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'officer', language: 'en'}))
    await page.goto('/office?state=silent')
    await page.getByText('You can still answer').waitFor()
    await page.locator('.row-link').first().click()
    await page.getByText('recorded as late').waitFor()
    await page.getByRole('button', {name: 'Pass filing'}).click()
    await page.getByText('can release').waitFor()
    await page.getByRole('button', {name: 'Send late answer: pass'}).click()
    await page.getByText('filing passed').first().waitFor()
    assert.deepEqual(faults, [])
  })

  await check('several filings are answered alike, each with its own result', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'officer'}))
    await page.goto('/office')
    await page.waitForSelector('.row-link')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.getByText('已选 1 件').waitFor()
    await page.locator('.row > .mark').nth(1).check()
    await page.getByText('已选 2 件').waitFor()
    const named = await page.locator('.outcome .who .meta').allTextContents()
    await page.getByLabel('报备通过').check()
    await page.getByText('可以答复').nth(1).waitFor()
    await page.getByRole('button', {name: '提交 2 件'}).click()
    await page.getByText('已办理 2 项').waitFor()
    for (const app of named) {
      const {body} = await api(demo, 'officer', `/v1/apps/${app}`)
      assert.equal(body.answers.at(-1).verdict, 'pass', app)
    }
    await page.getByRole('button', {name: '完成'}).click()
    await page.getByRole('heading', {name: '批量答复'}).waitFor({state: 'detached'})
    // What was sent is found again, item by item.
    await page.goto('/jobs')
    await page.getByRole('link', {name: '批量答复'}).first().click()
    await page.getByText('全部计为收到于').waitFor()
    assert.deepEqual((await page.locator('.items .c-name bdi').allTextContents()).sort(), [...named].sort())
    assert.deepEqual(faults, [])
  })

  let filed
  for (const [language, size] of [['zh', {width: 1440}], ['en', {width: 390, height: 844}]]) {
    const words = kOrder[language]
    await check(`a take-down is ordered from the list of orders, over a mini-program that is looked for (${language})`, async ({keep}) => {
      filed ??= await someFiling(demo, '待令小程序')
      const {app} = filed
      const {page, faults} = keep(await open(browser, demo, {role: 'officer', language, ...size}))
      await page.goto('/office/orders')
      await page.getByRole('button', {name: words.give, exact: true}).click()
      const panel = page.locator('.panel')
      await panel.getByText(words.choose).waitFor()
      assert.ok(await panel.locator('.send').isDisabled())
      await page.fill('#order-app', app)
      await panel.locator('li button', {hasText: app}).click()
      await panel.locator('h3').getByText(app).waitFor()
      await panel.locator('.candidates button').first().click()
      await page.selectOption('#order-grace', '6')
      await panel.locator('.follows li').first().waitFor()
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'scrolls sideways')
      await panel.locator('.send').click()
      await panel.waitFor({state: 'detached'})
      await page.locator('.row', {hasText: app}).waitFor()
      const order = (await api(demo, 'officer', `/v1/apps/${app}`)).body.orders.at(-1)
      assert.equal(order.state, 'standing')
      assert.equal(order.take_down.scope, 'service')
      const revoked = await api(demo, 'officer', `/v1/apps/${app}/orders/${order.no}/revoke`, {method: 'POST', body: '{}'})
      assert.equal(revoked.status, 200, JSON.stringify(revoked.body))
      assert.deepEqual(faults, [])
    })
  }

  await check('another province’s filing does not exist', async ({keep}) => {
    const {page} = keep(await open(browser, demo, {role: 'officer'}))
    const theirs = (await api(demo, 'officer_44', '/v1/filings?state=running')).body.items[0]
    await page.goto(`/office/filings/${theirs.app}/${theirs.entry}`)
    await page.getByText('没有找到').waitFor()
  })
}
