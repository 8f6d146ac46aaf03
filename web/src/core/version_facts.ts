// How a version of catalogue or policy shows, and what may be done about it.
import type {VersionState} from '@/api/types'
import type {AnyVersion} from '@/api/version_calls'
import type {Sign, Tint} from './states'

const kLooks: Record<VersionState, {sign: Sign; tint: Tint}> = {
  shipped: {sign: 'waiting', tint: 'none'},
  proposed: {sign: 'here', tint: 'platform'},
  to_come: {sign: 'part', tint: 'platform'},
  in_force: {sign: 'done', tint: 'none'},
  past: {sign: 'closed', tint: 'none'},
  withdrawn: {sign: 'closed', tint: 'none'},
}
export const versionLook = (state: VersionState): {sign: Sign; tint: Tint} => kLooks[state]

// Nobody confirms what they proposed themselves.
export const mayConfirm = (one: AnyVersion, person: string | undefined): boolean => one.state === 'proposed' && one.proposed_by !== person
export const mayWithdraw = (one: AnyVersion): boolean => one.state === 'proposed' || one.state === 'to_come'
export const hasWhatIf = (one: AnyVersion): boolean => one.state === 'proposed' || one.state === 'to_come'
