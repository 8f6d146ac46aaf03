// A page of a version as elements for the frame: its template over the literal data of its script, its
// styles bound, its components put in. Nothing of the package is run (DESIGN decision 10).
//
// Invariants: at most kDrawnMax elements and kComponentLevels components in one another. Whatever is
// not shown as the phone would show it is told in `notes`.
import {pageData} from './page_data'
import {joined, parsedJson, recordOf, stringOf, withoutEnd} from './paths'
import {interpolate, isRecord, kUnknown, textOf, truthy, type Value} from './values'
import {isElement, parseWxml, type WxmlElement, type WxmlNode} from './wxml'
import {frameCss, importsOf, isPicture, plainCss} from './wxss'

export type Read = (path: string) => Promise<string | undefined>

// What the frame draws. `e` is one of its own elements; every member is text.
export interface Drawn {
  e: string
  c?: string // classes
  s: string // whose styles
  i?: string // id
  y?: string // styles of its own
  t?: string // text
  p?: string // a picture within the text itself
  k?: Drawn[]
}
export type NoteKind = 'computed' | 'component' | 'picture' | 'device' | 'script' | 'missing' | 'cut' | 'empty_list' | 'no_data'
export interface Note {
  kind: NoteKind
  what: string
}
export interface DrawnPage {
  page: string
  title: string
  bar: {background: string; dark: boolean; hidden: boolean}
  tabs: {text: string; page: string}[]
  css: string
  nodes: Drawn[]
  notes: Note[]
  data: Map<string, Value>
}

export const kDrawnMax = 3000
export const kItemsMax = 200
const kComponentLevels = 8
const kClassMax = 400
const kTextMax = 4000
const kBoxes = new Set(['view', 'text', 'button', 'scroll-view', 'swiper', 'swiper-item', 'label', 'form', 'navigator', 'checkbox-group', 'radio-group', 'picker', 'picker-view', 'picker-view-column', 'movable-area', 'movable-view', 'cover-view', 'page-container', 'root-portal', 'match-media', 'span', 'icon', 'progress'])
const kFields = new Set(['input', 'textarea', 'checkbox', 'radio', 'switch', 'slider', 'editor'])
const kDevices = new Set(['web-view', 'map', 'camera', 'video', 'audio', 'canvas', 'live-player', 'live-pusher', 'voip-room', 'ad', 'ad-custom', 'official-account', 'open-data', 'functional-page-navigator', 'channel-live', 'channel-video', 'store-home', 'store-product', 'rich-text'])

interface Template {
  nodes: WxmlNode[]
  file: string
}
interface Place {
  scope: ReadonlyMap<string, Value>
  file: string // of the template that is drawn
  styles: string
  components: ReadonlyMap<string, string>
  templates: Map<string, Template>
  slot: Drawn[]
  level: number
}

class Painter {
  readonly notes: Note[] = []
  readonly css: string[] = []
  private drawn = 0
  private readonly known = new Map<string, string>() // component path → whose styles
  private readonly noted = new Set<string>()
  constructor(private readonly read: Read) {}

  note(kind: NoteKind, what: string): void {
    const key = `${kind} ${what}`
    if (this.noted.has(key) || this.noted.size >= 200) return
    this.noted.add(key)
    this.notes.push({kind, what: what.slice(0, 200)})
  }

  async styles(path: string, scope: string, seen = new Set<string>()): Promise<void> {
    if (seen.has(path) || seen.size > 30) return
    seen.add(path)
    const text = await this.read(path)
    if (text === undefined) return
    for (const one of importsOf(text)) await this.styles(joined(path, one), scope, seen)
    this.css.push(frameCss(text, scope))
  }

