// What a notice is about, and whether it asks its reader for an act: as its last paragraph in
// catalogue/notices.toml says, which a test compares. Pure.
import type {Notice} from '@/api/types'

export const kFamilies = ['review', 'filing', 'release', 'order', 'category', 'other'] as const
export type Family = (typeof kFamilies)[number]

interface KindFacts {
  family: Family
  asks: boolean
}
const asks = (family: Family): KindFacts => ({family, asks: true})
const tells = (family: Family): KindFacts => ({family, asks: false})

export const kNoticeKinds: Record<Notice['kind'], KindFacts> = {
  check_finished: tells('review'),
  question_asked: asks('review'),
  review_passed: asks('review'),
  review_passed_to_file: tells('review'),
  review_refused: asks('review'),
  appeal_dismissed: asks('review'),
  appeal_reopened: tells('review'),
  appeal_cleared: tells('review'),
  withdrawn_for_no_answer: asks('review'),
  pass_revoked: asks('review'),
  case_stopped: asks('review'),
  review_overdue: asks('review'),
  filing_started: tells('filing'),
  filing_started_without_period: tells('filing'),
  pre_launch: asks('filing'),
  filing_passed: asks('filing'),
  filing_failed: asks('filing'),
  answer_noted: tells('filing'),
  answer_amended: asks('filing'),
  answer_revoked: tells('filing'),
  material_requested: asks('filing'),
  material_replied: asks('filing'),
  dossier_laid: asks('filing'),
  filing_ends_soon: asks('filing'),
  entry_withdrawn: tells('filing'),
  entry_stopped: tells('filing'),
  entry_moved: tells('filing'),
  second_signature_wanted: asks('filing'),
  no_channel: asks('filing'),
  hand_over_due: asks('filing'),
  filing_voided: tells('filing'),
  releasable: asks('release'),
  submission_lapsed: tells('release'),
  cap_lifted: tells('release'),
  bar_lifted: tells('release'),
  released_by_choice: tells('release'),
  take_down_ordered: asks('order'),
  release_forbidden: asks('order'),
  take_down_soon: asks('order'),
  taken_down: asks('order'),
  order_discharged: tells('order'),
  order_revoked: asks('order'),
  order_second_signature_wanted: asks('order'),
  qualification_expires_soon: asks('category'),
  qualification_lapsed: asks('category'),
  qualification_grace_ended: asks('category'),
  category_applied: asks('category'),
  category_accepted: tells('category'),
  category_refused: asks('category'),
  grant_renewed: tells('category'),
  grant_revoked: asks('category'),
  subject_changed: tells('other'),
  authorisation_ended: asks('other'),
  webhook_ended: asks('other'),
}

// A kind that a newer server has and this desk does not know tells.
export const factsOfKind = (kind: string): KindFacts => (kNoticeKinds as Record<string, KindFacts>)[kind] ?? tells('other')
