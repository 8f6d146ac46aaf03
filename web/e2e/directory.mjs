// Who there is and how they get in: a person recorded, invited, with a password and a second factor; a
// grant that two operators agree on; tokens; what others may not see.
import assert from 'node:assert/strict'
import {createHmac} from 'node:crypto'
import {api, open} from './world.mjs'

const kBase32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const kPassword = 'a long enough password'

// RFC 6238 with the usual six digits and thirty seconds.
function codeAt(secret, seconds) {
  const bits = [...secret.replaceAll(/[^A-Z2-7]/g, '')].map((one) => kBase32.indexOf(one).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)))
  const digest = createHmac('sha1', key).update(counter).digest()
  const at = digest.at(-1) & 15
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
const serverSeconds = async (demo) => Date.parse((await api(demo, 'operator', '/v1/server')).body.time) / 1000
const linkOf = (page) => page.locator('.once input').inputValue()
// A wrong code, a wanted factor and a foreign id are answers, no faults of the page.
const unexpected = (faults) => faults.filter((one) => !/40[149]|429/.test(one))

async function signInByPassword(page, person, password, code) {
  await page.goto('/sign-in')
  await page.getByRole('button', {name: '密码', exact: true}).click()
  await page.fill('#person', person)
  await page.fill('#sign-password', password)
  await page.getByRole('button', {name: '登录', exact: true}).click()
  if (code === undefined) return
  await page.fill('#sign-code', await code())
  await page.getByRole('button', {name: '登录', exact: true}).click()
}

