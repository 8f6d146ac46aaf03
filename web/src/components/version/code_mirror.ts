// The code view and the comparison, by CodeMirror; fetched when first wanted. Both stand in a shadow
// root: the editor's style sheet is then adopted, which the page's policy allows, and no style of the
// page reaches it.
//
// Invariants: nothing is editable; texts of a package are text nodes; characters that show nothing or
// turn the direction are shown as such.
import {css} from '@codemirror/lang-css'
import {javascript} from '@codemirror/lang-javascript'
import {json} from '@codemirror/lang-json'
import {xml} from '@codemirror/lang-xml'
import {HighlightStyle, syntaxHighlighting} from '@codemirror/language'
import {unifiedMergeView} from '@codemirror/merge'
import {EditorState, RangeSet, RangeSetBuilder, StateEffect, StateField, type Extension, type Text} from '@codemirror/state'
import {Decoration, EditorView, gutter, GutterMarker, highlightSpecialChars, keymap, lineNumbers, WidgetType, type DecorationSet} from '@codemirror/view'
import {search, searchKeymap} from '@codemirror/search'
import {tags} from '@lezer/highlight'
import {i18n} from '@/i18n'
import {editorPhrases} from './editor_phrases'

export interface LineNote {
  line: number
  text: string
  kind: 'error' | 'warning' | 'note' | 'remark'
  word: string // how it is read out: "错误"
}

const kHighlightMax = 400_000 // characters; beyond, plain text
const kLineMax = 10_000

function languageOf(path: string): Extension {
  if (/\.(js|wxs|ts|mjs|cjs)$/.test(path)) return javascript()
  if (/\.json$/.test(path)) return json()
  if (/\.(wxss|css|less|scss)$/.test(path)) return css()
  return /\.(wxml|xml|svg|html)$/.test(path) ? xml() : []
}

const kLook = HighlightStyle.define([
  {tag: tags.comment, color: 'var(--text3)'},
  {tag: [tags.keyword, tags.tagName, tags.propertyName, tags.modifier], fontWeight: '600'},
  {tag: [tags.string, tags.attributeValue, tags.regexp], color: 'var(--text2)'},
])

const kTheme = EditorView.theme({
  '&': {backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: '13px', height: '100%'},
  '.cm-scroller': {fontFamily: 'var(--mono)', lineHeight: '20px', overflow: 'auto'},
  '.cm-content': {padding: '8px 0'},
  '&.cm-focused': {outline: '2px solid var(--ink)', outlineOffset: '-2px'},
  '.cm-gutters': {backgroundColor: 'var(--sunk)', color: 'var(--text3)', border: '0', borderRight: '1px solid var(--line)'},
  '.cm-lineNumbers .cm-gutterElement': {cursor: 'pointer', minWidth: '40px', padding: '0 8px 0 4px'},
  '.cm-signs': {width: '18px', textAlign: 'center', fontWeight: '600'},
  '.cm-sign-error': {color: 'var(--danger)'},
  '.cm-sign-warning': {color: 'var(--warn)'},
  '.cm-chosen': {backgroundColor: 'var(--sunk)', boxShadow: 'inset 3px 0 0 var(--ink)'},
  '.cm-around': {padding: '2px 8px 4px'},
  '.cm-noted': {
    padding: '2px 8px',
    borderLeft: '3px solid var(--edge)',
    backgroundColor: 'var(--sunk)',
    fontFamily: 'var(--font)',
    lineHeight: '20px',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  '.cm-noted[data-kind=error]': {borderColor: 'var(--danger)', backgroundColor: 'var(--danger-tint)'},
  '.cm-noted[data-kind=warning]': {borderColor: 'var(--warn)', backgroundColor: 'var(--warn-tint)'},
  '.cm-noted[data-kind=remark]': {borderColor: 'var(--platform)', backgroundColor: 'var(--platform-tint)'},
  '.cm-specialChar': {color: 'var(--danger)'},
  '.cm-changedLine, &.cm-merge-b .cm-changedLine, .cm-insertedLine': {backgroundColor: 'var(--added-tint)', textDecoration: 'none'},
  '.cm-deletedChunk, .cm-deletedChunk .cm-deletedLine': {backgroundColor: 'var(--danger-tint)', textDecoration: 'none'},
  '.cm-changedText, &.cm-merge-b .cm-changedText': {background: 'none', fontWeight: '600'},
  '.cm-deletedChunk .cm-deletedText, .cm-deletedText, .cm-deletedChunk del, del, ins': {background: 'none', textDecoration: 'none'},
  '.cm-changeGutter': {width: '4px'},
  '.cm-collapsedLines': {backgroundColor: 'var(--sunk)', backgroundImage: 'none', color: 'var(--text2)', fontFamily: 'var(--font)'},
  '.cm-collapsedLines::before, .cm-collapsedLines::after': {content: '"…"'},
  '.cm-panels': {backgroundColor: 'var(--sunk)', color: 'var(--text)', borderColor: 'var(--line)'},
  '.cm-panel input, .cm-panel button': {color: 'inherit', backgroundColor: 'var(--surface)', backgroundImage: 'none', border: '1px solid var(--edge)', borderRadius: '4px'},
  '.cm-searchMatch': {backgroundColor: 'var(--warn-tint)', outline: '1px solid var(--warn)'},
})

class NoteWidget extends WidgetType {
  constructor(private readonly note: LineNote) {
    super()
  }
  override eq(other: NoteWidget): boolean {
    return other.note.text === this.note.text && other.note.kind === this.note.kind
  }
  override toDOM(): HTMLElement {
    // The editor measures a block without its margins: the space around it is padding of another.
    const around = document.createElement('div')
    around.className = 'cm-around'
    const box = document.createElement('div')
    box.className = 'cm-noted'
    box.dataset['kind'] = this.note.kind
    box.textContent = `${this.note.word} · ${this.note.text}`
    around.append(box)
    return around
  }
}

const kSigns = {error: '✕', warning: '!', note: 'i', remark: '“'}
class SignMarker extends GutterMarker {
  constructor(private readonly kind: LineNote['kind']) {
    super()
  }
  override toDOM(): Node {
    const sign = document.createElement('span')
    sign.className = `cm-sign-${this.kind}`
    sign.textContent = kSigns[this.kind]
    sign.ariaHidden = 'true'
    return sign
  }
}

const setNotes = StateEffect.define<{notes: readonly LineNote[]; chosen: number}>()
const lineIn = (doc: Text, line: number) => doc.line(Math.min(Math.max(line, 1), doc.lines))

function decorationsOf(doc: Text, notes: readonly LineNote[], chosen: number): DecorationSet {
  const ranges = notes.map((note) => Decoration.widget({widget: new NoteWidget(note), block: true, side: 1}).range(lineIn(doc, note.line).to))
  const all = chosen > 0 ? [...ranges, Decoration.line({class: 'cm-chosen'}).range(lineIn(doc, chosen).from)] : ranges
  return Decoration.set(all, true)
}
const notesField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (before, change) => {
    for (const effect of change.effects) if (effect.is(setNotes)) return decorationsOf(change.state.doc, effect.value.notes, effect.value.chosen)
    return before
  },
  provide: (field) => EditorView.decorations.from(field),
})
const signsField = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update: (before, change) => {
    for (const effect of change.effects) {
      if (!effect.is(setNotes)) continue
      const builder = new RangeSetBuilder<GutterMarker>()
      let last = 0
      for (const note of [...effect.value.notes].sort((a, b) => a.line - b.line)) {
        const {from, number} = lineIn(change.state.doc, note.line)
        if (number !== last) builder.add(from, from, new SignMarker(note.kind))
        last = number
      }
      return builder.finish()
    }
    return before
  },
})

