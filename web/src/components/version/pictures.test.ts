// The pictures of a version: small and large, each asked for once; what is none, too large, broken or not
// read says so; names of packages are text.
import {flushPromises, type VueWrapper} from '@vue/test-utils'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {hasHan, leavePages, me, refused, show, type Answers} from '@/core/test_page'
import type {VersionFile} from '@/api/versions'
import type {Language} from '@/i18n'
import PicturesView from './PicturesView.vue'

vi.mock('@/components/ModalDialog.vue', () => ({default: {props: ['title'], template: '<div class="dialog">{{ title }}<slot /></div>'}}))
const kDigest = 'd'.repeat(64)
const file = (path: string, change: Partial<VersionFile> = {}): VersionFile => ({path, kind: 'image', size: 2048, content: path.padEnd(64, '0').slice(0, 64), ...change}) as VersionFile
const picture = (type = 'image/png'): Response => new Response(new Uint8Array([137, 80, 78, 71]), {headers: {'Content-Type': type}})
const address = (path: string): string => `GET /v1/apps/wx1/packages/${kDigest}/pictures/${encodeURIComponent(path)}`
const open = (files: VersionFile[], answers: Answers = {}, language: Language = 'en') =>
  show(PicturesView, {language, address: '/x', me: me(['officer']), props: {app: 'wx1', digest: kDigest, files}, answers: {...Object.fromEntries(files.map((one) => [address(one.path), picture()])), ...answers}})
const captions = (page: VueWrapper): string[] => page.findAll('figcaption code').map((one) => one.text())

let made = 0
beforeEach(() => {
  made = 0
  vi.stubGlobal('IntersectionObserver', undefined)
  URL.createObjectURL = vi.fn(() => `blob:desk/${++made}`)
  URL.revokeObjectURL = vi.fn()
})
afterEach(() => {
  leavePages()
  document.body.innerHTML = ''
})

describe.each(['zh', 'en'] as const)('pictures of a version, in %s', (language) => {
  it('are shown small with path, size and an alternative in words', async () => {
    const {page, text} = await open([file('images/a.png'), file('images/b.jpg', {content: file('images/a.png').content}), file('a.mp3', {kind: 'media'})], {}, language)
    expect(page.findAll('.grid img').map((one) => one.attributes('src'))).toEqual(['blob:desk/1', 'blob:desk/2'])
    expect(page.find('img').attributes('alt')).toContain('images/a.png')
    expect(captions(page)).toEqual(['images/a.png', 'images/b.jpg'])
    expect(text()).toContain(language === 'zh' ? '2 个相同文件' : '2 files alike')
    expect(page.find('.rest').text()).toContain('a.mp3')
    expect(hasHan(text())).toBe(language === 'zh')
  })
  it('say why one is not shown', async () => {
    const files = ['none.png', 'huge.png', 'cut.png', 'lost.png', 'v.svg'].map((path) => file(path))
    const {page, text, of} = await open(files, {[address('none.png')]: refused(415, 'not_a_picture'), [address('huge.png')]: refused(413, 'too_large'), [address('lost.png')]: refused(503, 'busy')}, language)
    await page.find('.grid img').trigger('error') // cut short: the browser could not draw it
    expect(page.findAll('.grid img')).toHaveLength(0)
    expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:desk/1')
    const said = page.findAll('.thumb').map((one) => one.text())
    const [none, huge, cut, lost, vector] = said
    expect(none).toBe(vector)
    expect(new Set([none, huge, cut, lost]).size).toBe(4)
    expect(of('GET', `/v1/apps/wx1/packages/${kDigest}/pictures/v.svg`)).toHaveLength(0)
    expect(hasHan(text())).toBe(language === 'zh')
  })
})

describe('a picture', () => {
  it('that was not read is asked for again when wanted', async () => {
    let lost = true
    const {page, button, of} = await open([file('a.png')], {[address('a.png')]: () => (lost ? refused(503, 'busy') : picture())})
    lost = false
    await button('Try again').trigger('click')
    await flushPromises()
    expect(page.findAll('.grid img')).toHaveLength(1)
    expect(of('GET', `/v1/apps/wx1/packages/${kDigest}/pictures/a.png`)).toHaveLength(2)
  })
  it('opens large, the arrows lead on and round, and its bytes are not asked for again', async () => {
    const {page, of} = await open([file('a.png'), file('b.png')])
    await page.findAll('button.thumb')[1]?.trigger('click')
    await flushPromises()
    expect(page.find('.dialog').text()).toContain('Picture 2 of 2')
    expect(page.find('.dialog img').attributes('src')).toBe('blob:desk/2')
    document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}))
    await flushPromises()
    expect(page.find('.dialog').text()).toContain('Picture 1 of 2')
    expect(page.find('.dialog img').attributes('src')).toBe('blob:desk/1')
    expect(of('GET', `/v1/apps/wx1/packages/${kDigest}/pictures/a.png`)).toHaveLength(1)
  })
  it('is drawn as nothing but what the server found in it', async () => {
    const {page} = await open([file('a.png')], {[address('a.png')]: picture('image/svg+xml')})
    expect(page.findAll('.grid img')).toHaveLength(0)
    expect(page.find('.thumb').text()).toContain('No PNG')
  })
  it('with a hostile name has it as text, what turns it shown', async () => {
    const {page} = await open([file('images/<img src=x onerror=1>\u202egnp.exe.png')])
    expect(captions(page)).toEqual(['images/<img src=x onerror=1>⟨U+202E⟩gnp.exe.png'])
    expect(page.findAll('img')).toHaveLength(1)
    expect(page.find('img').attributes('alt')).not.toContain('\u202e')
  })
  it('waits for its turn: few at a time, and those in sight alone', async () => {
    const seen: ((entries: {isIntersecting: boolean; target: Element}[]) => void)[] = []
    const watched: Element[] = []
    vi.stubGlobal('IntersectionObserver', class {
      constructor(tell: (typeof seen)[0]) {
        seen.push(tell)
      }
      observe(one: Element): void {
        watched.push(one)
      }
      unobserve(): void {}
      disconnect(): void {}
    })
    let running = 0
    let most = 0
    const free: (() => void)[] = []
    const slow = async (): Promise<Response> => {
      most = Math.max(most, ++running)
      await new Promise<void>((resolve) => free.push(resolve))
      --running
      return picture()
    }
    const files = Array.from({length: 9}, (_, n) => file(`${n}.png`))
    const {page, asked} = await open(files, Object.fromEntries(files.map((one) => [address(one.path), slow])))
    const wanted = () => asked.filter((one) => one.path.includes('/pictures/')).length
    expect(wanted()).toBe(0)
    seen[0]?.(watched.slice(0, 6).map((target) => ({isIntersecting: true, target})))
    await flushPromises()
    expect(wanted()).toBe(4)
    for (let n = 0; n < 6; ++n) {
      free.shift()?.()
      await flushPromises()
    }
    expect([wanted(), most]).toEqual([6, 4])
    expect(page.findAll('.grid img')).toHaveLength(6)
  })
  it('gives its address back when the page goes', async () => {
    await open([file('a.png')])
    leavePages()
    expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:desk/1')
  })
})
