// Material that an office asks for, and the developer’s reply: the clock goes on, and both are told so. An
// answer with the office’s own number and letter, which developer and office show.
import assert from 'node:assert/strict'
import {hostileTar} from './hostile_package.mjs'
import {pngOf} from './pictures.mjs'
import {api, freshApp, open, passReview, settled, submitPackage} from './world.mjs'

const kAsked = '<b>直播间</b>的值班与处置制度'
const kReplied = '制度见附件，值班表每月更新。'
const kNumber = '浙网信复〔2026〕12号'
const minuteOf = (at) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16) // of the reader, at UTC+8
const serverTime = async (demo) => Date.parse((await api(demo, 'operator', '/v1/server')).body.time)
const entryOf = async (demo, one) => (await api(demo, 'officer', `/v1/apps/${one.app}`)).body.entries.at(-1)

// A filing that no other story moves.
export async function someFiling(demo, name) {
  const app = await freshApp(demo, name)
  const files = {'app.json': '{"pages":["pages/a/a"]}', 'app.js': 'App({})\n', 'pages/a/a.js': 'Page({})\n', 'pages/a/a.wxml': `<view>${name}</view>\n`}
  const one = await submitPackage(demo, app, hostileTar(files), '1.0.0', {categories: [demo.people.category]})
  await passReview(demo, one)
  return {...one, entry: (await entryOf(demo, one)).no}
}