  private text(template: string, place: Place): string {
    const {value, unknown} = interpolate(template, place.scope)
    for (const one of unknown) this.note('computed', one)
    return (value === kUnknown ? `⟨${unknown[0] ?? ''}⟩` : textOf(value)).slice(0, kTextMax)
  }
  private value(template: string | undefined, place: Place): Value {
    if (template === undefined) return undefined
    const {value, unknown} = interpolate(template, place.scope)
    for (const one of unknown) this.note('computed', one)
    return value
  }

  async nodes(list: readonly WxmlNode[], place: Place): Promise<Drawn[]> {
    const out: Drawn[] = []
    let chain: 'open' | 'taken' | undefined // of an if that stands before
    for (const node of list) {
      if (this.drawn >= kDrawnMax) {
        this.note('cut', String(kDrawnMax))
        break
      }
      if (!isElement(node)) {
        ++this.drawn
        out.push({e: '#', s: place.styles, t: this.text(node.text, place)})
        continue
      }
      const first = node.attributes.get('wx:if')
      const next = node.attributes.get('wx:elif')
      if (first !== undefined || next !== undefined || node.attributes.has('wx:else')) {
        if (first !== undefined) chain = 'open'
        if (chain === 'taken') continue
        const holds = node.attributes.has('wx:else') || truthy(this.value(first ?? next, place))
        if (!holds) continue
        chain = 'taken'
      } else chain = undefined
      out.push(...(await this.repeated(node, place)))
    }
    return out
  }

  private async repeated(node: WxmlElement, place: Place): Promise<Drawn[]> {
    const over = node.attributes.get('wx:for')
    if (over === undefined) return this.element(node, place)
    const list = this.value(over, place)
    const items: [Value, Value][] = Array.isArray(list)
      ? list.map((item, n) => [n, item])
      : isRecord(list)
        ? Object.entries(list)
        : typeof list === 'number' && list > 0
          ? Array.from({length: Math.min(list, kItemsMax)}, (_, n) => [n, n])
          : []
    if (items.length === 0) this.note('empty_list', over.replace(/^\{\{|\}\}$/g, '').trim())
    if (items.length > kItemsMax) this.note('cut', over)
    const out: Drawn[] = []
    for (const [index, item] of items.slice(0, kItemsMax)) {
      if (this.drawn >= kDrawnMax) break
      const scope = new Map(place.scope)
      scope.set(node.attributes.get('wx:for-item') ?? 'item', item)
      scope.set(node.attributes.get('wx:for-index') ?? 'index', index)
      out.push(...(await this.element(node, {...place, scope})))
    }
    return out
  }

  private look(node: WxmlElement, place: Place): Pick<Drawn, 'c' | 's' | 'i' | 'y'> {
    const classes = this.text(node.attributes.get('class') ?? '', place).slice(0, kClassMax).trim()
    const style = plainCss(this.text(node.attributes.get('style') ?? '', place)).slice(0, kTextMax)
    const hidden = node.attributes.has('hidden') && (node.attributes.get('hidden') === '' || truthy(this.value(node.attributes.get('hidden'), place)))
    const id = this.text(node.attributes.get('id') ?? '', place).slice(0, 100)
    const y = style + (hidden ? ';display:none' : '')
    return {s: place.styles, ...(classes === '' ? {} : {c: classes}), ...(id === '' ? {} : {i: id}), ...(y === '' ? {} : {y})}
  }

  private async element(node: WxmlElement, place: Place): Promise<Drawn[]> {
    ++this.drawn
    const {name} = node
    if (name === 'block') return this.nodes(node.children, place)
    if (name === 'wxs') return this.note('script', node.attributes.get('module') ?? node.attributes.get('src') ?? 'wxs'), []
    if (name === 'import' || name === 'include') return this.included(node, place)
    if (name === 'template') return this.template(node, place)
    if (name === 'slot') return place.slot
    const look = this.look(node, place)
    if (name === 'image' || name === 'cover-image') return [this.picture(node, place, look)]
    if (kFields.has(name)) return [this.field(node, place, look)]
    if (kDevices.has(name)) return [this.device(node, place, look)]
    const component = place.components.get(name)
    if (component !== undefined) return this.component(node, place, look, component)
    if (!kBoxes.has(name)) {
      this.note('component', name)
      return [{e: 'stranger', ...look, t: name.slice(0, 60)}, ...(await this.nodes(node.children, place))]
    }
    const kids = await this.nodes(node.children, place)
    return [{e: name, ...look, k: kids}]
  }

