import {describe, expect, it} from 'vitest'
import {dossierFile, fileName, htmlText, type DossierPart} from './dossier_file'

const kAttack = '</pre><script>alert(1)</script><img src=x onerror=1>\u202e"\'&'
const kShown = '&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=1&gt;⟨U+202E⟩&quot;&#39;&amp;'
const picture = (type: string, name = 'a', bytes = [0, 255, 62]) => ({name, about: '3 B', type, bytes: new Uint8Array(bytes)})
const file = (...parts: DossierPart[]): string => dossierFile({language: 'zh', title: 'T', parts})
const elements = (text: string, name: string): string[] => text.match(new RegExp(`<${name}[ >][^>]*>?`, 'g')) ?? []
const parsed = (text: string): Document => new DOMParser().parseFromString(text, 'text/html')

describe('a dossier as one file', () => {
  it('keeps every attack a text', () => {
    const part = {title: kAttack, rows: [[kAttack, kAttack]] as [string, string][], lines: [kAttack, {line: kAttack, under: [kAttack]}], code: kAttack, pictures: [{...picture('image/png', kAttack), about: kAttack}]}
    const text = dossierFile({language: 'zh', title: kAttack, parts: [part]})
    expect(text.match(/<script/g)).toBeNull()
    expect(text).not.toContain('\u202e')
    // Twice as the title, then in each place of the part; nothing of it stands otherwise.
    expect(text.split(kShown)).toHaveLength(2 + 10 + 1)
    expect(text.replaceAll(kShown, '')).not.toMatch(/alert|onerror/)
    expect(elements(text, 'img')).toEqual([`<img src="data:image/png;base64,AP8+" alt="${kShown}">`])
    const page = parsed(text)
    expect([...new Set([...page.querySelectorAll('*')].map((one) => one.tagName.toLowerCase()))].sort()).toEqual(['bdi', 'body', 'dd', 'dl', 'dt', 'figcaption', 'figure', 'h1', 'h2', 'head', 'html', 'img', 'li', 'meta', 'pre', 'section', 'style', 'title', 'ul'])
    expect([...page.querySelectorAll('img')].flatMap((one) => one.getAttributeNames())).toEqual(['src', 'alt'])
  })
  it('may draw what is in it, and run, fetch, load and send nothing', () => {
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(file()) ?? []
    expect(policy).toBe("default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'")
  })
  it.each(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])('draws a picture of %s', (type) => {
    expect(elements(file({title: 'p', pictures: [picture(type)]}), 'img')).toEqual([`<img src="data:${type};base64,AP8+" alt="a">`])
  })
  it.each(['image/svg+xml', 'text/html', 'image/png" onerror="alert(1)', ''])('draws nothing of %s', (type) => {
    expect(file({title: 'p', pictures: [picture(type)]})).not.toMatch(/<img|data:image|onerror/)
  })
  it('carries every byte of a picture that is longer than one call takes', () => {
    const bytes = Array.from({length: 70_001}, (_, n) => n % 256)
    const [, code = ''] = /base64,([^"]*)"/.exec(file({title: 'p', pictures: [picture('image/png', 'a', bytes)]})) ?? []
    expect([...atob(code)].map((one) => one.charCodeAt(0))).toEqual(bytes)
  })
  it('has a name that every file system takes', () => {
    expect(fileName('../论坛:*?"<>| 3', 'html')).toBe('..论坛 3.html')
    expect(fileName('///', 'html')).toBe('dossier.html')
    expect(htmlText('a\u0000b\u2066c\u061cd\u2029')).toBe('a⟨U+0000⟩b⟨U+2066⟩c⟨U+061C⟩d⟨U+2029⟩')
  })
})
