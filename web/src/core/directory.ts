// What the directory takes, said before it is sent: ids, passwords, which grants take a second operator
// (DESIGN decision 11). The server decides; these are its limits as the contract tells them.
import type {Role} from '@/api/types'

export const kRoles: Role[] = ['developer', 'reviewer', 'senior_reviewer', 'officer', 'operator', 'auditor']
export const kTakeSecond: Role[] = kRoles.filter((role) => role !== 'developer')
export const kNameMax = 100
export const kIdMax = 64
export const kPasswordLeast = 12
export const kPasswordMax = 256

export const idFits = (text: string): boolean => /^[A-Za-z0-9._-]{1,64}$/.test(text.trim())
export const takesSecond = (roles: readonly Role[]): boolean => roles.some((role) => kTakeSecond.includes(role))

export interface Rights {
  roles: readonly Role[]
  region?: string
  active: boolean
}

// What of a change one operator alone cannot give: roles that are new, come back with an inactive person
// or, for officers, go to another province.
export function grantedBySecond(after: Rights, before: Rights | undefined): Role[] {
  if (!after.active) return []
  const had = (role: Role): boolean => {
    if (before === undefined || !before.active || !before.roles.includes(role)) return false
    return role !== 'officer' || (before.region ?? '') === (after.region ?? '')
  }
  return after.roles.filter((role) => kTakeSecond.includes(role) && !had(role))
}

export type PasswordLack = 'short' | 'long' | 'differs'
export function passwordLack(password: string, again: string): PasswordLack | undefined {
  const characters = [...password].length
  if (characters < kPasswordLeast) return 'short'
  if (new TextEncoder().encode(password).length > kPasswordMax) return 'long'
  return password === again ? undefined : 'differs'
}
