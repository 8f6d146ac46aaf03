import {describe, expect, it} from 'vitest'
import {boundSelector, frameCss, importsOf} from './wxss'
import {isElement, kDepthMax, kNodesMax, parseWxml, plainText, type WxmlElement} from './wxml'
import {pageData} from './page_data'
import {evaluate, interpolate, kUnknown, type Value} from './values'

const first = (source: string): WxmlElement => parseWxml(source).nodes.find(isElement) as WxmlElement

describe('WXML', () => {
  it('is a tree with lines', () => {
    const view = first('\n<view class="a {{b > 1 ? \'x\' : \'y\'}}">\n  文字 <text>&lt;b&gt;</text>\n</view>')
    expect(view.line).toBe(2)
    expect(view.attributes.get('class')).toBe("a {{b > 1 ? 'x' : 'y'}}")
    expect(view.children).toHaveLength(2)
    expect(view.children[0]).toEqual({text: '\n  文字 ', line: 3})
    expect((view.children[1] as WxmlElement).children[0]).toMatchObject({text: '<b>'})
  })
  it('takes expressions with signs of tags as text', () => {
    expect(parseWxml('{{a < b}} <view/>').nodes).toHaveLength(2)
    expect(parseWxml('3 < 4').nodes).toEqual([{text: '3 < 4', line: 1}])
  })
  it('leaves comments and the code of wxs out, and closes what is left open', () => {
    expect(parseWxml('<!-- <view> --><text>a').nodes).toHaveLength(1)
    const wxs = parseWxml('<wxs module="m">if (a < b) { x }</wxs><view/>').nodes
    expect(wxs.map((node) => (node as WxmlElement).name)).toEqual(['wxs', 'view'])
    expect(parseWxml('</nothing><view').nodes).toHaveLength(1)
  })
  it('has an end whatever comes', () => {
    expect(parseWxml('<view>'.repeat(kNodesMax + 5)).cut).toBe(true)
    let depth = 0
    for (let node: WxmlElement | undefined = first('<view>'.repeat(kDepthMax * 2)); node !== undefined; node = node.children.find(isElement)) ++depth
    expect(depth).toBeLessThanOrEqual(kDepthMax + 1)
    expect(parseWxml('<<<<{{{{<a <b').cut).toBe(false)
    expect(plainText('&#x202e;&#0;&#99999999;&who;')).toBe('\u202e&#0;&#99999999;&who;')
  })
})

describe('expressions', () => {
  const scope = new Map<string, Value>([
    ['n', 3],
    ['list', [{name: 'a'}, {name: 'b'}]],
    ['no', undefined],
    ['f', kUnknown],
  ])
  const rows: [string, Value][] = [
    ['n + 1', 4],
    ['n > 2 ? "是" : "否"', '是'],
    ['list[1].name', 'b'],
    ['list.length === 2 && !no', true],
    ['"共" + n + "件"', '共3件'],
    ['(n - 1) * 2 % 3', 1],
    ['list[9].name.x', undefined],
    ['call(n)', kUnknown],
    ['f || "else"', 'else'],
    ['list.constructor', undefined],
    ['n.constructor.constructor("x")()', kUnknown],
    ['"a".__proto__', undefined],
    ['1 2', kUnknown],
    ['', kUnknown],
    ['('.repeat(500), kUnknown],
  ]
  it.each(rows)('%s', (expression, value) => {
    expect(evaluate(expression, scope)).toEqual(value)
  })
  it('stand as written where they are not known', () => {
    expect(interpolate('共 {{n}} 件 {{when(n)}}', scope)).toEqual({value: '共 3 件 ⟨when(n)⟩', unknown: ['when(n)']})
    expect(interpolate('{{list}}', scope).value).toHaveLength(2)
  })
})

describe('data of a page', () => {
  it('are its literals and the constants they name', () => {
    const found = pageData(`
      const BOARDS = [{ id: 'all', name: '全部' }] // a constant
      const now = Date.now()
      Page({
        onLoad() { const data = { a: /}"/ }; this.setData({ x: 1 }) },
        data: { boards: BOARDS, n: -2, t: \`x\`, when: now, on: true, nested: { a: [1, 2,], f() { return 1 } }, ...more, z: null },
      })`)
    expect(found.found).toBe(true)
    expect(found.data.get('boards')).toEqual([{id: 'all', name: '全部'}])
    expect(found.data.get('n')).toBe(-2)
    expect(found.data.get('t')).toBe('x')
    expect(found.data.get('nested')).toMatchObject({a: [1, 2]})
    expect(found.data.get('z')).toBeNull()
    expect(found.unknown).toEqual(['when'])
  })
  it('of a component begin with the values of its properties', () => {
    const {data} = pageData("Component({ properties: { post: { type: Object, value: {a: 1} }, size: Number }, data: { open: false } })")
    expect(data.get('post')).toEqual({a: 1})
    expect(data.has('size')).toBe(true)
    expect(data.get('open')).toBe(false)
  })
  it('are none where the script has none, or is none', () => {
    for (const script of ['', 'Page(options)', 'createPage({data: {}})', '"Page({data: {a: 1}})"', '}}}}((([[['.repeat(50)]) {
      expect(pageData(script).found, script).toBe(false)
    }
  })
  it('cannot reach a prototype', () => {
    const {data} = pageData('Page({ data: { __proto__: { evil: 1 }, a: { __proto__: { b: 2 } } } })')
    expect(evaluate('a.b', data)).toBeUndefined()
    expect(({} as {evil?: number}).evil).toBeUndefined()
  })
})

describe('WXSS', () => {
  it('is bound to its page, in pixels, with the names of the frame', () => {
    expect(frameCss('view.card > text::after, .a:nth-child(2) { width: 100rpx; margin: -1.5rpx }', '3')).toBe(
      'wx-view.card > wx-text[data-c="3"]::after,.a[data-c="3"]:nth-child(2){ width: 50px; margin: -0.75px }',
    )
    expect(frameCss('page { color: red }', '0')).toBe('wx-page{ color: red }')
    expect(boundSelector('#id', '0')).toBe('#id[data-c="0"]')
  })
  it('fetches nothing', () => {
    const css = frameCss(
      "@import 'x.wxss'; @import url(https://a/b.css); @font-face{src:url(https://a)} .a{background:url( 'https://a/b.png' )} .b{background:url(data:image/svg+xml;base64,AA)} .c{background:url(data:image/png;base64,AA==)} .d{background:image-set('https://a' 1x)} .e{background:url(https://x",
      '0',
    )
    expect(css).not.toMatch(/url\(\s*['"]?https|svg|font-face|@import|image-set/)
    expect(css).toContain('url("data:image/png;base64,AA==")')
  })
  it('keeps media and keyframes', () => {
    expect(frameCss('@media (min-width: 1px) { .a { top: 2rpx } } @keyframes k { from { top: 0 } }', '1')).toBe('@media (min-width: 1px){.a[data-c="1"]{ top: 1px }}@keyframes k{ from { top: 0 } }')
    expect(importsOf("@import './a.wxss';\n@import \"b.wxss\"")).toEqual(['./a.wxss', 'b.wxss'])
  })
})
