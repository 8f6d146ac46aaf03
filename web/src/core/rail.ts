// The rail: three tracks, Review, Filing, Service. Not one stepper, because pre-launch and live can
// both hold, and what is possible next stands with its condition.
import type {Case, Entry, Submission} from '@/api/types'
import type {Sign} from './states'

export type Track = 'review' | 'filing' | 'service'

export interface Stop {
  track: Track
  key: string // of i18n: rail.stop.<key>
  sign: Extract<Sign, 'done' | 'here' | 'waiting' | 'failed' | 'closed'>
  condition?: string // of i18n: rail.if.<condition>
}

const kAfterReview = new Set([
  'to_be_handed_over',
  'filing',
  'pre_launch',
  'releasable',
  'released',
  'filing_failed',
  'lapsed',
])
const kEnded = new Set(['withdrawn', 'stopped', 'lapsed', 'refused', 'filing_failed'])

function reviewTrack(submission: Submission): Stop[] {
  const {state} = submission
  const check: Stop = {track: 'review', key: 'check', sign: state === 'checking' ? 'here' : 'done'}
  if (kAfterReview.has(state) || submission.present?.length) {
    return [check, {track: 'review', key: 'reviewPassed', sign: 'done'}]
  }
  switch (state) {
    case 'checking':
      return [check, {track: 'review', key: 'review', sign: 'waiting', condition: 'checkDone'}]
    case 'reviewing':
      return [check, {track: 'review', key: 'review', sign: 'here'}]
    case 'waiting_for_developer':
      return [check, {track: 'review', key: 'question', sign: 'here'}]
    case 'refused':
      return [check, {track: 'review', key: 'reviewFailed', sign: 'failed'}]
    default:
      return [check, {track: 'review', key: state, sign: 'closed'}]
  }
}

function needsFiling(submission: Submission, file: Case): boolean {
  const completed = new Set((file.completed ?? []).map((row) => row.category))
  return (submission.categories ?? []).some((one) => one.filing && !completed.has(one.category))
}

const kEntryStop: Record<Entry['state'], [string, Stop['sign']]> = {
  to_be_handed_over: ['handOver', 'here'],
  running: ['filing', 'here'],
  without_period: ['filingNoPeriod', 'here'],
  silent: ['preLaunch', 'here'],
  passed: ['filingPassed', 'done'],
  failed: ['filingFailed', 'failed'],
  withdrawn: ['withdrawn', 'closed'],
  moved: ['moved', 'closed'],
  stopped: ['stopped', 'closed'],
}

function filingTrack(submission: Submission, file: Case): Stop[] {
  const entry = file.entries.find((one) => one.no === submission.entry)
  if (entry === undefined) {
    if (kAfterReview.has(submission.state)) return [{track: 'filing', key: 'noFiling', sign: 'closed'}]
    if (kEnded.has(submission.state)) return [{track: 'filing', key: 'notReached', sign: 'closed'}]
    return needsFiling(submission, file)
      ? [{track: 'filing', key: 'filing', sign: 'waiting', condition: 'reviewPassed'}]
      : [{track: 'filing', key: 'noFiling', sign: 'closed'}]
  }
  const [key, sign] = kEntryStop[entry.state]
  const stops: Stop[] = [{track: 'filing', key, sign}]
  if (entry.state === 'running') {
    stops.push({track: 'filing', key: 'preLaunch', sign: 'waiting', condition: 'silence'})
  }
  if (entry.state === 'running' || entry.state === 'without_period' || entry.state === 'silent') {
    stops.push({track: 'filing', key: 'filingPassed', sign: 'waiting', condition: 'officePasses'})
  }
  return stops
}

function serviceTrack(submission: Submission, file: Case): Stop[] {
  const order = (file.orders ?? []).find((one) => one.state === 'standing' && !one.proposed)
  switch (file.service) {
    case 'take_down_ordered':
      return [
        {track: 'service', key: 'takeDownDue', sign: 'here'},
        {track: 'service', key: 'down', sign: 'waiting', condition: 'downBy'},
      ]
    case 'down':
      return [{track: 'service', key: 'down', sign: 'failed'}]
    case 'suspended':
      return [{track: 'service', key: 'suspended', sign: 'here'}]
    default:
      break
  }
  const stops: Stop[] = []
  const current = (file.releases ?? []).find((one) => one.no === file.serving.current)
  const ours = current?.submission === submission.no
  if (ours) {
    const staged = file.serving.share < 10_000
    stops.push({track: 'service', key: staged ? 'staged' : 'live', sign: 'here'})
    if (staged) stops.push({track: 'service', key: 'live', sign: 'waiting', condition: 'fullShare'})
    return stops
  }
  if (file.service === 'served') stops.push({track: 'service', key: 'liveEarlier', sign: 'here'})
  if (order?.forbids_release) {
    stops.push({track: 'service', key: 'forbidden', sign: 'failed'})
  } else if (submission.state === 'releasable' || submission.state === 'pre_launch') {
    stops.push({track: 'service', key: 'release', sign: 'waiting', condition: 'youRelease'})
  } else if (submission.state === 'released') {
    stops.push({track: 'service', key: 'superseded', sign: 'done'})
  } else if (kEnded.has(submission.state)) {
    if (stops.length === 0) stops.push({track: 'service', key: 'notReached', sign: 'closed'})
  } else {
    stops.push({track: 'service', key: 'release', sign: 'waiting', condition: 'allDone'})
  }
  return stops
}

export function railOf(submission: Submission, file: Case): Record<Track, Stop[]> {
  return {
    review: reviewTrack(submission),
    filing: filingTrack(submission, file),
    service: serviceTrack(submission, file),
  }
}
