// A version before its reviewer and before an office: evidence in the code, remarks, what changed,
// texts, preview; the dossier as a file; answers in a register and from a file.
import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {hostileTar} from './hostile_package.mjs'
import {api, open, restingApp, settled, submitPackage} from './world.mjs'

const kSecond = {
  'app.json': JSON.stringify({pages: ['pages/home/home', 'pages/near/near'], window: {navigationBarTitleText: '换算'}, permission: {'scope.userLocation': {desc: '显示附近的店'}}}, null, 1),
  'app.js': 'App({})\n',
  'pages/home/home.wxml': '<view class="top">单位换算</view>\n<view wx:for="{{list}}" wx:key="n">{{item.n}}：{{item.v}}</view>\n<text>{{when(now)}}</text>\n',
  'pages/home/home.js': "Page({\n  data: {list: [{n: '长度', v: 3}, {n: '重量', v: 5}], now: Date.now()},\n  near() { wx.getLocation({}) }\n})\n",
  'pages/home/home.wxss': '.top { color: #b3261e; font-size: 40rpx; }\n',
  'pages/near/near.wxml': '<view>附近的店</view>\n',
  'pages/near/near.js': 'Page({})\n',
}
const insideOf = (page) => page.frames().find((frame) => frame.url().endsWith('/preview.html'))

