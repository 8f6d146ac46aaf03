// The browser tests: every story against one demo server, the walk against one of its own. Words choose:
// run.mjs axe developer
import {applicantStory} from './applicant.mjs'
import {axeStory} from './axe.mjs'
import {developerStory} from './developer.mjs'
import {directoryStory} from './directory.mjs'
import {formsStory} from './forms.mjs'
import {frameStory} from './frame.mjs'
import {hostileStory} from './hostile.mjs'
import {materialStory} from './material.mjs'
import {officeStory} from './office.mjs'
import {operatorStory} from './operator.mjs'
import {reviewerStory} from './reviewer.mjs'
import {rightsStory} from './rights.mjs'
import {paperStory} from './paper.mjs'
import {contactStory, picturesStory} from './pictures.mjs'
import {recordsStory} from './records.mjs'
import {riskStory, samplingStory} from './risk.mjs'
import {rulesStory} from './rules.mjs'
import {serveStory} from './serve.mjs'
import {subjectsStory} from './subjects.mjs'
import {versionsStory} from './versions.mjs'
import {webhooksStory} from './webhooks.mjs'
import {walkStory} from './walk.mjs'
import {launch, startDemo} from './world.mjs'

// Those that only look stand before those that use the samples up; what changes the policy stands last.
const kStories = {serve: serveStory, axe: axeStory, rights: rightsStory, developer: developerStory, applicant: applicantStory, reviewer: reviewerStory, office: officeStory, directory: directoryStory, operator: operatorStory, frame: frameStory, versions: versionsStory, webhooks: webhooksStory, pictures: picturesStory, contact: contactStory, paper: paperStory, rules: rulesStory, hostile: hostileStory, forms: formsStory, material: materialStory, risk: riskStory, subjects: subjectsStory, records: recordsStory, sampling: samplingStory}
// One that moves the clock over whole periods, on a server that no other story uses.
const kAlone = {walk: walkStory}
const wanted = process.argv.slice(2)
const chosen = (stories) => Object.entries(stories).filter(([name]) => wanted.length === 0 || wanted.includes(name))
const browser = await launch()
let passed = 0
const failures = []

// One thing that must hold, and whether it did; its windows are closed whatever happens.
async function check(name, body) {
  const began = Date.now()
  const windows = []
  let held = false
  try {
    await body({keep: (window) => (windows.push(window), window)})
    ++passed
    held = true
    console.log(`ok   ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  } catch (error) {
    failures.push(name)
    console.log(`FAIL ${name}\n     ${String(error?.stack ?? error).split('\n').slice(0, 6).join('\n     ')}`)
    for (const [n, window] of windows.entries()) {
      await window.page.screenshot({path: `/tmp/baobei-e2e-${failures.length}-${n}.png`}).catch(() => undefined)
      if (window.faults.length) console.log(`     page: ${[...new Set(window.faults)].slice(0, 4).join('; ')}`)
    }
  }
  for (const window of windows) await window.context.close().catch(() => undefined)
  return held
}

async function tell(stories, options) {
  if (stories.length === 0) return
  const demo = await startDemo(options)
  try {
    for (const [, story] of stories) await story({check, browser, demo})
  } finally {
    await demo.stop()
  }
}

try {
  await tell(chosen(kStories))
  await tell(chosen(kAlone), {cases: 1, still: true})
} finally {
  await browser.close()
}
console.log(`${passed} passed, ${failures.length} failed`)
process.exit(failures.length === 0 ? 0 : 1)
