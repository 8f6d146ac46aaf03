// Which version number is put before whoever uploads.
import {describe, expect, it} from 'vitest'
import {nextAfter, suggestVersion, versionInFiles} from './version_suggestion'

const folder = (files: Record<string, string>) => ({name: 'shop', isArchive: false, files: Object.entries(files).map(([path, text]) => ({path, file: new File([text], path)}))})

describe('a version number', () => {
  it('is read from a file of its root, not from another’s', async () => {
    expect(await versionInFiles(folder({'lib/package.json': '{"version":"9.0.0"}', 'package.json': '{"version":"2.4.0"}', 'app.json': '{"pages":[]}'}))).toEqual({version: '2.4.0', file: 'package.json'})
    expect(await versionInFiles(folder({'project.config.json': '{"miniprogramRoot":"./miniprogram"}', 'miniprogram/app.json': '{"version":"3.0.1"}'}))).toEqual({version: '3.0.1', file: 'miniprogram/app.json'})
    expect(await versionInFiles(folder({'cloud/pay/package.json': '{"version":"1.0.0"}'}))).toBeUndefined()
  })
  it('is no number where a file says something else', async () => {
    expect(await versionInFiles(folder({'package.json': 'no json', 'app.json': '{"version":"<b>"}', 'project.config.json': '{"version":3}'}))).toBeUndefined()
    expect(await versionInFiles({...folder({'package.json': '{"version":"1.0.0"}'}), isArchive: true})).toBeUndefined()
  })
  it('goes on from the last one', () => {
    expect(nextAfter('2.3.9')).toBe('2.3.10')
    expect(nextAfter('build-007')).toBe('build-008')
    expect(nextAfter('beta')).toBeUndefined()
  })
  it('is the files’ where it is new, else the one after the newest', () => {
    const said = {version: '2.4.0', file: 'package.json'}
    expect(suggestVersion(said, ['2.3.0'])).toEqual({label: '2.4.0', from: 'file', of: 'package.json'})
    expect(suggestVersion(said, ['2.3.0', '2.4.0'])).toEqual({label: '2.4.1', from: 'last', of: '2.4.0'})
    expect(suggestVersion(undefined, ['1.0.0', '1.0.1', '1.0.0', ''])).toBeUndefined()
    expect(suggestVersion(undefined, [])).toBeUndefined()
  })
})
