// Who is responsible at a subject, as operators keep it: named, changed, erased; wrong numbers are refused
// in place, and an auditor changes nothing.
import assert from 'node:assert/strict'
import {someAuditor} from './pages.mjs'
import {api, open, settled} from './world.mjs'

const kSubject = 'subject-beijing'
const kSaid = {
  zh: {open: '责任人', add: /^(登记联系人|更改)$/, name: '姓名', phone: '电话', save: '保存联系人', saved: '已登记责任人', erase: '清除', lost: '姓名和电话清除后不能恢复', none: '还没有登记责任人'},
  en: {open: 'Person responsible', add: /^(Name a contact|Change)$/, name: 'Name', phone: 'Telephone', save: 'Save the contact', saved: 'The person responsible is named', erase: 'Erase', lost: 'cannot be brought back', none: 'Nobody is named yet'},
}

export async function subjectsStory({check, browser, demo}) {
  for (const [n, variant] of [{language: 'zh', width: 1440}, {language: 'en', width: 390, height: 844}].entries()) {
    const words = kSaid[variant.language]
    await check(`an operator names who is responsible at a subject, and erases it (${variant.language})`, async ({keep}) => {
      const {page, faults} = keep(await open(browser, demo, {role: 'operator', ...variant}))
      await page.goto('/ops/subjects')
      const row = page.locator('.row', {hasText: kSubject})
      await row.getByRole('button', {name: words.open}).click()
      await page.waitForURL(/contact=subject-beijing/)
      await row.getByRole('button', {name: words.add}).click()
      const save = row.getByRole('button', {name: words.save})
      await row.getByLabel(words.name, {exact: true}).fill('')
      assert.ok(await save.isDisabled())
      await row.getByLabel(words.name, {exact: true}).fill('<b>值班室</b>')
      await row.getByLabel(words.phone, {exact: true}).fill('12')
      await save.click()
      await row.locator('[role=alert]').waitFor()
      assert.equal(await row.getByLabel(words.phone, {exact: true}).inputValue(), '12')
      const phone = `010-0000 10${n}0`
      await row.getByLabel(words.phone, {exact: true}).fill(phone)
      await save.click()
      await page.getByText(words.saved).waitFor()
      await row.getByText('<b>值班室</b>').waitFor()
      await row.locator(`a[href="tel:+8610000010${n}0"]`).waitFor()
      assert.equal(await row.locator('[role=alert]').count(), 0)
      const kept = (await api(demo, 'operator', `/v1/subjects/${kSubject}/contact`)).body
      assert.equal(kept.name, '<b>值班室</b>')
      assert.equal(kept.phone, `+8610000010${n}0`)
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, 'scrolls sideways')
      // Whoever comes by the address sees the same.
      await page.reload()
      await row.getByText('<b>值班室</b>').waitFor()
      await row.getByRole('button', {name: `${words.erase} ${kSubject}`}).click()
      await row.getByText(words.lost).waitFor()
      await row.getByRole('button', {name: words.erase, exact: true}).click()
      await row.getByText(words.none).waitFor()
      assert.equal((await api(demo, 'operator', `/v1/subjects/${kSubject}/contact`)).body.phone, undefined)
      assert.deepEqual(faults.filter((fault) => !/400/.test(fault)), [])
    })
  }

  await check('an auditor changes no contact, and another organisation’s developer sees none', async ({keep}) => {
    await someAuditor(demo)
    const {page} = keep(await open(browser, demo, {role: 'auditor'}))
    await page.goto(`/ops/subjects?contact=${kSubject}`)
    await page.locator('.row', {hasText: kSubject}).waitFor()
    await settled(page)
    assert.equal(await page.getByRole('button', {name: kSaid.zh.add}).count(), 0)
    assert.equal((await api(demo, 'agency', `/v1/subjects/${kSubject}/contact`)).status, 404)
  })
}