export async function materialStory({check, browser, demo}) {
  let one
  await check('an office asks for material: what it takes is said in place, and the period goes on', async ({keep}) => {
    one = await someFiling(demo, '街坊互助')
    const before = await entryOf(demo, one)
    const {page, faults} = keep(await open(browser, demo, {role: 'officer'}))
    await page.goto(`/office/filings/${one.app}/${one.entry}`)
    // An answer begun before is not lost by asking.
    await page.getByRole('button', {name: '报备未通过'}).click()
    await page.fill('#reply-number', kNumber)
    await page.getByRole('button', {name: '取消'}).click()
    await page.getByRole('button', {name: '要求补充材料'}).click()
    const send = page.locator('.panel .send')
    await page.getByText('请写明需要什么材料').waitFor()
    assert.ok(await send.isDisabled())
    await page.fill('#ask-text', kAsked)
    await page.fill('#ask-by', minuteOf((await serverTime(demo)) - 3_600_000))
    await page.getByText('希望收到的时间应在将来').waitFor()
    assert.ok(await send.isDisabled())
    await page.fill('#ask-by', minuteOf((await serverTime(demo)) + 48 * 3_600_000))
    await page.locator('.panel .follows').getByText('报备周期不停止').waitFor()
    await send.click()
    const asked = page.locator('.request[data-state=open]')
    await asked.getByText('补充材料要求 1 · 待答复').waitFor()
    await asked.getByText(kAsked).waitFor()
    await asked.getByText('希望收到的时间').waitFor()
    await page.getByText('报备周期不因此停止').waitFor()
    assert.match(page.url(), new RegExp(`/office/filings/${one.app}/${one.entry}$`), 'whoever asked was led away')
    assert.equal(await asked.getByRole('button', {name: '答复'}).count(), 0, 'an office replies to itself')
    await page.getByRole('button', {name: '报备未通过'}).click()
    assert.equal(await page.inputValue('#reply-number'), kNumber)
    const after = await entryOf(demo, one)
    assert.equal(after.end, before.end, 'the end moved')
    assert.equal(after.state, 'running')
    assert.deepEqual(faults, [])
  })

  await check('the developer is told, sees that the clock goes on, and replies with a file', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'developer'}))
    await page.goto('/inbox?show=unread')
    await page.locator('.notices li', {hasText: '街坊互助'}).first().waitFor()
    await page.goto(`/dev/cases/${one.app}/${one.no}`)
    const asked = page.locator('.request')
    await asked.getByText(kAsked).waitFor()
    await page.getByText('报备周期不因此停止').waitFor()
    await asked.getByRole('button', {name: '答复', exact: true}).click()
    await page.getByText('请写明答复').waitFor()
    const send = page.locator('.panel .send')
    assert.ok(await send.isDisabled())
    await page.locator('.panel textarea').fill(kReplied)
    const files = page.locator('.panel input[type=file]')
    await files.setInputFiles({name: '假.pdf', mimeType: 'application/pdf', buffer: Buffer.from('nothing of the kind')})
    await page.locator('.panel [role=alert]').waitFor()
    await files.setInputFiles({name: '值班表.png', mimeType: 'image/png', buffer: pngOf(300, 200, [240, 240, 230])})
    await page.locator('.panel').getByText('值班表.png').waitFor()
    await page.locator('.panel .follows').getByText('报备周期不停止').waitFor()
    await send.click()
    await asked.getByText('补充材料要求 1 · 已答复').waitFor()
    await asked.getByText(kReplied).waitFor()
    assert.equal(await asked.getByRole('button', {name: '答复', exact: true}).count(), 0)
    const {requests} = (await api(demo, 'developer', `/v1/apps/${one.app}`)).body
    assert.equal(requests.at(-1).state, 'replied')
    assert.equal(requests.at(-1).reply.documents.length, 1)
    assert.deepEqual(faults.filter((fault) => !/41[35]|400/.test(fault)), [])
  })

  await check('request and reply in English on a telephone; the file is seen in place', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'officer', language: 'en', width: 390, height: 844}))
    await page.goto(`/office/filings/${one.app}/${one.entry}`)
    const asked = page.locator('.request')
    await asked.getByText('Request 1 · replied').waitFor()
    await page.getByText('The filing period does not stop for it').waitFor()
    await asked.getByText(kReplied).waitFor()
    await asked.getByRole('button').first().click()
    await page.waitForFunction(() => document.querySelector('.request img')?.naturalWidth === 300)
    await page.getByRole('button', {name: 'Ask for material'}).click()
    await page.getByText('Say what is asked for').waitFor()
    await page.fill('#ask-text', 'The roster of March.')
    await page.locator('.panel .follows').getByText('the clock does not stop').waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'scrolls sideways')
    assert.deepEqual(faults, [])
  })

  await check('an answer carries the office’s number and letter, and all who may see it do', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'officer'}))
    await page.goto(`/office/filings/${one.app}/${one.entry}`)
    await page.getByRole('button', {name: '报备通过'}).click()
    await page.fill('#reply-number', '12号; drop')
    await page.locator('.panel input[type=file]').setInputFiles({name: '复函.png', mimeType: 'image/png', buffer: pngOf(210, 297, [252, 252, 250])})
    await page.locator('.panel').getByText('复函.png').waitFor()
    // What is no such number is refused before it is sent.
    await page.locator('.panel .follows em').waitFor()
    assert.ok(await page.locator('.panel .send').isDisabled())
    await page.fill('#reply-number', kNumber)
    await page.locator('.panel .follows').getByText('可以发布').waitFor()
    await page.locator('.panel .send').click()
    await page.getByText('：报备通过').first().waitFor()
    await page.goto(`/office/filings/${one.app}/${one.entry}`)
    const given = page.locator('.dossier .official')
    await given.getByText(kNumber).waitFor()
    await given.getByRole('button', {name: '查看', exact: true}).click()
    await page.waitForFunction(() => document.querySelector('.dossier .official img')?.naturalWidth === 210)
    assert.deepEqual(faults.filter((fault) => !/400/.test(fault)), [])

    for (const language of ['zh', 'en']) {
      const developer = keep(await open(browser, demo, {role: 'developer', language, ...(language === 'en' ? {width: 390, height: 844} : {})}))
      await developer.page.goto(`/dev/cases/${one.app}/${one.no}`)
      await developer.page.getByRole('heading', {name: language === 'zh' ? '网信部门的文号与复函' : 'The office’s number and letter'}).waitFor()
      await developer.page.locator('.official').getByText(kNumber).first().waitFor()
      await developer.page.locator('.official').getByRole('button').first().click()
      await developer.page.waitForFunction(() => document.querySelector('.official img')?.naturalWidth === 210)
      await settled(developer.page)
      assert.deepEqual(developer.faults, [])
    }
    const elsewhere = keep(await open(browser, demo, {role: 'agency'}))
    await elsewhere.page.goto(`/dev/cases/${one.app}/${one.no}`)
    await elsewhere.page.getByText('没有找到').first().waitFor()
    assert.equal(await elsewhere.page.getByText(kNumber).count(), 0)
  })
}
