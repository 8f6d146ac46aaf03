// The keyboard (UI.md §5). Dead in fields, during IME composition and while a dialog is open, but
// for Escape and Ctrl-Enter; can be turned off (WCAG 2.1.4).
import {onBeforeUnmount, onMounted, ref, shallowRef} from 'vue'

export interface KeyBinding {
  keys: string // "j", "g h", "Ctrl-k", "?"
  label: string // of i18n: keys.<label>
  run: () => void
  always?: boolean // in fields too
}

const kOffKey = 'baobei.keys.off'

function readOff(): boolean {
  try {
    return localStorage.getItem(kOffKey) === '1'
  } catch {
    return false
  }
}

export const keysOff = ref(readOff())

export function setKeysOff(off: boolean): void {
  keysOff.value = off
  try {
    localStorage.setItem(kOffKey, off ? '1' : '0')
  } catch {
    // storage is refused: as long as the page
  }
}

const layers = shallowRef<KeyBinding[][]>([])
const kChordTime = 1200
let chord = ''
let chordAt = 0

export const activeKeys = (): KeyBinding[] => layers.value.flat()

export function keyName(event: KeyboardEvent): string {
  const control = event.ctrlKey || event.metaKey ? 'Ctrl-' : ''
  return control + (event.key.length === 1 && control !== '' ? event.key.toLowerCase() : event.key)
}

function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

// The binding that this key ends, of the newest layer that has one; notes the start of a chord.
export function match(event: KeyboardEvent, bindings: KeyBinding[], at: number): KeyBinding | undefined {
  const name = keyName(event)
  const chorded = at - chordAt < kChordTime && chord !== '' ? `${chord} ${name}` : ''
  chord = ''
  const newestFirst = [...bindings].reverse()
  const found =
    newestFirst.find((one) => one.keys === chorded) ??
    newestFirst.find((one) => one.keys === name)
  if (found === undefined && bindings.some((one) => one.keys.startsWith(`${name} `))) {
    chord = name
    chordAt = at
  }
  return found
}

function onKey(event: KeyboardEvent): void {
  if (event.isComposing || event.defaultPrevented || event.altKey) return
  const field = inField(event.target) || document.querySelector('[role=dialog][aria-modal=true]') !== null
  const usable = activeKeys().filter(
    (one) => one.always === true || (!field && (!keysOff.value || one.keys.startsWith('Ctrl-'))),
  )
  const found = match(event, usable, event.timeStamp)
  if (found === undefined) return
  event.preventDefault()
  found.run()
}

export function listenToKeys(): void {
  document.addEventListener('keydown', onKey)
}

// While the component is there.
export function useKeys(bindings: KeyBinding[]): void {
  onMounted(() => (layers.value = [...layers.value, bindings]))
  onBeforeUnmount(() => {
    layers.value = layers.value.filter((one) => one !== bindings)
  })
}
