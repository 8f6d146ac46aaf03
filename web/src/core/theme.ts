// Light, dark, or as the system says. theme.js has set the class before the first paint.
import {ref} from 'vue'

export type Theme = 'system' | 'light' | 'dark'
const kKey = 'baobei.theme'

function kept(): Theme {
  try {
    const value = localStorage.getItem(kKey)
    return value === 'light' || value === 'dark' ? value : 'system'
  } catch {
    return 'system'
  }
}

export const theme = ref<Theme>(kept())
const system = matchMedia('(prefers-color-scheme: dark)')

function apply(): void {
  const dark = theme.value === 'dark' || (theme.value === 'system' && system.matches)
  document.documentElement.classList.toggle('dark', dark)
}

system.addEventListener('change', apply)

export function setTheme(wanted: Theme): void {
  theme.value = wanted
  try {
    if (wanted === 'system') localStorage.removeItem(kKey)
    else localStorage.setItem(kKey, wanted)
  } catch {
    // storage is refused: as long as the page
  }
  apply()
}
