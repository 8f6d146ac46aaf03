// Categories from both sides, what can be proved, and what follows by itself.
import assert from 'node:assert/strict'
import {api, open, settled} from './world.mjs'

const kPdf = {name: 'licence.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')}

export async function applicantStory({check, browser, demo}) {
  await check('a category is applied for with a document, accepted, and can be declared', async ({keep}) => {
    const subject = 'subject-shop'
    const {body} = await api(demo, 'developer', `/v1/subjects/${subject}/categories`)
    const wanted = body.items.find((one) => one.may_apply && one.any_of.length > 0 && one.grant === undefined && one.application === undefined)
    const developer = keep(await open(browser, demo, {role: 'developer'}))
    await developer.page.goto(`/dev/categories/${wanted.id}?subject=${subject}`)
    await developer.page.getByText('请至少上传一份资质文件').waitFor()
    await developer.page.locator('fieldset.document input[type=file]').first().setInputFiles(kPdf)
    await developer.page.getByText('已上传').first().waitFor()
    await developer.page.getByText('受理或拒绝时，你会收到站内信').waitFor()
    await developer.page.getByRole('button', {name: '提交申请'}).click()
    await developer.page.waitForURL(/\/dev\/applications\/\d+$/)
    const number = developer.page.url().split('/').pop()

    const operator = keep(await open(browser, demo, {role: 'operator', language: 'en'}))
    await operator.page.goto(`/ops/applications/${number}`)
    // What nobody has opened is said before it is accepted, and no longer once it is seen in place.
    await operator.page.getByText('Nobody yet.').waitFor()
    await operator.page.getByRole('button', {name: 'Accept', exact: true}).click()
    const unopened = operator.page.getByText('1 of 1 documents was opened by nobody yet')
    await unopened.waitFor()
    await operator.page.getByRole('button', {name: 'See', exact: true}).click()
    await operator.page.locator('.shown iframe[src^="blob:"]').waitFor() // the browser's own viewer
    await unopened.waitFor({state: 'detached'})
    await operator.page.locator('.accesses li', {hasText: 'person-operator'}).first().waitFor()
    const [download] = await Promise.all([operator.page.waitForEvent('download'), operator.page.getByRole('button', {name: 'Download'}).first().click()])
    assert.match(download.suggestedFilename(), /\.pdf$/)
    await operator.page.getByText('can declare the category at once').waitFor()
    await operator.page.keyboard.press('Control+Enter')
    await operator.page.getByText('Accepted.').first().waitFor()

    await developer.page.reload()
    await developer.page.getByText('已通过，提审时可以申报').waitFor()
    const grants = (await api(demo, 'developer', `/v1/subjects/${subject}/grants`)).body.items
    assert.ok(grants.some((one) => one.category === wanted.id && one.valid))
    assert.deepEqual([...developer.faults, ...operator.faults], [])
  })

  await check('a receipt reads, and is kept as it is signed', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'developer'}))
    const filing = (await api(demo, 'developer', '/v1/submissions?state=filing')).body.items[0]
    await page.goto(`/dev/cases/${filing.app}/${filing.submission}`)
    await page.getByRole('button', {name: '查看报备回执'}).click()
    await page.getByText('期限如何得出').waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: '下载签名文件'}).click()])
    const parts = []
    for await (const part of await download.createReadStream()) parts.push(part)
    const signed = JSON.parse(Buffer.concat(parts).toString('utf8'))
    assert.equal(signed.receipt.app, filing.app)
    assert.match(signed.signature.value, /^[0-9a-f]{128}$/)
    assert.deepEqual(faults, [])
  })

  await check('a calendar address works until it is taken back', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'developer', language: 'en'}))
    await page.goto('/settings')
    await page.fill('#calendar-label', 'phone')
    await page.getByRole('button', {name: 'Make an address'}).click()
    const address = new URL(await page.getByLabel('Address to subscribe to').inputValue())
    const given = await fetch(demo.url + address.pathname)
    assert.equal(given.status, 200)
    assert.match(await given.text(), /BEGIN:VCALENDAR/)
    await page.getByRole('button', {name: 'I have kept it'}).click()
    await page.getByRole('button', {name: 'Take back'}).last().click()
    await page.getByRole('button', {name: 'Take back'}).last().click()
    await page.getByText('The address was taken back').waitFor()
    assert.equal((await fetch(demo.url + address.pathname)).status, 404)
    assert.deepEqual(faults, [])
  })

  await check('a second tab follows what happens, over one stream', async ({keep}) => {
    const {context, page, faults} = keep(await open(browser, demo, {role: 'developer'}))
    let streams = 0
    context.on('request', (request) => (streams += new URL(request.url()).pathname === '/v1/stream' ? 1 : 0))
    await page.goto('/dev')
    await page.waitForSelector('.row-link')
    await settled(page)
    const second = await context.newPage()
    await second.goto('/dev')
    await second.waitForSelector('.row-link')
    const waiting = (await api(demo, 'developer', '/v1/submissions?state=waiting_for_developer')).body.items.at(-1)
    const row = (of) => of.locator('li.row', {has: of.locator(`a[href="/dev/cases/${waiting.app}/${waiting.submission}"]`)})
    await row(page).getByText('待补充').first().waitFor()
    const answered = await api(demo, 'developer', `/v1/apps/${waiting.app}/submissions/${waiting.submission}/answer`, {method: 'POST', body: JSON.stringify({text: '两小时内由本公司员工审核。'})})
    assert.equal(answered.status, 200)
    for (const tab of [page, second]) await row(tab).getByText('待审核').first().waitFor({timeout: 12_000})
    assert.equal(streams, 1)
    assert.deepEqual(faults, [])
  })
}