  private picture(node: WxmlElement, place: Place, look: Pick<Drawn, 'c' | 's' | 'i' | 'y'>): Drawn {
    const source = this.text(node.attributes.get('src') ?? '', place)
    if (isPicture(source)) return {e: 'image', ...look, p: source.replace(/\s/g, '')}
    if (source !== '') this.note('picture', source)
    return {e: 'image', ...look, t: source.slice(0, 200)}
  }

  private field(node: WxmlElement, place: Place, look: Pick<Drawn, 'c' | 's' | 'i' | 'y'>): Drawn {
    const of = (name: string): string => this.text(node.attributes.get(name) ?? '', place)
    if (node.name === 'input' || node.name === 'textarea' || node.name === 'editor') {
      const value = of('value')
      return value !== '' ? {e: 'field', ...look, t: value} : {e: 'field', ...look, k: [{e: 'hint', s: '', t: of('placeholder')}]}
    }
    const on = truthy(this.value(node.attributes.get('checked'), place))
    const signs: Record<string, string> = {checkbox: on ? '☑' : '☐', radio: on ? '◉' : '○', switch: on ? '●━' : '━○', slider: '━━●━━'}
    return {e: 'mark', ...look, t: signs[node.name] ?? '☐'}
  }

  private device(node: WxmlElement, place: Place, look: Pick<Drawn, 'c' | 's' | 'i' | 'y'>): Drawn {
    const what = this.text(node.attributes.get('src') ?? node.attributes.get('nodes') ?? '', place)
    this.note('device', what === '' ? node.name : `${node.name} ${what}`)
    return {e: 'device', ...look, t: what === '' ? node.name : `${node.name}: ${what.slice(0, 300)}`}
  }

  private async included(node: WxmlElement, place: Place): Promise<Drawn[]> {
    const file = joined(place.file, withoutEnd(node.attributes.get('src') ?? '', '.wxml') + '.wxml')
    const text = place.level > kComponentLevels ? undefined : await this.read(file)
    if (text === undefined) return this.note('missing', file), []
    const {nodes} = parseWxml(text)
    this.defineTemplates(nodes, file, place.templates)
    return node.name === 'import' ? [] : this.nodes(nodes, {...place, file, level: place.level + 1})
  }

  defineTemplates(nodes: readonly WxmlNode[], file: string, into: Map<string, Template>): void {
    for (const one of nodes) {
      const name = isElement(one) && one.name === 'template' ? one.attributes.get('name') : undefined
      if (name !== undefined) into.set(name, {nodes: (one as WxmlElement).children, file})
    }
  }

  private async template(node: WxmlElement, place: Place): Promise<Drawn[]> {
    if (node.attributes.has('name')) return []
    const found = place.templates.get(this.text(node.attributes.get('is') ?? '', place))
    if (found === undefined || place.level > kComponentLevels) return this.note('missing', node.attributes.get('is') ?? 'template'), []
    const given = (node.attributes.get('data') ?? '').trim().replace(/^\{\{|\}\}$/g, '')
    const data = this.value(`{{ {${given}} }}`, place)
    const scope = new Map(isRecord(data) ? Object.entries(data) : [])
    return this.nodes(found.nodes, {...place, scope, file: found.file, level: place.level + 1})
  }

