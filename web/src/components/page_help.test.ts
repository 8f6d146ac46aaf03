// The help tells of the page and its words; of keys only where there is a keyboard.
import {afterEach, describe, expect, it, vi} from 'vitest'
import {createMemoryHistory, createRouter, type RouteRecordRaw} from 'vue-router'
import {leavePages, show} from '@/core/test_page'
import en from '@/i18n/en'
import {routes} from '@/router'
import PageHelp from './PageHelp.vue'

vi.mock('./ModalDialog.vue', () => ({default: {template: '<div><slot /></div>'}}))
afterEach(leavePages)
const narrow = (is: boolean): void => {
  vi.stubGlobal('matchMedia', (query: string) => ({matches: is && query.includes('max-width'), addEventListener: () => undefined, removeEventListener: () => undefined}))
}
const said = async (isNarrow: boolean): Promise<string> => {
  narrow(isNarrow)
  return (await show(PageHelp, {language: 'en', address: '/x', answers: {}})).text()
}

describe('the help', () => {
  it('names the keys on a wide page and the terms on both', async () => {
    const wide = await said(false)
    expect(wide).toContain('Keyboard shortcuts')
    expect(wide).toContain('7 × 24 hours from the notice')
  })
  it('names no keys where the page is narrow', async () => {
    const words = await said(true)
    expect(words).not.toContain('Keyboard shortcuts')
    expect(words).toContain('7 × 24 hours from the notice')
  })
  it('has a sentence for every page', () => {
    const titles = (all: readonly RouteRecordRaw[]): string[] => all.flatMap((one) => [...(one.meta?.title === undefined ? [] : [one.meta.title]), ...titles(one.children ?? [])])
    const named = [...new Set(titles(createRouter({history: createMemoryHistory(), routes}).options.routes))].sort()
    expect(Object.keys(en.help.page).sort()).toEqual(named)
  })
})
