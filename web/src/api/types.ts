// Short names for the shapes of the contract.
import type {components} from './schema'

type Schemas = components['schemas']

export type Access = Schemas['Access']
export type Accepted = Schemas['Accepted']
export type Answer = Schemas['Answer']
export type AnswerBody = Schemas['AnswerBody']
export type AppItem = Schemas['AppItem']
export type Application = Schemas['Application']
export type ApplicationItem = Schemas['ApplicationItem']
export type ApplicationState = Schemas['ApplicationState']
export type ApplyBody = Schemas['ApplyBody']
export type Calendar = Schemas['Calendar']
export type Case = Schemas['Case']
export type Category = Schemas['Category']
export type CategoryStep = Schemas['CategoryStep']
export type CategoryItem = Schemas['CategoryItem']
export type CheckOutcome = Schemas['CheckOutcome']
export type ContactBody = Schemas['ContactBody']
export type Darkness = Schemas['Darkness']
export type DeadlineKind = Schemas['DeadlineKind']
export type Dismissal = Schemas['Dismissal']
export type DismissBody = Schemas['DismissBody']
export type Document = Schemas['Document']
export type Entry = Schemas['Entry']
export type EntryItem = Schemas['EntryItem']
export type EntryState = Schemas['EntryState']
export type Grant = Schemas['Grant']
export type Holder = Schemas['Holder']
export type Host = Schemas['Host']
export type Item = Schemas['Item']
// The contract leaves the shape of an event's data to its type.
export type LogEntry = Schemas['LogEntryPage']['items'][number]
export type LogEvent = Omit<Schemas['Event'], 'data'> & {data: Record<string, unknown>}
export type Me = Schemas['Me']
export type NewCalendar = Schemas['NewCalendar']
export type NewHost = Schemas['NewHost']
export type Notice = Schemas['Notice']
export type Order = Schemas['Order']
export type OrderBody = Schemas['OrderBody']
export type OrderScope = Schemas['OrderScope']
export type Package = Schemas['Package']
export type Point = Schemas['Point']
export type PointBody = Schemas['PointBody']
export type DirectoryStep = Schemas['DirectoryStep']
export type Problem = Schemas['Problem']
export type QueueReason = Schemas['QueueReason']
export type Risk = Schemas['Risk']
export type MaterialReplyBody = Schemas['MaterialReplyBody']
export type MaterialRequest = Schemas['MaterialRequest']
export type MaterialRequestBody = Schemas['MaterialRequestBody']
export type Reading = Schemas['Reading']
export type ReasonBody = Schemas['ReasonBody']
export type ReasonRow = Schemas['ReasonRow']
export type ReasonUse = Schemas['ReasonUse']
export type RefusedAttempt = Schemas['RefusedAttempt']
export type Region = Schemas['Region']
export type Rehearsal = Schemas['Rehearsal']
export type Release = Schemas['Release']
export type ReleaseChoice = Schemas['ReleaseChoice']
export type Server = Schemas['Server']
export type RuleVersion = Schemas['RuleVersion']
export type Scan = Schemas['Scan']
export type SecondBody = Schemas['SecondBody']
export type ServiceState = Schemas['ServiceState']
export type SignedReceipt = Schemas['SignedReceipt']
export type SigningKey = Schemas['Key']
export type Stepped = Schemas['Stepped']
export type SubjectCategory = Schemas['SubjectCategory']
export type SubjectCategoryList = Schemas['SubjectCategoryList']
export type StateCounts = Schemas['StateCounts']
export type Submission = Schemas['Submission']
export type SubmissionDetail = Omit<Schemas['SubmissionDetail'], 'thread'> & {thread: LogEvent[]}
export type SubmissionItem = Schemas['SubmissionItem']
export type SubmissionState = Schemas['SubmissionState']
export type SubjectKind = Schemas['SubjectKind']
export type SubmitBody = Schemas['SubmitBody']
export type TestAccount = Schemas['TestAccount']
export type UgcBody = Schemas['UgcBody']
export type UgcMethod = Schemas['UgcMethod']
export type UgcScene = Schemas['UgcScene']
export type FormPicture = Schemas['FormPicture']
export type TextPair = Schemas['Text']
export type Unread = Schemas['Unread']
export type Upload = Schemas['Upload']
export type TimeByHolder = Schemas['TimeByHolder']

