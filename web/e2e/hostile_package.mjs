// A mini-program that attacks whoever looks at it: markup, scripts, styles, pictures, names, direction
// of text, long lines, deep trees. As a tar, so that no file system minds the names.
const kHit = 'globalThis.hit=1'
const kMarkup = `<script>${kHit}</script><img src=x onerror="${kHit}"><svg onload="${kHit}"><style>*{display:none}</style></svg>`

export const kHostileWords = '\u202e<b>反\u2066转'

const kFiles = {
  'app.json': JSON.stringify({
    pages: ['pages/a/a', 'pages/deep/deep', 'pages/__proto__/constructor'],
    window: {navigationBarTitleText: `${kHostileWords}${'标'.repeat(500)}`, navigationBarBackgroundColor: 'red;background:url(https://attack.invalid/bar)'},
    tabBar: {list: [{pagePath: 'pages/a/a', text: `<i onclick=${kHit}>首页`}, {pagePath: 'https://attack.invalid/', text: '外'}]},
  }, null, 1),
  'app.js': `${kHit}; App({})`,
  'app.wxss': `@import url(https://attack.invalid/app.css); @import 'app.wxss'; page{background:url(https://attack.invalid/page)} </style><script>${kHit}</script>`,
  'pages/a/a.json': JSON.stringify({usingComponents: {'x-a': '/pages/a/a', 'x-b': 'plugin://attack/x', '<img>': '../../../../etc/passwd'}}),
  'pages/a/a.js': `${kHit}; parent.postMessage({kind:'shown',n:1},'*'); fetch('https://attack.invalid/'); Page({data: {html: ${JSON.stringify(kMarkup)}, __proto__: {hit: 1}, list: [1, 2], far: ${'['.repeat(3000)}, f: (() => {${kHit}})()}})`,
  'pages/a/a.wxml': [
    kMarkup,
    `<view class="a b" onclick="${kHit}" onmouseover="${kHit}" style="position:fixed;inset:0;background:url(https://attack.invalid/s) red;width:99999rpx">{{html}} ${kHostileWords}</view>`,
    `<text>{{constructor.constructor('${kHit}')()}}{{list.constructor}}{{__proto__}}</text>`,
    `<rich-text nodes="${kMarkup.replaceAll('"', "'")}"/><web-view src="https://attack.invalid/web"/>`,
    '<image src="https://attack.invalid/i.png"/><image src="javascript:globalThis.hit=1"/><image src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9Imdsb2JhbFRoaXMuaGl0PTEiLz4="/><image src="data:image/png;base64,iVBORw0KGgo="/>',
    `<x-a/><x-b/><iframe src="https://attack.invalid/"/><object data="x"/><link rel="stylesheet" href="https://attack.invalid/"/><meta http-equiv="refresh" content="0;url=https://attack.invalid/"/><base href="https://attack.invalid/"/>`,
    `<view wx:for="{{list}}"><view wx:for="{{list}}"><text>${'长'.repeat(60_000)}${'x'.repeat(60_000)}</text></view></view>`,
    '<view wx:if="{{', '</view>{{', '<view',
  ].join('\n'),
  'pages/a/a.wxss': `.a{position:fixed;top:-9999px;z-index:2147483647} *{animation:x 1ms infinite} @keyframes x{from{opacity:0}} .b{background:u\\72l(https://attack.invalid/e);cursor:url(https://attack.invalid/c),auto} @font-face{font-family:f;src:url(https://attack.invalid/f)} .c{{{{{`,
  'pages/deep/deep.js': 'Page({data: {n: 1e9}})',
  'pages/deep/deep.wxml': `${'<view>'.repeat(5000)}<view wx:for="{{n}}"><view wx:for="{{n}}">{{n}}</view></view>`,
  'pages/__proto__/constructor.js': 'Page({})',
  'pages/__proto__/constructor.wxml': '<template name="t"><template is="t"/></template><template is="t"/><include src="constructor"/>',
  'utils/long.js': `const x = "${'a'.repeat(300_000)}"`,
  [`utils/<img src=x onerror=${kHit}>.js`]: `// ${kMarkup}\n`,
  'utils/bidi.js': '/* \u202e } \u2066 if (admin) \u2069\u2066 begin */ const \u200ba = 1',
  'utils/constructor.json': '{"__proto__": {"desc": "说明"}}',
  'images/logo.svg': `<svg xmlns="http://www.w3.org/2000/svg" onload="${kHit}"><script>${kHit}</script></svg>`,
}

function header(name, size) {
  const block = Buffer.alloc(512)
  const path = Buffer.from(name)
  if (path.length > 100) throw new Error(`too long a name: ${name}`)
  path.copy(block, 0)
  block.write('0000644\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  block.write(size.toString(8).padStart(11, '0') + '\0', 124)
  block.write('00000000000\0', 136)
  block.write('        ', 148)
  block.write('0', 156)
  block.write('ustar\x0000', 257, 'latin1')
  const sum = block.reduce((all, byte) => all + byte, 0)
  block.write(sum.toString(8).padStart(6, '0') + '\0 ', 148)
  return block
}

export function hostileTar(files = kFiles) {
  const parts = []
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(text)
    parts.push(header(name, bytes.length), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512))
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}
