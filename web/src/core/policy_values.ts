// Values of the policy as they are read and typed. The server checks them against their limits; here only
// the form is.
import type {PolicyParameter} from '@/api/types'

type Form = PolicyParameter['form']

// Shares are hundredths of a percent.
export function valueText(form: Form, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (form === 'share') return String(Number(value) / 100)
  if (form === 'rules') return Array.isArray(value) ? value.join(', ') : String(value)
  return String(value)
}

export function valueWords(form: Form, value: unknown, words: {yes: string; no: string; none: string}): string {
  if (form === 'flag') return value === true ? words.yes : words.no
  const text = valueText(form, value)
  if (text === '') return words.none
  return form === 'share' ? `${text} %` : text
}

// What was typed, as the request takes it; undefined: it has not the form.
export function valueOf(form: Form, text: string): unknown {
  const typed = text.trim()
  switch (form) {
    case 'duration':
      return /^(\d+[dhms])+$/.test(typed) ? typed : undefined
    case 'count':
      return /^\d{1,9}$/.test(typed) ? Number(typed) : undefined
    case 'share': {
      const share = Number(typed)
      return /^\d{1,3}(\.\d{1,2})?$/.test(typed) && share <= 100 ? Math.round(share * 100) : undefined
    }
    case 'flag':
      return typed === 'true' ? true : typed === 'false' ? false : undefined
    case 'rules':
      return typed === '' ? [] : typed.split(/[,，\s]+/).filter(Boolean)
    case 'region':
      return /^\d{2}$/.test(typed) ? typed : undefined
  }
}

// Of an instant as a field of the browser gives it, in the reader's zone.
export function instantOfField(text: string): string | undefined {
  const at = new Date(text)
  return text === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
export function fieldOfInstant(at: number): string {
  const day = new Date(at)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T${two(day.getHours())}:${two(day.getMinutes())}`
}

// A file's name as the catalogue knows it: what lies behind the folder that was chosen; one that was
// chosen alone and is no file of the top belongs to the categories.
const kTop = /^(catalogue|documents|filing_kinds|regions|reasons)\.toml$/
export function catalogueName(file: {name: string; webkitRelativePath?: string}): string {
  const path = file.webkitRelativePath ?? ''
  if (path.includes('/')) return path.slice(path.indexOf('/') + 1)
  return kTop.test(file.name) ? file.name : `categories/${file.name}`
}

// A pack of rules lies under packs/, whichever way it was chosen.
export const packName = (file: {name: string}): string => `packs/${file.name}`
