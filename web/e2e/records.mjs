// What operators and auditors read of others: who opened which case, what was tried and refused; and what
// each rule of the check found, with what people then decided; the whole log checked on its page, and who
// decided on categories.
import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {someAuditor} from './pages.mjs'
import {api, open, settled} from './world.mjs'

const kSaid = {
  zh: {check: '校验全部日志', whole: /(\d+)\/(\d+) 个事件，树根与 .*的签名检查点一致/, keep: '保存此检查点', decisions: '类目决定', accepted: '通过申请', read: '查阅', refused: '被拒绝的操作', dossier: '案件', person: '人员 id', export: '导出 CSV', rules: '各检查规则', rule: '规则', about: '多数仍通过的规则可能需要调整'},
  en: {check: 'Check the whole log', whole: /(\d+) of (\d+) events, root equals the signed checkpoint of /, keep: 'Save this checkpoint', decisions: 'Decisions on categories', accepted: 'Accepted', read: 'Read', refused: 'Refused attempts', dossier: 'The case', person: 'Person id', export: 'Export CSV', rules: 'Each rule of the check', rule: 'Rule', about: 'may need a change'},
}

// An officer looks at a filing, and tries to answer one for a version that it is not of.
async function somethingRecorded(demo) {
  const filing = (await api(demo, 'officer', '/v1/filings?state=running&limit=1')).body.items[0]
  await api(demo, 'officer', `/v1/apps/${filing.app}`)
  const tried = await api(demo, 'officer', `/v1/apps/${filing.app}/filings/${filing.entry}/answer`, {method: 'POST', body: JSON.stringify({digest: '0'.repeat(64), verdict: 'pass'})})
  assert.ok(tried.status >= 400, `answered: ${tried.status}`)
  for (let tries = 0; tries < 50; ++tries) {
    const {items} = (await api(demo, 'operator', `/v1/attempts?app=${filing.app}`)).body
    if (items.length > 0) return {...filing, attempt: items[0]}
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('the attempt is not on record')
}

export async function recordsStory({check, browser, demo}) {
  let recorded
  for (const variant of [{language: 'zh', width: 1440, role: 'operator'}, {language: 'en', width: 390, height: 844, role: 'auditor'}]) {
    const words = kSaid[variant.language]
    await check(`who read a case and what was refused (${variant.language})`, async ({keep}) => {
      recorded ??= await somethingRecorded(demo)
      await someAuditor(demo)
      const {page, faults} = keep(await open(browser, demo, variant))
      await page.goto('/ops/audit')
      await page.locator('a[href="/ops/readings"]').click()
      await page.waitForURL(/\/ops\/readings/)
      await page.getByRole('searchbox', {name: 'app id'}).fill(recorded.app)
      await page.keyboard.press('Enter')
      await page.waitForURL(new RegExp(`app=${recorded.app}`))
      const officers = page.locator('.row', {hasText: 'person-officer'})
      await officers.getByText(words.dossier, {exact: true}).first().waitFor()
      await page.getByRole('searchbox', {name: words.person}).fill('person-nobody')
      await page.keyboard.press('Enter')
      await officers.first().waitFor({state: 'detached'})
      await page.getByRole('searchbox', {name: words.person}).fill('person-officer')
      await page.keyboard.press('Enter')
      await officers.first().waitFor()
      assert.equal(await page.locator('.row').count(), await officers.count())

      await page.getByRole('button', {name: words.refused, exact: true}).click()
      await page.waitForURL(/view=refused/)
      const tried = page.locator('.row', {hasText: recorded.app}).first()
      await tried.waitFor()
      await settled(page)
      const text = await tried.innerText()
      assert.ok(text.includes('person-officer'), text)
      assert.match(text, variant.language === 'zh' ? /[\u4e00-\u9fff]{4}/ : /[A-Za-z]+ [a-z]+ [a-z]+/, 'the reason is not in the reader’s words')
      assert.ok(!/[a-z]_[a-z]/.test(text), `a command is named as programs call it: ${text}`)
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: words.export}).click()])
      assert.ok((await readFile(await file.path(), 'utf8')).includes(recorded.app))
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'scrolls sideways')
      assert.deepEqual(faults, [])
    })

    await check(`the whole log is checked on its page, and decisions on categories are found from there (${variant.language})`, async ({keep}) => {
      await someAuditor(demo)
      const {page, faults} = keep(await open(browser, demo, variant))
      await page.goto('/ops/audit')
      await page.getByRole('button', {name: words.check}).click()
      const said = page.getByRole('status').filter({hasText: words.whole})
      await said.waitFor({timeout: 60_000})
      const [, n, of] = words.whole.exec((await said.innerText()).trim())
      assert.equal(n, of)
      assert.ok(Number(n) > 0, 'nothing was checked')
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', {name: words.keep}).click()])
      const kept = (await readFile(await file.path(), 'utf8')).split('\n')
      assert.equal(kept[1], n, 'the checkpoint is another one')
      await settled(page)
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'scrolls sideways')

      await page.getByRole('link', {name: words.decisions}).click()
      await page.waitForURL(/\/ops\/readings\?view=categories/)
      const {items} = (await api(demo, 'operator', '/v1/category-steps?limit=200')).body
      const accepted = items.find((one) => one.kind === 'accepted')
      assert.ok(accepted, 'the demo accepted no application')
      await page.getByRole('searchbox', {name: words.person}).fill(accepted.person)
      await page.keyboard.press('Enter')
      await page.waitForURL(new RegExp(`person=${accepted.person}`))
      const row = page.locator('.row', {hasText: words.accepted}).filter({hasText: accepted.subject}).first()
      await row.waitFor()
      assert.ok((await row.innerText()).includes(accepted.person))
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'scrolls sideways')
      assert.deepEqual(faults, [])
    })

    await check(`what each rule found and people decided (${variant.language})`, async ({keep}) => {
      await someAuditor(demo)
      const {page, faults} = keep(await open(browser, demo, variant))
      await page.goto('/ops/figures')
      const section = page.locator('section', {has: page.getByRole('heading', {name: words.rules})})
      await section.getByText(words.about).waitFor()
      const told = (await api(demo, 'operator', '/v1/statistics?days=28')).body.rules
      assert.ok(told.length > 0, 'no rule found anything')
      const rows = await section.locator('tbody tr').allInnerTexts()
      assert.equal(rows.length, told.length)
      const most = told.find((one) => one.rule === 'category/filing-follows') ?? told[0]
      const seen = rows.find((one) => one.startsWith(most.rule)).split(/\s+/).slice(-3).map(Number)
      assert.deepEqual(seen, [most.found, most.refused_with, most.passed_with])
      await section.locator('tbody tr', {hasText: most.rule}).getByRole('rowheader').waitFor()
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'scrolls sideways')
      assert.deepEqual(faults, [])
    })
  }

  await check('nobody but operators and auditors reads them', async ({keep}) => {
    for (const role of ['developer', 'reviewer', 'officer']) {
      for (const path of ['/v1/accesses', '/v1/attempts', '/v1/category-steps']) assert.equal((await api(demo, role, path)).status, 403, `${role} ${path}`)
    }
    const {page} = keep(await open(browser, demo, {role: 'reviewer'}))
    await page.goto('/ops/readings')
    await page.getByText('权限').first().waitFor()
    assert.equal(await page.locator('.row').count(), 0)
  })
}