// ---- figures and leases
export type Lease = Schemas['Lease']
export type Quantiles = Schemas['Quantiles']
export type Statistics = Schemas['Statistics']
export type ServerHealth = Schemas['ServerHealth']
export type Waiting = Schemas['Waiting']

// ---- webhooks
export type NewWebhook = Schemas['NewWebhook']
export type Webhook = Schemas['Webhook']
export type WebhookAttempt = Schemas['WebhookAttempt']
export type WebhookBody = Schemas['WebhookBody']

// ---- jobs
export type Job = Schemas['Job']
export type JobDryRun = Schemas['JobDryRun']
export type JobItem = Schemas['JobItem']
export type JobItemState = Schemas['JobItemState']
export type JobKind = Schemas['JobKind']

// ---- versions of catalogue and policy
export type CatalogueDiff = Schemas['CatalogueDiff']
export type CatalogueFault = Schemas['CatalogueFault']
export type CatalogueRowDiff = Schemas['CatalogueRowDiff']
export type CatalogueVersion = Schemas['CatalogueVersion']
export type NamedValue = Schemas['NamedValue']
export type Policy = Schemas['Policy']
export type PolicyChange = Schemas['PolicyChange']
export type PolicyParameter = Schemas['PolicyParameter']
export type PolicyVersion = Schemas['PolicyVersion']
export type VersionState = Schemas['VersionState']
export type WhatIf = Schemas['WhatIf']
export type WhatIfItem = Schemas['WhatIfItem']

// ---- rulings, holds, identities, signed files
export type OfficeKey = Schemas['OfficeKey']
export type OfficeKeyBody = Schemas['OfficeKeyBody']
export type AnswerState = Schemas['AnswerState']
export type Hold = Schemas['Hold']
export type HoldBody = Schemas['HoldBody']
export type OidcPrepared = Schemas['OidcPrepared']
export type RulingItem = Schemas['RulingItem']

// ---- the directory
export type FactorSecret = Schemas['FactorSecret']
export type Invitation = Schemas['Invitation']
export type InviteBody = Schemas['InviteBody']
export type Org = Schemas['Org']
export type OrgBody = Schemas['OrgBody']
export type OrgKind = Schemas['Org']['kind']
export type Person = Schemas['Person']
export type PersonData = Schemas['PersonData']
export type PersonBody = Schemas['PersonBody']
export type Proposal = Schemas['Proposal']
export type ProposalState = Schemas['ProposalState']
export type RecoveryCodes = Schemas['RecoveryCodes']
export type Role = Schemas['Role']
export type SignedIn = Schemas['SignedIn']
export type SignInState = Schemas['SignInState']
export type SubjectContact = Schemas['SubjectContact']
export type SubjectItem = Schemas['SubjectItem']
export type SubjectRecordBody = Schemas['SubjectRecordBody']
export type Token = Schemas['Token']
export type TokenBody = Schemas['TokenBody']

export interface Page<Item> {
  items: Item[]
  next?: string
}

// docs/check-report.md, schema baobei.check/1; the contract leaves its shape open.
export interface Finding {
  rule: string
  severity: 'error' | 'warning' | 'note'
  message: string
  message_en: string
  advice: string
  advice_en: string
  file: string
  line: number
  column: number
  excerpt?: string
  api?: string
  category?: string
}

export interface InvolvedCategory {
  id: string
  first: TextPair | string
  second: TextPair | string
  third?: TextPair | string
  confidence: number
  declared: boolean
  evidence: {file: string; line: number; column: number; excerpt: string; kind: string; means?: string; means_en?: string}[]
}

// What a developer says of findings; `reason` and `until` are '' where they are missing.
export interface Remark {
  by: 'comment' | 'settings'
  rule: string
  reason: string
  until: string
  file: string
  line: number
}
export interface CheckReport {
  schema: string
  package: {kind: string; digest: string; files: number; bytes: number}
  outcome: CheckOutcome
  categories: InvolvedCategory[]
  covering?: string[] // absent where nothing could be checked, and in older reports
  findings: Finding[]
  remarks?: Remark[] // absent in reports older than them
  coverage: {
    files_read: number
    files_skipped: {file: string; why: string}[]
    findings_left_out: number
  }
  versions: {checker: string; rules: string; catalogue: string}
  failure?: {reason: string; message: string; message_en: string}
  elapsed_ms: number
}
export type TriedPack = Schemas['TriedPack']
