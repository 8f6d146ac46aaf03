import {describe, expect, it} from 'vitest'
import {dossierFile, fileName, htmlText} from './dossier_file'

describe('a dossier as one file', () => {
  it('keeps every attack a text', () => {
    const attack = '</pre><script>alert(1)</script><img src=x onerror=1>\u202e"\'&'
    const file = dossierFile({language: 'zh', title: attack, parts: [{title: attack, rows: [[attack, attack]], lines: [attack], code: attack}]})
    expect(file.match(/<script|<img|<\/pre>(?!<\/section>)/g)).toBeNull()
    expect(file).not.toContain('\u202e')
    expect(file).toContain("default-src 'none'")
  })
  it('has a name that every file system takes', () => {
    expect(fileName('../论坛:*?"<>| 3', 'html')).toBe('..论坛 3.html')
    expect(fileName('///', 'html')).toBe('dossier.html')
    expect(htmlText('a\u0000b')).toBe('a⟨U+0000⟩b')
  })
})
