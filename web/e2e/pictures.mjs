// Pictures of a version before its reviewer and an office, hostile ones among them: shown by what is in
// the file, small and large; what is no picture, or a broken one, says so and runs nothing. The person
// responsible at a subject, and mini-programs found by their telephone.
import assert from 'node:assert/strict'
import {deflateSync} from 'node:zlib'
import {hostileTar} from './hostile_package.mjs'
import {api, freshApp, open, passReview, restingApp, settled, submitPackage} from './world.mjs'

function crcOf(bytes) {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; ++bit) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
function chunk(kind, bytes) {
  const all = Buffer.alloc(bytes.length + 12)
  all.writeUInt32BE(bytes.length, 0)
  all.write(kind, 4, 'latin1')
  bytes.copy(all, 8)
  all.writeUInt32BE(crcOf(all.subarray(4, bytes.length + 8)), bytes.length + 8)
  return all
}
// One colour, eight bits a channel.
export function pngOf(width, height, [r, g, b]) {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const row = Buffer.alloc(width * 3 + 1)
  for (let n = 0; n < width; ++n) row.set([r, g, b], n * 3 + 1)
  const rows = Buffer.concat(Array.from({length: height}, () => row))
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

const kHit = 'globalThis.hit=1'
const kSvg = `<svg xmlns="http://www.w3.org/2000/svg" onload="${kHit}"><script>${kHit}</script></svg>`
const kMarkupName = `images/<img src=x onerror=${kHit}>.png`
const good = pngOf(240, 160, [29, 95, 168])
export const kPictured = {
  'app.json': '{"pages":["pages/a/a"]}',
  'app.js': 'App({})\n',
  'pages/a/a.js': 'Page({})\n',
  'pages/a/a.wxml': '<view>图片</view>\n',
  'images/cover.png': good,
  'images/logo.jpg': pngOf(64, 64, [15, 107, 92]), // its name lies, its bytes are a picture
  'images/cut.png': good.subarray(0, 40),
  'images/svg.png': kSvg,
  'images/page.png': `<!doctype html><script>${kHit}</script>`,
  'images/vector.svg': kSvg,
  [kMarkupName]: pngOf(32, 32, [179, 38, 30]),
}
const kSaid = {
  zh: {tab: '图片', none: '不是 PNG', broken: '文件已损坏', enlarge: '放大 ', nth: '图片 ', print: '打印', heading: '图片与文档'},
  en: {tab: 'Pictures', none: 'No PNG', broken: 'The file is damaged', enlarge: 'Enlarge ', nth: 'Picture ', print: 'Print', heading: 'Pictures and documents'},
}
// What the server refuses to hand out is an answer, no fault of the page.
const unexpected = (faults) => faults.filter((one) => !/415|404/.test(one))
const tile = (page, path) => page.locator('.grid > li', {has: page.locator('figcaption code', {hasText: path})})

async function looksThrough(page, words) {
  await tile(page, 'images/cover.png').scrollIntoViewIfNeeded()
  for (const path of ['images/cover.png', 'images/logo.jpg', kMarkupName]) {
    const image = tile(page, path).locator('img')
    await image.waitFor()
    await page.waitForFunction((one) => one.naturalWidth > 0, await image.elementHandle())
    assert.match(await image.getAttribute('src'), /^blob:/)
  }
  const says = async (path, text) => {
    await tile(page, path).scrollIntoViewIfNeeded()
    await tile(page, path).getByText(text).waitFor()
  }
  for (const path of ['images/svg.png', 'images/page.png', 'images/vector.svg']) await says(path, words.none)
  await says('images/cut.png', words.broken)

  // Large, by keys alone.
  const small = page.getByRole('button', {name: `${words.enlarge}images/cover.png`})
  await small.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.locator('img').waitFor()
  await dialog.getByText('240 × 160').waitFor()
  const first = await dialog.locator('.path').innerText()
  await page.keyboard.press('ArrowRight')
  await page.waitForFunction((was) => document.querySelector('[role=dialog] .path')?.textContent !== was, first)
  await page.keyboard.press('ArrowLeft')
  await dialog.getByText('240 × 160').waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({state: 'hidden'})
  assert.equal(await page.evaluate(() => globalThis.hit), undefined)
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'scrolls sideways')
}

