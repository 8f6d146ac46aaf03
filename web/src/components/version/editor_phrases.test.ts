import {describe, expect, it} from 'vitest'
import {EditorState} from '@codemirror/state'
import en from '@/i18n/en'
import zh from '@/i18n/zh'
import {editorPhrases} from './editor_phrases'

const stateIn = (words: {editor: Record<string, string>}) =>
  EditorState.create({extensions: [EditorState.phrases.of(editorPhrases((key, named) => (words.editor[key.replace('editor.', '')] ?? key).replace('{n}', String(named['n']))))]})

describe('the editor', () => {
  it.each([
    ['zh', zh, '11 行未变', '查找'],
    ['en', en, '11 lines unchanged', 'Find'],
  ] as const)('speaks %s', (_, words, unchanged, find) => {
    const state = stateIn(words)
    expect(state.phrase('$ unchanged lines', 11)).toBe(unchanged)
    expect(state.phrase('Find')).toBe(find)
  })
})
