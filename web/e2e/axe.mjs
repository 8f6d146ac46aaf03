// No page has a serious accessibility fault, in either language, light or dark.
import {createRequire} from 'node:module'
import {allPages} from './pages.mjs'
import {open, settled} from './world.mjs'

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const {readFileSync} = await import('node:fs')
const axeSource = readFileSync(axeFile, 'utf8')
const kBad = ['serious', 'critical']

export async function faultsOf(page) {
  // By the debugger's door, past the page's own policy.
  await page.evaluate(axeSource)
  const result = await page.evaluate(() => globalThis.axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}))
  return result.violations
    .filter((one) => kBad.includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.slice(0, 2).map((node) => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).join(' | ')}`)
}

export async function axeStory({check, browser, demo}) {
  const pages = await allPages(demo)
  for (const variant of [
    {language: 'zh', theme: 'light', width: 1440},
    {language: 'en', theme: 'dark', width: 1440},
    {language: 'en', theme: 'light', width: 390},
  ]) {
    const windows = new Map()
    for (const one of pages) {
      await check(`axe ${one.name} ${variant.language} ${variant.theme} ${variant.width}`, async () => {
        if (!windows.has(one.role)) windows.set(one.role, await open(browser, demo, {...variant, role: one.role}))
        const window = windows.get(one.role)
        window.faults.length = 0
        await window.page.goto(one.path)
        await settled(window.page)
        const faults = await faultsOf(window.page)
        if (faults.length > 0) throw new Error(faults.join('\n'))
        if (window.faults.length > 0) throw new Error(window.faults.join('\n'))
      })
    }
    for (const window of windows.values()) await window.context.close()
  }
}
