import {describe, expect, it} from 'vitest'
import {signedFile} from './signed_files'

const signature = {algorithm: 'ed25519', key: 'k', value: 'v'}
const bundle = {manifest: {schema: 'baobei.bundle/1', region: '33', made_at: 'x', entries: [{app: 'wx1'}, {app: 'wx2'}]}, signature}
const answers = {answers: {schema: 'baobei.answers/1', region: '44', made_at: 'x', rows: [{app: 'wx1'}]}, signature}

describe('a signed file', () => {
  it('is a bundle by its first line, of which only what is signed is sent', () => {
    expect(signedFile(`${JSON.stringify(bundle)}\n{"app":"wx1"}\n{"app":"wx2"}\n`)).toEqual({kind: 'bundle', body: bundle, region: '33', rows: 2})
  })
  it('is answers as a whole, in one line or many', () => {
    expect(signedFile(JSON.stringify(answers, undefined, 2))).toEqual({kind: 'answers', body: answers, region: '44', rows: 1})
  })
  it('is nothing else', () => {
    for (const text of ['', '[]', 'null', '{"manifest":{}}', JSON.stringify({...bundle, signature: undefined}), JSON.stringify({manifest: {schema: 'baobei.bundle/2'}, signature}), 'a,b\n1,2']) expect(signedFile(text)).toBeUndefined()
  })
})
