// Webhooks against a receiver on this machine: made, its signature verified, a message refused and sent
// again, paused, rotated, removed; nobody else's are seen.
import assert from 'node:assert/strict'
import {createHmac} from 'node:crypto'
import {createServer} from 'node:http'
import {api, open} from './world.mjs'

// What it was sent, and what it answers.
function receiver(port) {
  const got = []
  const server = createServer((request, response) => {
    const parts = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      got.push({headers: request.headers, body: Buffer.concat(parts).toString('utf8')})
      response.writeHead(state.status)
      response.end()
    })
  })
  const state = {status: 204, got, stop: () => new Promise((resolve) => server.close(resolve))}
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(state))
  })
}

function signedWith(secret, {headers, body}) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const wanted = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64')
  return headers['webhook-signature'].split(' ').includes(`v1,${wanted}`)
}

export async function webhooksStory({check, browser, demo}) {
  if (demo.receiver === undefined) return
  await check('a webhook is made, tried, refused, resent, paused, rotated and removed', async ({keep}) => {
    const target = await receiver(demo.receiver)
    try {
      const {page, faults} = keep(await open(browser, demo, {role: 'developer'}))
      await page.goto('/settings')
      await page.getByRole('link', {name: '管理 webhook'}).click()
      await page.getByText('还没有 webhook').waitFor()
      await page.getByRole('button', {name: '新建 webhook'}).click()
      await page.fill('#webhook-url', 'ftp://nowhere')
      await page.getByText('只能是 https 地址').waitFor()
      await page.fill('#webhook-url', `http://127.0.0.1:${demo.receiver}/events`)
      await page.fill('#webhook-label', '端到端')
      await page.locator('form button.primary').click()
      const secret = await page.locator('.once input').inputValue()
      assert.match(secret, /^whsec_/)
      await page.getByRole('link', {name: '去发送测试消息'}).click()
      await page.getByRole('button', {name: '发送测试消息'}).click()
      await page.locator('.outcome', {hasText: '已送达'}).first().waitFor()
      assert.ok(signedWith(secret, target.got[0]))

      target.status = 500
      const waiting = (await api(demo, 'developer', '/v1/submissions?state=waiting_for_developer')).body.items[0]
      const reply = await api(demo, 'developer', `/v1/apps/${waiting.app}/submissions/${waiting.submission}/answer`, {method: 'POST', body: JSON.stringify({text: '已补充。'})})
      assert.equal(reply.status, 200)
      await page.getByText('重试中').waitFor({timeout: 40_000})
      await page.reload()
      const failed = page.locator('.attempts li', {hasText: '被拒收'}).first()
      await failed.getByText('HTTP 500').waitFor()
      target.status = 204
      await failed.getByRole('button', {name: /重新投递/}).click()
      await page.getByText('手动重新投递').first().waitFor()

      await page.getByRole('button', {name: '暂停发送'}).click()
      await page.getByText('暂停期间的事件保留').waitFor()
      await page.getByRole('button', {name: '从停下处恢复发送'}).click()
      await page.getByRole('button', {name: '暂停发送'}).waitFor()
      await page.getByRole('button', {name: '更换密钥'}).click()
      await page.getByRole('button', {name: '生成新密钥'}).click()
      const next = await page.locator('.once input').inputValue()
      assert.notEqual(next, secret)
      const before = target.got.length
      await page.getByRole('button', {name: '发送测试消息'}).click()
      for (let n = 0; n < 600 && target.got.length === before; ++n) await page.waitForTimeout(100)
      const last = target.got.findLast((one) => one.body.includes('webhook.test'))
      assert.ok(signedWith(next, last) && signedWith(secret, last))

      const id = page.url().split('/').pop()
      const others = keep(await open(browser, demo, {role: 'agency'}))
      await others.page.goto(`/dev/webhooks/${id}`)
      await others.page.getByText('没有找到').waitFor()
      await page.getByRole('button', {name: '删除 webhook 端到端'}).click()
      await page.getByText('投递记录一并删除').waitFor()
      await page.getByRole('button', {name: '删除 webhook', exact: true}).click()
      await page.getByText('还没有 webhook').waitFor()
      assert.deepEqual(faults, [])
    } finally {
      await target.stop()
    }
  })
}
