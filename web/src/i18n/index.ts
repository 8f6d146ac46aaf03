// Two languages, switched without reload; each is fetched when it is first wanted.
import {computed, ref, watchEffect} from 'vue'
import {createI18n} from 'vue-i18n'
import type {TextPair} from '@/api/types'
import type {Messages} from './zh'

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

const loaders: Record<Language, () => Promise<{default: Messages}>> = {
  zh: () => import('./zh'),
  en: () => import('./en'),
}

export async function speak(wanted: Language): Promise<void> {
  const messages = await loaders[wanted]()
  i18n.global.setLocaleMessage(wanted, messages.default as never)
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
