// How a state shows: a sign beside its word, so that it reads without colour (UI.md: passed is an
// ink ✓, never green; could-not-check looks unlike a pass).
import type {CheckOutcome, EntryState, Holder, ServiceState, SubmissionState} from '@/api/types'

export type Sign = 'done' | 'here' | 'waiting' | 'failed' | 'closed' | 'unsure' | 'paused' | 'part'

export const kSignText: Record<Sign, string> = {
  done: '✓',
  here: '●',
  waiting: '○',
  failed: '✕',
  closed: '—',
  unsure: '?',
  paused: '‖',
  part: '◐',
}

// The tint behind a state is its holder's, or danger's; none where nobody holds it.
export type Tint = 'developer' | 'platform' | 'authority' | 'danger' | 'warn' | 'none'

interface Look {
  sign: Sign
  tint: Tint
}

const kSubmission: Record<SubmissionState, Look> = {
  checking: {sign: 'here', tint: 'platform'},
  reviewing: {sign: 'here', tint: 'platform'},
  waiting_for_developer: {sign: 'here', tint: 'developer'},
  refused: {sign: 'failed', tint: 'danger'},
  to_be_handed_over: {sign: 'here', tint: 'platform'},
  filing: {sign: 'here', tint: 'authority'},
  pre_launch: {sign: 'part', tint: 'developer'},
  releasable: {sign: 'done', tint: 'developer'},
  released: {sign: 'done', tint: 'none'},
  filing_failed: {sign: 'failed', tint: 'danger'},
  withdrawn: {sign: 'closed', tint: 'none'},
  stopped: {sign: 'closed', tint: 'none'},
  lapsed: {sign: 'closed', tint: 'none'},
}

const kEntry: Record<EntryState, Look> = {
  to_be_handed_over: {sign: 'waiting', tint: 'platform'},
  running: {sign: 'here', tint: 'authority'},
  without_period: {sign: 'here', tint: 'authority'},
  silent: {sign: 'part', tint: 'authority'},
  passed: {sign: 'done', tint: 'none'},
  failed: {sign: 'failed', tint: 'danger'},
  withdrawn: {sign: 'closed', tint: 'none'},
  moved: {sign: 'closed', tint: 'none'},
  stopped: {sign: 'closed', tint: 'none'},
}

const kService: Record<ServiceState, Look> = {
  never_served: {sign: 'waiting', tint: 'none'},
  served: {sign: 'done', tint: 'none'},
  suspended: {sign: 'paused', tint: 'none'},
  take_down_ordered: {sign: 'failed', tint: 'danger'},
  down: {sign: 'closed', tint: 'danger'},
}

const kCheck: Record<CheckOutcome, Look> = {
  passed: {sign: 'done', tint: 'none'},
  findings: {sign: 'failed', tint: 'warn'},
  could_not_check: {sign: 'unsure', tint: 'warn'},
}

export const submissionLook = (state: SubmissionState): Look => kSubmission[state]
// Beside what the mini-program's service says: what was released and is down is served to nobody, so
// that no ✓ stands before it. `word`: of i18n.
export const submissionTag = (state: SubmissionState, service: ServiceState | undefined): {look: Look; word: string} =>
  state === 'released' && service === 'down'
    ? {look: {sign: 'closed', tint: 'none'}, word: 'terms.wasReleased'}
    : {look: kSubmission[state], word: `terms.submissionState.${state}`}
export const entryLook = (state: EntryState): Look => kEntry[state]
export const serviceLook = (state: ServiceState): Look => kService[state]
export const checkLook = (outcome: CheckOutcome): Look => kCheck[outcome]

export type Desk = 'dev' | 'review' | 'office' | 'ops'

// The side of a clock that a desk's people stand on.
export const kSideOfDesk: Record<Desk, Holder> = {
  dev: 'developer',
  review: 'platform',
  office: 'authority',
  ops: 'platform',
}
