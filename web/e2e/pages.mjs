// Every page of the desks with somebody who may see it: for pictures and for the accessibility test.
import {packOf} from './rule_packs.mjs'
import {api} from './world.mjs'

async function firstOf(demo, role, path, wanted = () => true) {
  const {body} = await api(demo, role, path)
  return body.items.find(wanted) ?? body.items[0]
}

// A job whose every item is refused: there to be looked at, and it uses no sample up.
async function someJob(demo) {
  const items = ['wx-nobody', 'wx-nobody-else'].map((app) => ({app, entry: 1, digest: '0'.repeat(64), verdict: 'pass'}))
  return (await api(demo, 'officer', '/v1/jobs', {method: 'POST', body: JSON.stringify({kind: 'filing_answers', items})})).body?.job
}

// A webhook of the agency that nobody answers, so that its ledger shows a failure; paused, so that it is
// the only one. That of a run before serves as well.
const kNobody = '无人应答'
async function someWebhook(demo) {
  if (demo.receiver === undefined) return undefined
  const before = (await api(demo, 'agency', '/v1/webhooks')).body.items.find((one) => one.label === kNobody)
  if (before !== undefined) return before.webhook
  const made = await api(demo, 'agency', '/v1/webhooks', {method: 'POST', body: JSON.stringify({url: `http://127.0.0.1:${demo.receiver}/nobody`, label: kNobody})})
  const {webhook} = made.body
  if (webhook === undefined) return undefined
  await api(demo, 'agency', `/v1/webhooks/${webhook}/test`, {method: 'POST'})
  for (let tries = 0; tries < 50; ++tries) {
    const {body} = await api(demo, 'agency', `/v1/webhooks/${webhook}/attempts`)
    if (body.items?.length > 0) break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  await api(demo, 'agency', `/v1/webhooks/${webhook}/pause`, {method: 'POST'})
  return webhook
}

// Somebody with these roles, granted by two operators, who signs in with a password. Kept among the sign-ins.
async function somebody(demo, name, roles) {
  if (demo.people.tokens[name] !== undefined) return
  const person = `${name}-${Date.now()}`
  const password = 'a long enough password'
  const send = (role, path, body) => api(demo, role, path, {method: body?.roles ? 'PUT' : 'POST', ...(body === undefined ? {} : {body: JSON.stringify(body)})})
  await send('operator', `/v1/people/${person}`, {org: 'org-platform', name: '审计员', roles})
  const {items} = (await api(demo, 'second_operator', '/v1/proposals?state=proposed&limit=200')).body
  const {proposal} = items.find((one) => one.person.person === person)
  const {invitation} = (await send('second_operator', `/v1/proposals/${proposal}/confirm`)).body
  await send('operator', '/v1/invitations/redeem', {invitation: invitation.invitation, password})
  demo.people.tokens[name] = (await send('operator', '/v1/sign-in', {person, password})).body.token
}
export const someAuditor = (demo) => somebody(demo, 'auditor', ['auditor'])

// A version of catalogue, policy or rules that waits for its second operator; ten of a kind may wait, so
// that of a run before serves as well.
async function someVersion(demo, kind, change) {
  const {items} = (await api(demo, 'operator', `/v1/${kind}/versions?limit=200`)).body
  const before = items.find((one) => one.state === 'proposed' && one.version.startsWith(`seen-${kind}-`))
  if (before !== undefined) return before.version
  const from = Date.parse((await api(demo, 'operator', '/v1/server')).body.time) + 48 * 3_600_000
  const body = {version: `seen-${kind}-${Date.now()}`, effective_from: new Date(from).toISOString(), reason: '看一看', ...change}
  const made = await api(demo, 'operator', `/v1/${kind}/versions`, {method: 'POST', body: JSON.stringify(body)})
  if (made.status !== 202) throw new Error(`${kind}: ${made.status} ${JSON.stringify(made.body)}`)
  return made.body.version
}
async function someCatalogue(demo) {
  const [{version}] = (await api(demo, 'operator', '/v1/catalogue/versions')).body.items.filter((one) => ['in_force', 'shipped'].includes(one.state))
  const name = 'categories/social.toml'
  const {files} = (await api(demo, 'operator', `/v1/catalogue/versions/${version}?file=${encodeURIComponent(name)}`)).body
  const text = files.find((one) => one.name === name).text
  return someVersion(demo, 'catalogue', {files: [{name, text: text.replace(/zh = "([^"]+)"/, 'zh = "$1（试行）"')}]})
}
async function somePolicy(demo) {
  const {parameters} = (await api(demo, 'operator', '/v1/policy')).body
  const one = parameters.find(({form, fixed}) => form === 'count' && !fixed)
  return someVersion(demo, 'policy', {parameters: {[one.name]: one.value + 1}})
}
// A rehearsal that has ended, of packs that nobody confirmed.
async function someRehearsal(demo, version) {
  const begun = await api(demo, 'operator', '/v1/rules/rehearsals', {method: 'POST', body: JSON.stringify({version, packages: 8})})
  const path = `/v1/rules/rehearsals/${begun.body.rehearsal}`
  for (let tries = 0; tries < 600; ++tries) {
    if ((await api(demo, 'operator', path)).body.state !== 'running') break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return begun.body.rehearsal
}

// Addresses that have no page of their own to be tried.
export const kUntried = {
  '/c/:app/:no(\\d+)?': 'leads on to the case on the reader’s own desk',
}

export async function allPages(demo) {
  await someAuditor(demo)
  await somebody(demo, 'several', ['reviewer', 'operator'])
  const rules = await someVersion(demo, 'rules', {files: [{name: 'packs/seen-greeting.toml', text: packOf('high', {id: 'seen-greeting'})}]})
  const rehearsal = await someRehearsal(demo, rules)
  const catalogue = await someCatalogue(demo)
  const policy = await somePolicy(demo)
  const job = await someJob(demo)
  const webhook = await someWebhook(demo)
  const submission = (role, state, wanted) => firstOf(demo, role, `/v1/submissions?state=${state}&limit=100`, wanted)
  const developerCase = async (state, name) => {
    const item = await submission('developer', state)
    return item && {name: `dev-case-${name}`, role: 'developer', path: `/dev/cases/${item.app}/${item.submission}`}
  }
  const apps = (await api(demo, 'developer', '/v1/apps?limit=200')).body.items
  const ordered = apps.find((one) => one.service === 'take_down_ordered')
  const served = apps.find((one) => one.service === 'served')
  const applications = (await api(demo, 'operator', '/v1/applications?limit=200')).body.items
  const applied = applications.find((one) => one.state === 'applied')
  const refused = applications.find((one) => one.state === 'refused')
  const review = await submission('reviewer', 'reviewing')
  const forum = await submission('reviewer', 'reviewing', (one) => /论坛|社区|书友|圈/.test(one.app_name))
  const running = await firstOf(demo, 'officer', '/v1/filings?state=running')
  const silent = await firstOf(demo, 'officer', '/v1/filings?state=silent')
  const failed = await firstOf(demo, 'officer', '/v1/filings?state=failed')
  const appealed = []
  for (const item of (await api(demo, 'second_reviewer', '/v1/submissions?state=refused&limit=50')).body.items) {
    const {body} = await api(demo, 'second_reviewer', `/v1/apps/${item.app}/submissions/${item.submission}`)
    if (body.appealed) appealed.push(item)
  }
  const pages = [
    {name: 'desks', role: 'several', path: '/'},
    {name: 'sign-in', path: '/sign-in'},
    {name: 'not-found', role: 'developer', path: '/dev/nowhere'},
    {name: 'no-right', role: 'developer', path: '/review'},
    {name: 'invitation', path: '/invitation#bi_x'},
    {name: 'settings', role: 'developer', path: '/settings'},
    {name: 'inbox', role: 'developer', path: '/inbox'},
    {name: 'jobs', role: 'officer', path: '/jobs'},
    job && {name: 'job', role: 'officer', path: `/jobs/${job}`},
    {name: 'dev-home', role: 'developer', path: '/dev'},
    {name: 'dev-agency', role: 'agency', path: '/dev'},
    {name: 'dev-apps', role: 'developer', path: '/dev/apps'},
    {name: 'dev-app', role: 'developer', path: `/dev/apps/${served.app}`},
    {name: 'dev-submit', role: 'developer', path: `/dev/apps/${demo.people.app}/check`},
    {name: 'dev-categories', role: 'developer', path: '/dev/categories'},
    {name: 'dev-category', role: 'developer', path: `/dev/categories/aigc-ai-chat?subject=${served.subject}`},
    {name: 'dev-webhooks', role: 'developer', path: '/dev/webhooks'},
    webhook && {name: 'dev-webhook', role: 'agency', path: `/dev/webhooks/${webhook}`},
    {name: 'dev-people', role: 'developer', path: '/dev/people'},
    {name: 'dev-person', role: 'developer', path: '/dev/people/person-developer'},
    {name: 'dev-applications', role: 'developer', path: '/dev/applications'},
    refused && {name: 'dev-application', role: 'developer', path: `/dev/applications/${refused.application}`},
    refused && {name: 'dev-apply-again', role: 'developer', path: `/dev/categories/${refused.category}?subject=${refused.subject}`},
    await developerCase('filing', 'filing'),
    await developerCase('pre_launch', 'pre-launch'),
    await developerCase('waiting_for_developer', 'question'),
    await developerCase('refused', 'refused'),
    await developerCase('filing_failed', 'failed'),
    await developerCase('releasable', 'releasable'),
    ordered && {name: 'dev-case-ordered', role: 'developer', path: `/dev/cases/${ordered.app}/1`},
    {name: 'review-queue', role: 'reviewer', path: '/review'},
    {name: 'review-appeals', role: 'second_reviewer', path: '/review/appeals'},
    {name: 'review-mine', role: 'reviewer', path: '/review/mine'},
    {name: 'review-case', role: 'reviewer', path: `/review/cases/${review.app}/${review.submission}`},
    ...['changes', 'code&at=pages/home/home.js:12', 'preview', 'texts', 'pictures', 'thread', 'history'].map((tab) => ({name: `review-${/^\w+/.exec(tab)[0]}`, role: 'reviewer', path: `/review/cases/${forum.app}/${forum.submission}?tab=${tab}`})),
    appealed[0] && {name: 'review-appeal', role: 'second_reviewer', path: `/review/cases/${appealed[0].app}/${appealed[0].submission}?tab=thread`},
    {name: 'office-home', role: 'officer', path: '/office'},
    {name: 'office-silent', role: 'officer', path: '/office?state=silent'},
    {name: 'office-dossier', role: 'officer', path: `/office/filings/${running.app}/${running.entry}`},
    {name: 'office-late', role: 'officer', path: `/office/filings/${silent.app}/${silent.entry}`},
    {name: 'office-failed', role: 'officer', path: `/office/filings/${failed.app}/${failed.entry}`},
    {name: 'office-none', role: 'officer_11', path: '/office?state=without_period'},
    {name: 'office-register', role: 'officer', path: '/office/register'},
    {name: 'office-orders', role: 'officer', path: '/office/orders'},
    {name: 'office-answers-late', role: 'officer', path: '/office/register?late=1'},
    {name: 'office-second', role: 'officer', path: '/office/second'},
    {name: 'office-figures', role: 'officer', path: '/office/figures'},
    {name: 'office-offline', role: 'officer', path: '/office/offline'},
    {name: 'ops-home', role: 'operator', path: '/ops'},
    {name: 'ops-applications', role: 'operator', path: '/ops/applications'},
    applied && {name: 'ops-application', role: 'operator', path: `/ops/applications/${applied.application}`},
    {name: 'ops-audit', role: 'operator', path: '/ops/audit'},
    {name: 'ops-readings', role: 'operator', path: '/ops/readings'},
    {name: 'ops-changes', role: 'operator', path: '/ops/changes'},
    {name: 'ops-refused', role: 'operator', path: '/ops/readings?view=refused'},
    {name: 'ops-catalogue', role: 'operator', path: '/ops/catalogue'},
    {name: 'ops-category', role: 'operator', path: '/ops/catalogue/social-forum'},
    {name: 'ops-versions', role: 'operator', path: '/ops/catalogue/versions'},
    {name: 'ops-version', role: 'second_operator', path: `/ops/catalogue/versions/${catalogue}`},
    {name: 'ops-policy', role: 'operator', path: '/ops/policy'},
    {name: 'ops-policy-version', role: 'second_operator', path: `/ops/policy/versions/${policy}`},
    {name: 'ops-rules', role: 'operator', path: '/ops/rules'},
    {name: 'ops-rehearsal', role: 'operator', path: `/ops/rules?rehearsal=${rehearsal}`},
    {name: 'ops-rules-version', role: 'second_operator', path: `/ops/rules/versions/${rules}`},
    {name: 'ops-rules-own', role: 'operator', path: '/ops/rules/versions/builtin'},
    {name: 'ops-proposals', role: 'operator', path: '/ops/proposals'},
    {name: 'ops-handover', role: 'operator', path: '/ops/handover'},
    {name: 'ops-apps', role: 'operator', path: '/ops/apps'},
    {name: 'ops-app', role: 'operator', path: `/ops/apps/${(ordered ?? served).app}`},
    ...['orgs', 'subjects', 'rights', 'figures'].map((name) => ({name: `ops-${name}`, role: 'operator', path: `/ops/${name}`})),
    {name: 'ops-org', role: 'operator', path: '/ops/orgs/org-developer'},
    {name: 'ops-person', role: 'operator', path: '/ops/people/person-officer'},
    {name: 'ops-health', role: 'operator', path: '/ops/health'},
    ...['', '/proposals', '/handover', '/policy', '/rules', '/orgs', '/health', `/apps/${served.app}`].map((path) => ({name: `audit${path.split('/')[1] ? `-${path.split('/')[1]}` : ''}`, role: 'auditor', path: `/ops${path}`})),
  ]
  // A sample that the demo no longer has must not take its page out of sight.
  if (!pages.every(Boolean)) throw new Error(`no sample for the page behind ${pages[pages.findIndex((one) => !one) - 1]?.name}`)
  return pages
}
