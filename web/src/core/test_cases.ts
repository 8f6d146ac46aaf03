// Small cases for the tests of this folder: a mini-program with one submission, changed as needed.
import type {Case, Entry, Submission, SubmissionDetail, SubmissionItem} from '@/api/types'

const kDigest = 'a'.repeat(64)

export const submission = (change: Partial<SubmissionDetail> = {}): SubmissionDetail => ({
  no: 1,
  state: 'filing',
  holder: 'authority',
  digest: kDigest,
  categories: [{category: 'social-forum', filing: true}],
  held: {developer_us: 0, platform_us: 0, authority_us: 0},
  age_us: 0,
  review_etag: '"review-1"',
  submitted_at: '2026-03-01T00:00:00Z',
  held_since: '2026-03-02T09:14:07Z',
  review_due: '2026-03-04T00:00:00Z',
  entry: 1,
  app: 'wx1',
  blockers: [],
  thread: [],
  thread_complete: true,
  ...change,
})

export const entry = (change: Partial<Entry> = {}): Entry => ({
  no: 1,
  submission: 1,
  state: 'running',
  region: '33',
  start: '2026-03-02T09:14:07Z',
  end: '2026-03-09T09:14:07Z',
  open: true,
  open_us: 0,
  answer: 0,
  ...change,
})

export const file = (change: Partial<Case> = {}): Case => ({
  app: 'wx1',
  revision: 3,
  subject: {id: 'sub-1', kind: 'enterprise', region: '33'},
  owner: 'org-1',
  service: 'never_served',
  serving: {current: 0, share: 0, base: 0, dark: false},
  submissions: [submission() as Submission],
  entries: [entry()],
  answers: [],
  items: [],
  orders: [],
  releases: [],
  completed: [],
  deadlines: [],
  ...change,
})

export const item = (change: Partial<SubmissionItem> = {}): SubmissionItem => ({
  app: 'wx1',
  submission: 1,
  state: 'filing',
  holder: 'authority',
  due: '2026-03-09T09:14:07Z',
  changed_at: '2026-03-02T09:14:07Z',
  ...change,
})

export const at = (text: string): number => Date.parse(text)
