// Nobody reads another's by a typed address: every page of a desk by everybody who has no right to it, and what
// is another organisation's or province's on one's own desk.
import assert from 'node:assert/strict'
import {allPages} from './pages.mjs'
import {api, open, settled} from './world.mjs'

const kDeskOf = {developer: 'dev', reviewer: 'review', officer: 'office', operator: 'ops'}
const kSaid = {
  zh: {noRight: {dev: '你没有开发者工作台的权限', review: '你没有审核工作台的权限', office: '你没有网信部门工作台的权限', ops: '你没有运营工作台的权限'}, notFound: '没有找到'},
  en: {noRight: {dev: 'You have no right to the Developer desk', review: 'You have no right to the Review desk', office: 'You have no right to the Authority desk', ops: 'You have no right to the Operator desk'}, notFound: 'Not found'},
}
const deskOf = (path) => Object.values(kDeskOf).find((desk) => path.split(/[/?#]/)[1] === desk)

// What is read of cases, applications and people, beside what every page reads of its own reader.
function readings(page) {
  const read = []
  page.on('request', (request) => {
    const {pathname} = new URL(request.url())
    if (/^\/v1\/(apps|submissions|filings|applications|answers|orders|jobs|people|subjects|orgs|accesses|attempts|events|webhooks|statistics|proposals)/.test(pathname)) read.push(pathname)
  })
  return read
}

// Pages of one's own desk that are about another's: who types the address, and what must not be seen there.
async function othersPages(demo, pages) {
  const theirs = new Set((await api(demo, 'agency', '/v1/apps?limit=200')).body.items.map((one) => one.app))
  const app = (await api(demo, 'developer', '/v1/apps?limit=200')).body.items.find((one) => !theirs.has(one.app) && one.service === 'served')
  const pathOf = (name) => pages.find((one) => one.name === name).path
  const filing = (await api(demo, 'officer_44', '/v1/filings?state=running')).body.items[0]
  const secrets = [app.name, app.subject]
  return [
    {role: 'agency', path: `/dev/apps/${app.app}`, secrets},
    {role: 'agency', path: `/dev/apps/${app.app}/check`, secrets},
    {role: 'agency', path: `/dev/cases/${app.app}/1`, secrets},
    {role: 'agency', path: `/c/${app.app}/1`, secrets},
    {role: 'agency', path: pathOf('dev-application'), secrets: ['subject-']},
    {role: 'agency', path: '/dev/people/person-developer', secrets: ['org-developer']},
    {role: 'developer', path: pathOf('dev-webhook'), secrets: ['无人应答', '/nobody']},
    {role: 'developer', path: pathOf('job'), secrets: ['wx-nobody']},
    {role: 'reviewer', path: pathOf('job'), secrets: ['wx-nobody']},
    {role: 'officer', path: `/office/filings/${filing.app}/${filing.entry}`, secrets: [filing.app_name]},
  ]
}

export async function rightsStory({check, browser, demo}) {
  const pages = (await allPages(demo)).filter((one) => one.name !== 'not-found')
  const names = new Set((await api(demo, 'operator', '/v1/apps?limit=200')).body.items.map((one) => one.name))
  for (const [n, [role, own]] of Object.entries(kDeskOf).entries()) {
    const language = n % 2 === 0 ? 'zh' : 'en'
    const foreign = [...new Set(pages.map((one) => one.path))].filter((path) => deskOf(path) !== undefined && deskOf(path) !== own)
    // R7, R10b: a desk is for those who have its role.
    await check(`no page of another desk is for a ${role} (${foreign.length} addresses, ${language})`, async ({keep}) => {
      const {page, faults} = keep(await open(browser, demo, {role, language}))
      const read = readings(page)
      for (const path of foreign) {
        await page.goto(path)
        await page.getByRole('heading', {name: kSaid[language].noRight[deskOf(path)]}).waitFor()
        const text = await page.locator('main').innerText()
        for (const name of names) assert.ok(!text.includes(name), `${path} tells of ${name}`)
      }
      assert.deepEqual(read, [], 'a page without a right read something')
      assert.deepEqual(faults, [])
    })
  }

  for (const language of ['zh', 'en']) {
    // R10b: what is not one's own does not exist, on one's own desk either.
    await check(`what is another’s does not exist on one’s own desk (${language})`, async ({keep}) => {
      const windows = new Map()
      for (const {role, path, secrets} of await othersPages(demo, pages)) {
        if (!windows.has(role)) windows.set(role, keep(await open(browser, demo, {role, language})))
        const {page, faults} = windows.get(role)
        await page.goto(path)
        await page.getByText(kSaid[language].notFound, {exact: true}).first().waitFor()
        await settled(page)
        const text = await page.locator('main').innerText()
        for (const secret of secrets) assert.ok(!text.includes(secret), `${path} tells a ${role} of ${secret}`)
        assert.deepEqual(faults.filter((one) => !/40[34]/.test(one)), [], path)
      }
    })
  }
}
