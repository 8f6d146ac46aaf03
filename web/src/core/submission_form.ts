// What a submission's form holds beside version and categories, and whether it is complete. Pure.
import type {Submission, UgcBody, UgcMethod, UgcScene} from '@/api/types'

export const kUgcScenes: UgcScene[] = ['profile', 'picture', 'video', 'text', 'audio', 'other']
export const kUgcMethods: UgcMethod[] = ['platform_interface', 'other_product', 'people', 'none']
export const kUgcTextMax = 256
export const kAccountMax = 200
export const kRemarksMax = 1000

export const toggled = <One>(list: readonly One[], one: One): One[] => (list.includes(one) ? list.filter((it) => it !== one) : [...list, one])

export interface AccountDraft {
  account: string
  password: string
  remarks: string
}

// i18n keys of what it still takes.
export function missingInForm(ugc: UgcBody | undefined, opened: boolean, account: AccountDraft): string {
  if (ugc !== undefined && (opened || ugc.scenes.length > 0)) {
    if (ugc.scenes.length === 0) return 'form.missingScene'
    if ((ugc.methods ?? []).length === 0) return 'form.missingMethod'
    if (ugc.scenes.includes('other') && (ugc.text ?? '').trim() === '') return 'form.missingText'
  }
  const filled = [account.account, account.password].filter((one) => one !== '').length
  if (filled === 1 || (filled === 0 && account.remarks.trim() !== '')) return 'form.missingAccount'
  return ''
}

// As it is sent: what was left empty is left out.
export function formBody(ugc: UgcBody | undefined, pictures: readonly string[], account: AccountDraft) {
  const text = (ugc?.text ?? '').trim()
  return {
    ...(ugc === undefined ? {} : {ugc: ugc.scenes.length === 0 ? {scenes: []} : {scenes: ugc.scenes, methods: ugc.methods ?? [], audit_team: ugc.audit_team === true, ...(text === '' ? {} : {text})}}),
    ...(pictures.length === 0 ? {} : {pictures: [...pictures]}),
    ...(account.account === '' ? {} : {test_account: {account: account.account, password: account.password, ...(account.remarks.trim() === '' ? {} : {remarks: account.remarks.trim()})}}),
  }
}

export const hasForm = (submission: Submission): boolean => submission.ugc !== undefined || (submission.pictures ?? []).length > 0 || submission.test_account === true
