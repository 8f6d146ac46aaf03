// What the editor itself says, in the page's words: by the phrases that it asks for. Pure.
const kPhrases: Record<string, string> = {
  '$ unchanged lines': 'unchanged',
  'Control character': 'control',
  'Find': 'find',
  'next': 'next',
  'previous': 'previous',
  'all': 'all',
  'match case': 'matchCase',
  'regexp': 'pattern',
  'by word': 'byWord',
  'close': 'close',
  'current match': 'current',
  'on line': 'onLine',
  'Go to line': 'goToLine',
  'go': 'go',
}

// The editor puts its number where `$` stands.
export const editorPhrases = (t: (key: string, named: Record<string, unknown>) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(kPhrases).map(([phrase, key]) => [phrase, t(`editor.${key}`, {n: '$'})]))
