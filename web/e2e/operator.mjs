// The operator's day: what is late, a hand-over, a registration, an order, the sandbox's clock.
import assert from 'node:assert/strict'
import {someAuditor} from './pages.mjs'
import {api, open} from './world.mjs'

export async function operatorStory({check, browser, demo}) {
  await check('a hand-over is recorded, the period begins', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'operator'}))
    await page.goto('/ops/handover')
    await page.getByRole('button', {name: '记录移交'}).first().click()
    await page.getByText('报备周期由下一整秒起计').waitFor()
    await page.locator('.panel .send').click()
    await page.getByText('已记录移交').waitFor()
    assert.deepEqual(faults, [])
  })

  await check('a mini-program is registered', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'operator', language: 'en'}))
    await page.goto('/ops/apps')
    await page.getByRole('button', {name: 'Register a mini-program'}).click()
    const fields = {app: `wxe2e${Date.now()}`, name: '测试小程序', subject: 'subject-zhejiang', owner: 'org-developer'}
    for (const [name, value] of Object.entries(fields)) await page.fill(`#register-${name}`, value)
    await page.getByText('Registers this mini-program').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(new RegExp(fields.app))
    await page.getByText('The chain of hashes is whole').waitFor()
    assert.deepEqual(faults, [])
  })

  await check('a take-down is ordered and revoked', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'operator'}))
    const served = (await api(demo, 'operator', '/v1/apps?limit=200')).body.items.find((one) => one.service === 'served')
    await page.goto(`/ops/apps/${served.app}`)
    await page.getByRole('button', {name: '下达下架指令'}).click()
    await page.locator('.candidates button').first().click()
    await page.selectOption('#ops-grace', '6')
    await page.getByText('下达下架指令，到期由平台执行').waitFor()
    await page.getByRole('button', {name: '下达下架指令'}).last().click()
    await page.getByRole('button', {name: '撤销指令'}).click()
    await page.getByText('指令撤销，未执行的效果不再发生').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('已撤销', {exact: false}).first().waitFor()
    const {body} = await api(demo, 'operator', `/v1/apps/${served.app}`)
    assert.equal(body.service, 'served')
    assert.deepEqual(faults, [])
  })

  await check('an auditor reads what operators read, and is offered nothing that changes it', async ({keep}) => {
    await someAuditor(demo)
    const {page, faults} = keep(await open(browser, demo, {role: 'auditor'}))
    await page.goto('/ops/apps')
    await page.locator('.row-link').first().waitFor()
    assert.equal(await page.getByRole('button', {name: '登记小程序'}).count(), 0)
    await page.locator('.row-link').first().click()
    await page.getByText('事件的哈希链在本页完整').waitFor()
    for (const name of ['下达下架指令', '变更主体或属地', '提出保全']) assert.equal(await page.getByRole('button', {name}).count(), 0, name)
    await page.goto('/ops/audit')
    await page.locator('tbody .row-link').first().waitFor()
    const {status} = await api(demo, 'auditor', '/v1/apps', {method: 'POST', body: JSON.stringify({app: 'wx-auditor', name: 'x', subject: 'subject-zhejiang', owner: 'org-developer', own: false})})
    assert.equal(status, 403)
    assert.deepEqual(faults, [])
  })

  await check('the sandbox clock moves, and every page with it', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'operator'}))
    await page.goto('/ops/health')
    const before = Date.parse((await api(demo, 'operator', '/v1/server')).body.time)
    await page.getByRole('button', {name: '拨快 1 小时'}).click()
    await page.getByText('沙盒时钟已拨快 1 小时').waitFor()
    const shown = await page.locator('header time').getAttribute('datetime')
    assert.ok(Date.parse(shown) - before >= 3_599_000, shown)
    assert.deepEqual(faults, [])
  })
}
