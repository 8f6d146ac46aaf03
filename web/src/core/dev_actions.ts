// Which commands a developer may want about a submission as it stands, the likeliest first. The
// server decides in the end; this only keeps buttons away that could never work.
import type {Case, Order, Submission} from '@/api/types'

// A version that was released before, and why the server would not let it come back (R3, R17, R21).
export interface BackTo {
  no: number // of its submission
  barred?: 'bar' | 'order' | 'state'
}
export function backTo(submission: Submission, file: Case): BackTo[] {
  const barred = new Set((file.bars ?? []).map((one) => one.digest))
  // One over a version names it until it is revoked, one over the service while it stands.
  const names = (one: Order): boolean => one.proposed !== true && (one.state === 'standing' || (one.state === 'discharged' && one.take_down.scope === 'version'))
  const ordered = new Set((file.orders ?? []).filter(names).flatMap((one) => one.take_down.digests ?? []))
  const newest = new Map((file.releases ?? []).map((one) => [one.submission, one.digest]))
  newest.delete(submission.no)
  return [...newest].map(([no, digest]) => {
    if (barred.has(digest)) return {no, barred: 'bar'}
    if (ordered.has(digest)) return {no, barred: 'order'}
    const its = file.submissions.find((one) => one.no === no)
    return its === undefined || its.state === 'released' ? {no} : {no, barred: 'state'}
  })
}

export type DevAction =
  | 'reply'
  | 'appeal'
  | 'withdraw'
  | 'choose'
  | 'release'
  | 'setShare'
  | 'rollBack'
  | 'suspend'
  | 'resume'
  | 'takeDown'

const kRight: Record<DevAction, string> = {
  reply: 'answer_question',
  appeal: 'appeal',
  withdraw: 'withdraw',
  choose: 'choose_release',
  release: 'release',
  setShare: 'set_share',
  rollBack: 'roll_back',
  suspend: 'suspend',
  resume: 'resume',
  takeDown: 'take_down_now',
}

const kBeforeRelease = new Set<Submission['state']>(['checking', 'reviewing', 'waiting_for_developer', 'to_be_handed_over', 'filing'])

function wanted(submission: Submission, file: Case): DevAction[] {
  const {state} = submission
  const standing = (file.orders ?? []).some((one) => one.state === 'standing' && one.proposed !== true && one.carried_out !== true && one.forbids_release !== true)
  if (kBeforeRelease.has(state)) {
    return [...(state === 'waiting_for_developer' ? (['reply'] as const) : []), 'choose', 'withdraw']
  }
  if (state === 'refused') return submission.appealed === true ? [] : ['appeal']
  if (state === 'pre_launch' || state === 'releasable') return ['release', 'choose', 'withdraw']
  if (state !== 'released') return []
  const current = (file.releases ?? []).find((one) => one.no === file.serving.current)
  const ours = current?.submission === submission.no
  if (file.service === 'suspended') return ['resume']
  const actions: DevAction[] = []
  if (standing && file.service === 'take_down_ordered') actions.push('takeDown')
  // Under an order the share may still be narrowed (R17); the server refuses to widen it.
  if (ours && ['served', 'take_down_ordered'].includes(file.service)) actions.push('setShare')
  if (ours && backTo(submission, file).some((one) => one.barred === undefined)) actions.push('rollBack')
  if (ours && file.service === 'served') actions.push('suspend')
  return actions
}

// Whether an earlier release of another version can take the place of what an order is about: not where
// the order takes the whole service down, nor where the version is barred.
export function hasUnaffected(submission: Submission, file: Case): boolean {
  const standing = (file.orders ?? []).filter((one) => one.state === 'standing' && one.proposed !== true)
  if (standing.some((one) => one.take_down.scope === 'service')) return false
  const affected = new Set([submission.digest, ...(file.bars ?? []).map((one) => one.digest), ...standing.flatMap((one) => one.take_down.digests ?? [])])
  return (file.releases ?? []).some((one) => one.submission !== submission.no && !affected.has(one.digest))
}

export function actionsOf(submission: Submission, file: Case, may: (command: string) => boolean): DevAction[] {
  return wanted(submission, file).filter((action) => may(kRight[action]))
}
