// An office that answers on paper (R10a): a scan is kept, one operator transcribes it, another types it
// again without seeing the first, and only then it has an effect.
import assert from 'node:assert/strict'
import {pngOf} from './pictures.mjs'
import {api, open} from './world.mjs'

const kOpen = ['running', 'silent', 'without_period']
// Of the office that the demo has for it: handed over first where that still is to be done.
async function filingOnPaper(demo) {
  const region = demo.people.transcribed
  assert.ok(region, 'the samples have no office that answers on paper')
  const listed = async (state) => (await api(demo, 'operator', `/v1/filings?region=${region}&state=${state}&detail=true`)).body.items
  for (const state of kOpen) {
    const [found] = await listed(state)
    if (found !== undefined) return found
  }
  const [waits] = await listed('to_be_handed_over')
  assert.ok(waits, `nothing is filed with the office of ${region}`)
  const done = await api(demo, 'operator', `/v1/apps/${waits.app}/filings/${waits.entry}/hand-over`, {method: 'POST', body: JSON.stringify({})})
  assert.ok(done.status < 300, JSON.stringify(done.body))
  return waits
}
// A difference between the two is an answer, no fault of the page.
const unexpected = (faults) => faults.filter((one) => !/409/.test(one))

async function types(page, verdict, words) {
  await page.locator(`input[name=paper-verdict][value=${verdict}]`).check()
  if (verdict === 'pass') return
  await page.locator('.panel .candidates button').filter({hasNotText: /类目|categor/i}).first().click()
  await page.locator('.panel .picked textarea').fill(words)
}

export async function paperStory({check, browser, demo}) {
  let filing
  await check('a paper answer is kept as a scan and transcribed by one operator, without an effect', async ({keep}) => {
    filing = await filingOnPaper(demo)
    const {page, faults} = keep(await open(browser, demo, {role: 'operator'}))
    await page.goto(`/ops/apps/${filing.app}`)
    await page.getByRole('heading', {name: '纸质答复'}).waitFor()
    const scan = {name: '答复.png', mimeType: 'image/png', buffer: pngOf(400, 560, [250, 250, 245])}
    await page.locator('.came input').locator('xpath=ancestor::div[1]').locator('input[type=file]').setInputFiles(scan)
    await page.getByText('先填写纸质件到达的时间').waitFor()
    const now = Date.parse((await api(demo, 'operator', '/v1/server')).body.time)
    await page.locator('.came input').fill(new Date(now + 7 * 3_600_000).toISOString().slice(0, 16)) // an hour ago, at UTC+8
    await page.locator('input[type=file][accept*=pdf]').setInputFiles(scan)
    await page.getByText('扫描件已保存').waitFor()
    await page.getByRole('button', {name: '查看', exact: true}).click()
    await page.waitForFunction(() => document.querySelector('.shown img')?.naturalWidth === 400)
    await page.getByRole('button', {name: '录入答复'}).click()
    await types(page, 'fail', '第三页须删除')
    await page.locator('.panel .send').click()
    await page.getByText('等待另一位运营会签').first().waitFor()
    assert.deepEqual(unexpected(faults), [])
    const {body} = await api(demo, 'operator', `/v1/apps/${filing.app}`)
    assert.equal(body.answers.at(-1).state, 'proposed')
    assert.ok(kOpen.includes(body.entries.find((one) => one.no === filing.entry).state))
    // Nobody signs their own.
    await page.reload()
    await page.getByText('你录入的答复').waitFor()
    assert.equal(await page.getByRole('button', {name: /^会签录入的答复/}).count(), 0)
  })

  await check('another operator types it again: what differs is refused, what agrees takes effect (en)', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'second_operator', language: 'en'}))
    await page.goto(`/ops/apps/${filing.app}`)
    await page.getByRole('button', {name: /^Sign transcribed answer/}).click()
    assert.equal(await page.locator('.panel').getByText('第三页须删除').count(), 0, 'the first is shown')
    await types(page, 'pass')
    const send = page.locator('.panel .send')
    await page.locator('.panel .follows em').waitFor()
    assert.ok(await send.isDisabled())
    await types(page, 'fail', '第三页须删除')
    await send.click()
    await page.getByText('signed', {exact: false}).first().waitFor()
    await page.waitForFunction(() => document.querySelector('.panel') === null)
    const {body} = await api(demo, 'operator', `/v1/apps/${filing.app}`)
    const given = body.answers.at(-1)
    assert.equal(given.state, 'effective')
    assert.equal(given.points[0].text, '第三页须删除')
    assert.equal(body.entries.find((one) => one.no === filing.entry).state, 'failed')
    assert.deepEqual(unexpected(faults), [])
  })
}
