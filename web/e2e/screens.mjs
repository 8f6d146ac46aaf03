// Pictures of every page, in both languages, at both widths, light and dark: build/screens/.
// Words narrow it: screens.mjs dev-home zh 390 light; empty, much or error show lists in that mood.
import {mkdir} from 'node:fs/promises'
import {join} from 'node:path'
import {kMoods, setMood} from './moods.mjs'
import {allPages} from './pages.mjs'
import {launch, open, root, settled, startDemo} from './world.mjs'

const words = process.argv.slice(2)
const kVariants = ['zh', 'en'].flatMap((language) => [1440, 390].flatMap((width) => ['light', 'dark'].map((theme) => ({language, width, theme}))))
const wanted = (name, {language, width, theme}) => {
  const have = [name, language, String(width), theme]
  const names = words.filter((word) => !['zh', 'en', '1440', '390', 'light', 'dark', 'full', ...kMoods].includes(word))
  const rest = words.filter((word) => ['zh', 'en', '1440', '390', 'light', 'dark'].includes(word))
  const groups = [['zh', 'en'], ['1440', '390'], ['light', 'dark']]
  return (names.length === 0 || names.some((one) => name.startsWith(one))) && groups.every((group) => !rest.some((one) => group.includes(one)) || rest.some((one) => group.includes(one) && have.includes(one)))
}
const full = words.includes('full')
const mood = kMoods.find((one) => words.includes(one))

const demo = await startDemo()
const browser = await launch()
const folder = join(root, 'build/screens')
await mkdir(folder, {recursive: true})
let made = 0
let faulty = 0
try {
  const pages = await allPages(demo)
  for (const variant of kVariants) {
    for (const page of pages) {
      if (!wanted(page.name, variant)) continue
      const window = await open(browser, demo, {...variant, role: page.role, height: variant.width === 390 ? 844 : 900})
      if (mood !== undefined) await setMood(window.page, mood)
      await window.page.goto(page.path)
      await settled(window.page)
      await window.page.waitForTimeout(300)
      const file = join(folder, `${page.name}${mood === undefined ? '' : `-${mood}`}-${variant.language}-${variant.width}-${variant.theme}.png`)
      await window.page.screenshot({path: file, fullPage: full})
      const sideways = await window.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      // Answers that fail are what moods are about: of rows that are made up nobody knows more.
      if (mood !== undefined) window.faults.splice(0, Infinity, ...window.faults.filter((one) => !one.includes('Failed to load resource')))
      if (sideways > 0) window.faults.push(`scrolls sideways by ${sideways} px`)
      if (window.faults.length > 0) {
        ++faulty
        console.error(`${page.name} ${variant.language} ${variant.width} ${variant.theme}: ${[...new Set(window.faults)].join('; ')}`)
      }
      ++made
      await window.context.close()
    }
  }
} finally {
  await browser.close()
  await demo.stop()
}
console.log(`${made} pictures in build/screens, ${faulty} with faults`)
process.exit(faulty === 0 ? 0 : 1)