  private async component(node: WxmlElement, place: Place, look: Pick<Drawn, 'c' | 's' | 'i' | 'y'>, path: string): Promise<Drawn[]> {
    const template = place.level >= kComponentLevels ? undefined : await this.read(`${path}.wxml`)
    if (template === undefined) {
      this.note('component', `${node.name} (${path})`)
      return [{e: 'stranger', ...look, t: node.name.slice(0, 60)}]
    }
    const {data, unknown} = pageData((await this.read(`${path}.js`)) ?? '')
    for (const one of unknown) this.note('computed', `${path}: ${one}`)
    const scope = new Map(data)
    for (const [name, text] of node.attributes) {
      const property = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
      if (data.has(property)) scope.set(property, this.value(text, place))
    }
    let styles = this.known.get(path)
    if (styles === undefined) {
      styles = String(this.known.size + 1)
      this.known.set(path, styles)
      await this.styles(`${path}.wxss`, styles)
    }
    const slot = await this.nodes(node.children, place)
    const {nodes} = parseWxml(template)
    const templates = new Map<string, Template>()
    this.defineTemplates(nodes, `${path}.wxml`, templates)
    const components = componentsOf(parsedJson(await this.read(`${path}.json`)), `${path}.json`)
    return [{e: 'component', ...look, k: await this.nodes(nodes, {scope, file: `${path}.wxml`, styles, components, templates, slot, level: place.level + 1})}]
  }
}

export function componentsOf(config: Record<string, unknown>, file: string, shared: ReadonlyMap<string, string> = new Map()): Map<string, string> {
  const found = new Map(shared)
  for (const [name, path] of Object.entries(recordOf(config['usingComponents']))) {
    const text = stringOf(path)
    found.set(name, /^plugin:\/\//.test(text) ? text : joined(file, text))
  }
  return found
}

const kColour = /^#[0-9a-f]{3,8}$|^[a-z]{3,20}$/i

export async function drawPage(page: string, read: Read): Promise<DrawnPage> {
  const painter = new Painter(read)
  const [appText, ownText, template, script] = await Promise.all([read('app.json'), read(`${page}.json`), read(`${page}.wxml`), read(`${page}.js`)])
  const app = parsedJson(appText)
  const own = parsedJson(ownText)
  const shown = {...recordOf(app['window']), ...own}
  if (template === undefined) painter.note('missing', `${page}.wxml`)
  const {data, unknown, found} = pageData(script ?? '')
  for (const one of unknown) painter.note('computed', one)
  if (script !== undefined && !found && (template ?? '').includes('{{')) painter.note('no_data', `${page}.js`)
  await painter.styles('app.wxss', '0')
  await painter.styles(`${page}.wxss`, '0')
  const {nodes, cut} = parseWxml(template ?? '')
  if (cut) painter.note('cut', `${page}.wxml`)
  const templates = new Map<string, Template>()
  painter.defineTemplates(nodes, `${page}.wxml`, templates)
  const components = componentsOf(own, `${page}.json`, componentsOf(app, 'app.json'))
  const drawn = await painter.nodes(nodes, {scope: data, file: `${page}.wxml`, styles: '0', components, templates, slot: [], level: 0})
  const background = stringOf(shown['navigationBarBackgroundColor'])
  const tabs = listOfTabs(app)
  return {
    page,
    title: stringOf(shown['navigationBarTitleText']).slice(0, 100),
    bar: {
      background: kColour.test(background) ? background : '#000000',
      dark: stringOf(shown['navigationBarTextStyle']) === 'black',
      hidden: shown['navigationStyle'] === 'custom',
    },
    tabs: tabs.some((one) => one.page === page) ? tabs : [],
    css: painter.css.join('\n'),
    nodes: drawn,
    notes: painter.notes,
    data,
  }
}

export function listOfTabs(app: Record<string, unknown>): {text: string; page: string}[] {
  const list = recordOf(app['tabBar'])['list']
  return (Array.isArray(list) ? list : [])
    .slice(0, 5)
    .map(recordOf)
    .map((one) => ({text: stringOf(one['text']).slice(0, 20), page: stringOf(one['pagePath']).replace(/^\/+/, '')}))
}