function shared(path: string, characters: number, label: string): Extension[] {
  return [
    EditorState.readOnly.of(true),
    EditorState.phrases.of(editorPhrases((key, named) => i18n.global.t(key, named))),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({tabindex: '0', 'aria-label': label, 'aria-readonly': 'true'}),
    EditorView.lineWrapping,
    highlightSpecialChars({addSpecialChars: /[\u2066-\u2069\u202a-\u202e\u200b-\u200f\u2060]/g}),
    characters <= kHighlightMax ? [languageOf(path), syntaxHighlighting(kLook)] : [],
    kTheme,
  ]
}

const bounded = (text: string): string => (text.length > kLineMax ? text.split('\n').map((line) => line.slice(0, kLineMax)).join('\n') : text)

export interface CodeShown {
  mark: (notes: readonly LineNote[], chosen: number) => void
  goTo: (line: number) => void
  remove: () => void
}

const rootOf = (host: HTMLElement): ShadowRoot => {
  const root = host.shadowRoot ?? host.attachShadow({mode: 'open'})
  root.replaceChildren()
  return root
}

export function showCode(host: HTMLElement, what: {text: string; path: string; label: string; onLine: (line: number) => void}): CodeShown {
  const root = rootOf(host)
  const doc = bounded(what.text)
  const choose = (view: EditorView, at: number): boolean => {
    what.onLine(view.state.doc.lineAt(at).number)
    return true
  }
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc,
      extensions: [
        notesField,
        signsField,
        gutter({class: 'cm-signs', markers: (one) => one.state.field(signsField)}),
        lineNumbers({domEventHandlers: {click: (one, line) => choose(one, line.from)}}),
        search({top: true}),
        keymap.of(searchKeymap),
        EditorView.domEventHandlers({dblclick: (event, one) => choose(one, one.posAtCoords({x: event.clientX, y: event.clientY}) ?? 0)}),
        ...shared(what.path, doc.length, what.label),
      ],
    }),
  })
  return {
    mark: (notes, chosen) => view.dispatch({effects: setNotes.of({notes, chosen})}),
    goTo: (line) => view.dispatch({effects: EditorView.scrollIntoView(lineIn(view.state.doc, line).from, {y: 'center'})}),
    remove: () => view.destroy(),
  }
}

export function showDifference(host: HTMLElement, what: {before: string; after: string; path: string; label: string}): {remove: () => void} {
  const root = rootOf(host)
  const after = bounded(what.after)
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: after,
      extensions: [
        lineNumbers(),
        unifiedMergeView({original: bounded(what.before), mergeControls: false, highlightChanges: false, collapseUnchanged: {margin: 3, minSize: 6}}),
        ...shared(what.path, Math.max(after.length, what.before.length), what.label),
      ],
    }),
  })
  return {remove: () => view.destroy()}
}
