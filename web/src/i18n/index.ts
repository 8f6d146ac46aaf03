// Two languages, switched without reload; each is fetched when it is first wanted, and in two parts: what
// the first list says, and what every other page says.
import {computed, ref, watchEffect} from 'vue'
import {createI18n} from 'vue-i18n'
import type {TextPair} from '@/api/types'

export type Language = 'zh' | 'en'

const kKey = 'baobei.language'

function wished(): Language {
  try {
    const kept = localStorage.getItem(kKey)
    if (kept === 'zh' || kept === 'en') return kept
  } catch {
    // storage is refused: the browser decides
  }
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

export const language = ref<Language>(wished())

export const i18n = createI18n<false>({
  legacy: false,
  locale: language.value,
  fallbackLocale: [],
  missingWarn: true,
  messages: {},
})

type Part = () => Promise<{default: object}>
const first: Record<Language, Part> = {zh: () => import('./zh/first'), en: () => import('./en/first')}
const more: Record<Language, Part> = {zh: () => import('./zh/more'), en: () => import('./en/more')}
const all = new Set<Language>() // of which every word is here
let wantsAll = false

// Every word of the language that is spoken, now and after each change. Throws where it cannot be fetched.
export async function allWords(wanted: Language = language.value): Promise<void> {
  wantsAll = true
  if (all.has(wanted)) return
  i18n.global.mergeLocaleMessage(wanted, (await more[wanted]()).default)
  all.add(wanted)
}

// A part of a page that comes later, with the words it may say.
export const withWords =
  <Loaded>(load: () => Promise<Loaded>) =>
  (): Promise<Loaded> =>
    Promise.all([load(), allWords()]).then(([loaded]) => loaded)

export async function speak(wanted: Language): Promise<void> {
  if (!all.has(wanted)) i18n.global.setLocaleMessage(wanted, (await first[wanted]()).default as never)
  if (wantsAll) await allWords(wanted)
  i18n.global.locale.value = wanted
  language.value = wanted
  try {
    localStorage.setItem(kKey, wanted)
  } catch {
    // storage is refused: kept for this page alone
  }
}

watchEffect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'
})

// Of a pair that the API gave.
export const inLanguage = computed(
  () => (text: TextPair | undefined) => (text === undefined ? '' : text[language.value]),
)

// `title_zh` / `title_en` and the like.
export function pick(object: object, name: string): string {
  const value = (object as Record<string, unknown>)[`${name}_${language.value}`]
  return typeof value === 'string' ? value : ''
}