export async function versionsStory({check, browser, demo}) {
  const reviewed = []
  for (const language of ['zh', 'en']) {
    const zh = language === 'zh'
    await check(`a version is looked through by its reviewer (${language})`, async ({keep}) => {
      const one = await submitPackage(demo, await restingApp(demo), hostileTar({...kSecond, 'README.md': language}), '2.0')
      reviewed.push(one)
      const {page, faults} = keep(await open(browser, demo, {role: 'reviewer', language}))
      await page.goto(`/review/cases/${one.app}/${one.no}`)

      // What changed: the new page, interface and permission before the files; a file's lines in place.
      await page.getByRole('tab', {name: zh ? '变化' : 'Changes'}).click()
      await page.getByText('pages/near/near', {exact: true}).first().waitFor()
      const text = await page.locator('#tab-body').innerText()
      for (const word of ['wx.getLocation', 'scope.userLocation']) assert.ok(text.includes(word), `${word} is not told`)
      assert.ok(text.indexOf('wx.getLocation') < text.indexOf('pages/home/home.wxss'), 'interfaces stand before files')
      await page.locator('.file .head', {hasText: /home\.js(?!on)/}).click()
      await page.locator('.file .cm-content').getByText('near() { wx.getLocation').waitFor()

      // From there to the line, a remark on it, and the remark in the question.
      await page.getByRole('button', {name: 'pages/home/home.js:3'}).first().click()
      await page.waitForURL(/tab=code/)
      await page.locator('.cm-chosen').getByText('near()').waitFor()
      await page.keyboard.press('c')
      await page.fill('#remark-text', '说明位置的用途')
      await page.locator('.cm-noted').getByText('说明位置的用途').waitFor()
      await page.getByRole('button', {name: zh ? '用批注向开发者提问' : 'Ask the developer with these'}).click()
      assert.equal(await page.inputValue('#question'), 'pages/home/home.js:3 说明位置的用途')
      await page.reload()
      await page.getByRole('button', {name: zh ? '用批注向开发者提问' : 'Ask the developer with these'}).waitFor()

      // Every text in one list, searched, and back to its line.
      await page.getByRole('tab', {name: zh ? '文字' : 'Texts'}).click()
      await page.getByText('附近的店').first().waitFor()
      await page.getByLabel(zh ? '查找文字' : 'Find words').fill('单位换算')
      await page.getByRole('button', {name: 'pages/home/home.wxml:1'}).click()
      await page.locator('.cm-chosen').getByText('单位换算').waitFor()

      // The pages as a user sees them, from literal data; what is computed is told.
      await page.getByRole('tab', {name: zh ? '预览' : 'Preview'}).click()
      await page.locator('iframe[data-shown="pages/home/home"]').waitFor()
      assert.match(await insideOf(page).evaluate(() => document.body.innerText), /单位换算[\s\S]*长度：3[\s\S]*重量：5[\s\S]*⟨when\(now\)⟩/)
      assert.equal(await insideOf(page).evaluate(() => getComputedStyle(document.querySelector('.top')).fontSize), '20px')
      await page.getByText(zh ? '由脚本计算，原样标出' : 'Computed by scripts, shown as written').waitFor()
      await page.getByRole('button', {name: zh ? '下一页' : 'Next'}).click()
      await page.locator('iframe[data-shown="pages/near/near"]').waitFor()
      assert.deepEqual(faults, [])
    })
  }

  await check('somebody without the right sees nothing of a version by its address', async ({keep}) => {
    const {page} = keep(await open(browser, demo, {role: 'officer_44'}))
    await page.goto(`/review/cases/${reviewed[0].app}/${reviewed[0].no}?tab=code&at=app.json`)
    await page.getByText('你没有审核工作台的权限').waitFor()
    const foreign = await api(demo, 'agency', `/v1/apps/${reviewed[0].app}/packages/${reviewed[0].digest}/files`)
    const theirs = (await api(demo, 'agency', '/v1/apps?limit=200')).body.items.some((one) => one.app === reviewed[0].app)
    assert.equal(foreign.status, theirs ? 200 : 404)
  })

  await check('a dossier is saved as one file that runs nothing', async ({keep}) => {
    const item = (await api(demo, 'officer', '/v1/filings?state=running')).body.items[0]
    const {page, faults} = keep(await open(browser, demo, {role: 'officer'}))
    await page.goto(`/office/filings/${item.app}/${item.entry}`)
    await page.getByRole('heading', {name: '页面文字'}).waitFor()
    await settled(page)
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: '保存为文件'}).click()])
    const text = await readFile(await file.path(), 'utf8')
    assert.match(file.suggestedFilename(), /\.html$/)
    assert.match(text, /default-src 'none'/)
    assert.match(text, /baobei\.receipt\/1/)
    assert.match(text, /img-src data:/)
    assert.doesNotMatch(text, /<script|<img(?! src="data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*" alt=")/)
    await page.getByText('打开页面预览').click()
    await page.locator('iframe[data-shown]').waitFor()
    assert.deepEqual(faults, [])
  })

  await check('answers go out as a table and come back, each row taken or refused with its reason', async ({keep}) => {
    // An office that no other story answers for.
    const {page, faults} = keep(await open(browser, demo, {role: 'officer_11'}))
    await page.goto('/office/offline')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: '导出答复表（CSV）'}).click()])
    const rows = (await readFile(await file.path(), 'utf8')).replace('\uFEFF', '').trim().split('\r\n')
    assert.match(rows[0], /^app id,报备号,代码包摘要,答复,整改项,名称,期满$/)
    assert.ok(rows.length > 4)
    const cells = rows.slice(1).map((row) => row.split(','))
    const silent = (await api(demo, 'officer_11', '/v1/filings?state=silent')).body.items[0]
    const late = cells.find(([app, filing]) => app === silent.app && Number(filing) === silent.entry)
    const [first, second] = cells.filter((one) => one !== late)
    const table = [rows[0], [...first.slice(0, 3), '通过', ''], [...second.slice(0, 3), 'fail', 'ugc_no_moderation||先审后发'], [...late.slice(0, 3), '通过', ''], [first[0], first[1], first[2], 'pass', ''], ['wx-nobody', '1', first[2], 'pass', '']].map((one) => (Array.isArray(one) ? one.join(',') : one)).join('\r\n')
    await page.getByLabel('选择答复表（CSV）').setInputFiles({name: '答复.csv', mimeType: 'text/csv', buffer: Buffer.from(table)})
    await page.getByText('可以答复').nth(2).waitFor()
    await page.getByText('同一报备出现两次').waitFor()
    await page.getByText('其中 1 件已期满，将记为迟到').waitFor()
    assert.equal(await page.locator('.outcome .mark').count(), 1)
    await page.getByRole('button', {name: '提交 3 件答复'}).click()
    await page.getByText('已办理 3 项').waitFor()
    const {body} = await api(demo, 'officer_11', `/v1/apps/${second[0]}`)
    assert.equal(body.answers.at(-1).points[0].text, '先审后发')
    assert.deepEqual(faults.filter((one) => !one.includes('404')), [])

    await page.goto('/office/register')
    await page.getByText(first[5]).first().waitFor()
    await page.getByText('先审后发').first().waitFor()
    const [register] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: '导出 CSV'}).click()])
    assert.match(await readFile(await register.path(), 'utf8'), /^\uFEFF答复,[\s\S]*先审后发/)
    await page.getByLabel('仅迟到答复').check()
    await page.waitForURL(/late=1/)
    await page.getByText(late[5]).first().waitFor()
    assert.equal(await page.getByText(first[5], {exact: true}).count(), 0)
  })

  await check('a table that is none says why', async ({keep}) => {
    const {page, faults} = keep(await open(browser, demo, {role: 'officer', language: 'en', width: 390, height: 844}))
    await page.goto('/office/offline')
    for (const [text, words] of [['', 'The file has no answers'], ['a,b\n1,2', 'Columns are missing'], [Buffer.alloc(3_000_000, 97), 'The file is over']]) {
      await page.getByLabel('Choose the table (CSV)').setInputFiles({name: '<b>.csv', mimeType: 'text/csv', buffer: Buffer.from(text)})
      await page.getByText(words).waitFor()
    }
    assert.deepEqual(faults, [])
  })
}
