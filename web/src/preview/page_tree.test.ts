import {readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {drawPage, kDrawnMax, type Drawn} from './page_tree'
import {textsOf} from './page_texts'
import {joined, pagesOf, parsedJson} from './paths'

const reader = (files: Record<string, string>) => async (path: string): Promise<string | undefined> => files[path]
const all = (nodes: readonly Drawn[]): Drawn[] => nodes.flatMap((one) => [one, ...all(one.k ?? [])])
const said = (nodes: readonly Drawn[]): string => all(nodes).map((one) => one.t ?? '').join('')

describe('a drawn page', () => {
  it('shows its template over its literal data', async () => {
    const page = await drawPage('p/p', reader({
      'app.json': '{"window":{"navigationBarTitleText":"小店","navigationBarBackgroundColor":"#1f6feb"},"tabBar":{"list":[{"pagePath":"p/p","text":"首页"}]}}',
      'p/p.js': "Page({data: {list: [{n: '甲'}, {n: '乙'}], on: false, later: load()}})",
      'p/p.wxml': '<view wx:if="{{on}}">开</view><view wx:elif="{{list.length > 5}}">多</view><view wx:else>关</view><text wx:for="{{list}}" wx:for-index="at">{{at}}{{item.n}}</text>{{later}}',
      'p/p.wxss': '.a{width:750rpx}',
    }))
    expect(page.title).toBe('小店')
    expect(page.bar).toEqual({background: '#1f6feb', dark: false, hidden: false})
    expect(page.tabs).toHaveLength(1)
    expect(said(page.nodes)).toBe('关0甲1乙⟨later⟩')
    expect(page.css).toContain('width:375px')
    expect(page.notes).toContainEqual({kind: 'computed', what: 'later'})
  })
  it('puts components in, with their properties and their own styles', async () => {
    const page = await drawPage('p/p', reader({
      'p/p.json': '{"usingComponents":{"post-card":"../c/card","gone":"/c/gone","far":"plugin://x/y"}}',
      'p/p.js': "Page({data: {one: {t: '题'}}})",
      'p/p.wxml': '<post-card post="{{one}}">内</post-card><gone/><far/><nobody/>',
      'c/card.wxml': '<view class="card">{{post.t}}<slot/></view>',
      'c/card.js': 'Component({properties: {post: Object}})',
      'c/card.wxss': '.card{top:2rpx}',
    }))
    expect(said(page.nodes)).toContain('题内')
    expect(all(page.nodes).find((one) => one.c === 'card')?.s).toBe('1')
    expect(page.css).toBe('.card[data-c="1"]{top:1px}')
    expect(page.notes.filter((one) => one.kind === 'component')).toHaveLength(3)
  })
  it('ends where components hold themselves, lists have no end, templates call themselves', async () => {
    const page = await drawPage('p', reader({
      'p.json': '{"usingComponents":{"a":"p"}}',
      'p.js': 'Page({data: {n: 1e9}})',
      'p.wxml': '<a/><template name="t"><template is="t"/></template><template is="t" data="{{n}}"/><include src="p"/><view wx:for="{{n}}"><view wx:for="{{n}}">x</view></view>',
    }))
    expect(all(page.nodes).length).toBeLessThanOrEqual(kDrawnMax * 2)
    expect(page.notes.some((one) => one.kind === 'cut')).toBe(true)
  })
  it('keeps attacks as text', async () => {
    const page = await drawPage('p', reader({
      'p.wxml': '<script>alert(1)</script><view class="a" style="background:url(https://a/b)" onclick="x()" bindtap="y">&lt;img src=x onerror=1&gt;\u202e</view><image src="javascript:alert(1)"/><web-view src="https://evil"/><svg onload="x()"><a href="javascript:1"/></svg>',
    }))
    const drawn = all(page.nodes)
    expect(drawn.every((one) => Object.keys(one).every((key) => ['e', 'c', 's', 'i', 'y', 't', 'p', 'k'].includes(key)))).toBe(true)
    expect(new Set(drawn.map((one) => one.e))).toEqual(new Set(['stranger', '#', 'view', 'image', 'device']))
    expect(drawn.find((one) => one.e === 'view')?.y).toBe('background:none')
    expect(drawn.find((one) => one.e === 'image')?.p).toBeUndefined()
  })
  it('of every sample is drawn', async () => {
    const root = join(import.meta.dirname, '../../../samples')
    for (const sample of ['clinic-desk', 'unit-converter', 'neighbourhood-forum/miniprogram']) {
      const read = async (path: string): Promise<string | undefined> => {
        try {
          return readFileSync(join(root, sample, path), 'utf8')
        } catch {
          return undefined
        }
      }
      const pages = pagesOf(parsedJson(await read('app.json')))
      expect(pages.length).toBeGreaterThan(1)
      for (const one of pages) {
        const page = await drawPage(one, read)
        expect(page.nodes.length, one).toBeGreaterThan(0)
        expect(page.notes.filter((note) => note.kind === 'missing'), one).toEqual([])
      }
    }
  })
})

describe('texts of pages', () => {
  it('come with file and line', () => {
    expect(textsOf('a.wxml', '<view>\n  提交 {{n}} 次\n<input placeholder="姓名"/><text>{{on ? "开" : "关"}}</text>{{x}}</view>')).toEqual([
      {file: 'a.wxml', line: 2, text: '提交 {{n}} 次', kind: 'template'},
      {file: 'a.wxml', line: 3, text: '姓名', kind: 'template'},
      {file: 'a.wxml', line: 3, text: '开', kind: 'template'},
      {file: 'a.wxml', line: 3, text: '关', kind: 'template'},
    ])
    expect(textsOf('a.json', '{\n"window": {"navigationBarTitleText": "Shop"},\n"permission": {"scope": {"desc": "附近的店"}}}').map(({line, text}) => [line, text])).toEqual([[2, 'Shop'], [3, '附近的店']])
    expect(textsOf('a.js', "// 注释\nwx.showToast({title: '预约成功', icon: 'none'})").map(({line, text}) => [line, text])).toEqual([[2, '预约成功']])
    expect(textsOf('a.png', '图')).toEqual([])
  })
  it('of samples hold none of their code', () => {
    const file = join(import.meta.dirname, '../../../samples/clinic-desk/pages')
    const walk = (path: string): string[] => (statSync(path).isDirectory() ? readdirSync(path).flatMap((one) => walk(join(path, one))) : [path])
    for (const path of walk(file)) for (const one of textsOf(path, readFileSync(path, 'utf8'))) expect(one.text).not.toMatch(/=>|wx:for|require\(/)
  })
  it('paths join within the package', () => {
    expect(joined('pages/a/a.json', '../../c/x')).toBe('c/x')
    expect(joined('pages/a/a.json', '/c/x')).toBe('c/x')
    expect(joined('a.json', '../../../etc/passwd')).toBe('etc/passwd')
  })
})