export async function directoryStory({check, browser, demo}) {
  const person = `e2e-dev-${Date.now()}`

  await check('a developer is recorded, invited, and comes in with a password', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'operator'}))
    await page.goto('/ops/orgs/org-developer')
    await page.getByRole('button', {name: '登记人员'}).click()
    await page.fill('#invite-person', 'not an id')
    await page.getByText('1 至 64 个字母').waitFor()
    await page.fill('#invite-person', person)
    await page.fill('#invite-name', '端到端开发者')
    await page.locator('form input[value=developer]').check()
    await page.locator('form button.primary').click()
    await page.getByRole('link', {name: '发出登录邀请'}).click()
    await page.getByRole('button', {name: '生成登录邀请'}).click()
    const link = await linkOf(page)
    assert.deepEqual(unexpected(faults), [])

    const invited = keep(await open(browser, demo, {}))
    await invited.page.goto(new URL(link).pathname + new URL(link).hash)
    await invited.page.fill('#password', kPassword)
    await invited.page.fill('#password-again', kPassword)
    await invited.page.getByRole('button', {name: '设置密码'}).click()
    await invited.page.waitForURL(/sign-in/)
    await signInByPassword(invited.page, person, 'a wrong password it is')
    await invited.page.getByText('人员编号、密码或验证码不正确').waitFor()
    await signInByPassword(invited.page, person, kPassword)
    await invited.page.waitForURL(/\/dev$/)
    assert.deepEqual(unexpected(invited.faults), [])

    // Once used the link is worth nothing.
    const again = keep(await open(browser, demo, {}))
    await again.page.goto(new URL(link).pathname + new URL(link).hash)
    await again.page.fill('#password', kPassword)
    await again.page.fill('#password-again', kPassword)
    await again.page.getByRole('button', {name: '设置密码'}).click()
    await again.page.getByText('邀请无效').waitFor()
  })

  await check('a second factor is set up from its key, and asked for from then on', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {}))
    await signInByPassword(page, person, kPassword)
    await page.waitForURL(/\/dev$/)
    await page.goto('/settings')
    await page.getByRole('button', {name: '设置两步验证'}).click()
    await page.fill('#factor-now', kPassword)
    await page.getByRole('button', {name: '继续'}).click()
    await page.getByRole('img', {name: '两步验证的二维码'}).waitFor()
    const secret = await page.locator('.secret code').textContent()
    await page.fill('#factor-code', codeAt(secret, await serverSeconds(demo)))
    await page.getByRole('button', {name: '启用两步验证'}).click()
    const codes = await page.locator('.codes code').allTextContents()
    assert.equal(codes.length, 10)
    await page.getByRole('button', {name: '我已保存'}).click()
    await page.getByRole('button', {name: '退出登录'}).click()
    await page.waitForURL(/sign-in/)
    await signInByPassword(page, person, kPassword, async () => codes[0])
    await page.waitForURL(/\/dev$/)
    await page.goto('/settings')
    await page.getByText('还有 9 个恢复码').waitFor()
    assert.deepEqual(unexpected(faults), [])
  })

  await check('a grant takes a second operator, who gets the invitation', async ({keep}) => {
    const officer = `e2e-officer-${Date.now()}`
    const {page, faults} = keep(await open(browser, demo, {role: 'operator'}))
    // From the page of all people: the organisation is chosen first, and its form is open.
    await page.goto('/ops/rights')
    await page.getByRole('button', {name: '登记人员'}).click()
    await page.getByText('请先选择组织').waitFor()
    await page.fill('#add-org', 'org-office-33')
    await page.getByRole('button', {name: 'org-office-33'}).click()
    await page.waitForURL(/\/ops\/orgs\/org-office-33/)
    await page.fill('#invite-person', officer)
    await page.fill('#invite-name', '端到端经办人')
    await page.locator('form input[value=officer]').check()
    await page.selectOption('#invite-region', '33')
    await page.getByRole('button', {name: '提交提议'}).click()
    await page.getByRole('link', {name: '待确认的授权'}).last().click()
    const mine = page.locator('.proposal', {hasText: officer})
    await mine.getByText('须由另一位运营确认').waitFor()
    assert.equal(await mine.getByRole('button', {name: '确认授权'}).count(), 0)
    const second = keep(await open(browser, demo, {role: 'second_operator', language: 'en'}))
    await second.page.goto('/ops/proposals')
    await second.page.locator('.proposal', {hasText: officer}).getByRole('button', {name: 'Confirm grant'}).click()
    assert.match(await linkOf(second.page), /\/invitation#/)
    await second.page.goto('/ops/rights')
    await second.page.getByText(officer).waitFor()
    // The same way in English, from the organisations, on a telephone.
    const small = keep(await open(browser, demo, {role: 'operator', language: 'en', width: 390, height: 844}))
    await small.page.goto('/ops/orgs')
    await small.page.getByRole('link', {name: 'Record person'}).click()
    await small.page.fill('#add-org', 'org-developer')
    assert.equal(await small.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'scrolls sideways')
    await small.page.locator('.where li button', {hasText: 'org-developer'}).first().click()
    await small.page.waitForURL(/\/ops\/orgs\/org-developer/)
    await small.page.locator('#invite-person').waitFor()
    assert.deepEqual(unexpected([...faults, ...small.faults]), [])
    assert.deepEqual(unexpected(second.faults), [])
  })

  await check('a token is shown once, reads only, and is worth nothing once revoked', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'developer'}))
    await page.goto('/settings')
    await page.fill('#token-label', 'e2e')
    await page.getByRole('button', {name: '签发令牌'}).click()
    const token = await page.locator('.once input').inputValue()
    const ask = (path, method = 'GET') => fetch(demo.url + path, {method, headers: {Authorization: `Bearer ${token}`, 'Content-Type': 'application/json'}, ...(method === 'POST' ? {body: '{}'} : {})}).then((answer) => answer.status)
    assert.equal(await ask('/v1/apps'), 200)
    assert.equal(await ask('/v1/calendars', 'POST'), 403)
    await page.getByRole('button', {name: '我已保存'}).click()
    const row = page.locator('li', {hasText: 'e2e'})
    await row.getByRole('button', {name: '吊销 e2e'}).click()
    await row.getByRole('button', {name: '吊销', exact: true}).click()
    await page.getByText('令牌已吊销').waitFor()
    assert.equal(await ask('/v1/apps'), 401)
    assert.deepEqual(faults, [])
  })

  await check('others see neither the directory nor a person in it', async ({keep}) => {
    const {page} = keep(await open(browser, demo, {role: 'developer'}))
    await page.goto('/ops/orgs')
    assert.equal(await page.locator('.row').count(), 0)
    await page.goto('/dev/people/person-operator')
    await page.getByText('没有找到').waitFor()
  })
}