export async function picturesStory({check, browser, demo}) {
  let one
  for (const variant of [{language: 'zh', width: 1440}, {language: 'en', width: 390, height: 844}]) {
    const words = kSaid[variant.language]
    await check(`pictures of a version, hostile ones among them, before its reviewer (${variant.language})`, async ({keep}) => {
      one ??= await submitPackage(demo, await restingApp(demo), hostileTar(kPictured), 'pictured')
      const {page, faults} = keep(await open(browser, demo, {role: 'reviewer', ...variant}))
      const strange = []
      page.on('request', (request) => !request.url().startsWith(demo.url) && !/^(data|blob|about):/.test(request.url()) && strange.push(request.url()))
      await page.goto(`/review/cases/${one.app}/${one.no}?tab=pictures`)
      await looksThrough(page, words)
      assert.deepEqual(strange, [])
      assert.deepEqual(unexpected(faults), [])
    })
  }

  await check('a picture’s bytes are nobody’s who may not see the version', async ({keep}) => {
    const path = `/v1/apps/${one.app}/packages/${one.digest}/pictures/images%2Fcover.png`
    const read = async (role) => (await fetch(demo.url + path, {headers: {Authorization: `Bearer ${demo.people.tokens[role]}`}})).status
    assert.equal(await read('reviewer'), 200)
    assert.equal(await read('officer_44'), 404)
    const bare = await fetch(demo.url + path)
    assert.equal(bare.status, 401)
    const {page} = keep(await open(browser, demo, {role: 'reviewer'}))
    await page.goto('/review')
    const inside = await fetch(demo.url + path.replace('cover', 'svg'), {headers: {Authorization: `Bearer ${demo.people.tokens.reviewer}`}})
    assert.equal(inside.status, 415)
  })

  await check('an office sees the pictures of a dossier, and they print', async ({keep}) => {
    const {app, no} = await submitPackage(demo, await freshApp(demo, '图集论坛'), hostileTar(kPictured), 'to be filed', {categories: [demo.people.category]})
    await passReview(demo, {app, no})
    const filing = {app, entry: 1}
    const {page, faults} = keep(await open(browser, demo, {role: 'officer'}))
    await page.goto(`/office/filings/${filing.app}/${filing.entry}`)
    await page.evaluate(() => (globalThis.print = () => (globalThis.printed = document.querySelectorAll('.dossier .grid img').length)))
    await page.getByRole('button', {name: '打印', exact: true}).click()
    await page.waitForFunction(() => globalThis.printed !== undefined)
    assert.ok((await page.evaluate(() => globalThis.printed)) > 0, 'printed before the pictures were there')
    await page.emulateMedia({media: 'print'})
    const {height} = await page.locator('.dossier .grid .thumb').first().boundingBox()
    assert.ok(height < 160, `a picture takes ${height} px of the paper`)
    assert.deepEqual(unexpected(faults), [])
  })
}

export async function contactStory({check, browser, demo}) {
  const kPhone = '010-0000 0' + String(Date.now()).slice(-3)
  const kWhole = '+86100000' + kPhone.slice(-4)
  let app
  await check('the person responsible is named by the subject’s own people, wrong numbers are refused in place', async ({keep}) => {
    const {items} = (await api(demo, 'officer', '/v1/filings?state=running')).body
    app = items[0].app
    const {page, faults} = keep(await open(browser, demo, {role: 'developer'}))
    await page.goto(`/dev/apps/${app}`)
    await page.getByRole('heading', {name: '责任人'}).waitFor()
    await page.getByRole('button', {name: /^(登记联系人|更改)$/}).click()
    await page.getByLabel('姓名').fill('<b>责任人</b>')
    await page.getByLabel('电话').fill('12')
    await page.getByRole('button', {name: '保存联系人'}).click()
    await page.locator('.contact [role=alert]').waitFor()
    assert.equal(await page.getByLabel('电话').inputValue(), '12')
    await page.getByLabel('电话').fill(kPhone)
    await page.getByRole('button', {name: '保存联系人'}).click()
    await page.locator(`.contact a[href="tel:${kWhole}"]`).waitFor()
    await page.getByText('<b>责任人</b>').waitFor()
    assert.deepEqual(faults.filter((one) => !/400/.test(one)), [])
  })

  await check('the office reads it in the dossier, and finds the filing by the number however it is written', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'officer'}))
    for (const typed of [kPhone, kWhole]) {
      await page.goto(`/office?q=${encodeURIComponent(typed)}`)
      await page.locator(`.row-link[href*="${app}"]`).first().waitFor()
    }
    await page.locator(`.row-link[href*="${app}"]`).first().click()
    await page.locator(`.dossier a[href="tel:${kWhole}"]`).waitFor()
    assert.deepEqual(faults, [])
    const elsewhere = keep(await open(browser, demo, {role: 'officer_44'}))
    await elsewhere.page.goto(`/office?q=${encodeURIComponent(kPhone)}`)
    await settled(elsewhere.page)
    assert.equal(await elsewhere.page.locator(`.row-link[href*="${app}"]`).count(), 0)
  })

  await check('the palette finds by it, for those who may see the case', async ({keep}) => {
    let all
    for (const role of ['reviewer', 'agency']) {
      const {page} = keep(await open(browser, demo, {role}))
      await page.goto(role === 'agency' ? '/dev' : '/review')
      await settled(page)
      await page.keyboard.press('Control+k')
      const answered = page.waitForResponse((response) => response.url().includes('/v1/apps?') && response.url().includes('q='))
      await page.getByRole('dialog').locator('input').fill(kPhone)
      await answered
      const {items} = (await api(demo, role, `/v1/apps?q=${encodeURIComponent(kPhone)}&limit=200`)).body
      all ??= items
      assert.ok(role === 'reviewer' ? items.some((one) => one.app === app) : items.length < all.length, `${role}: ${items.length} of ${all.length}`)
      await page.getByRole('dialog').getByText(items[0].app).first().waitFor()
      const found = new Set(items.map((one) => one.app))
      const shown = (await page.getByRole('dialog').innerText()).match(/wx[0-9a-f]{16}/g) ?? []
      assert.deepEqual(shown.filter((one) => !found.has(one)), [], `${role} is shown others`)
    }
  })
}
