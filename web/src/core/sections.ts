// The sections of each desk's top bar.
import {desks} from './session'
import type {Desk} from './states'

export interface Section {
  key: string // of i18n: section.<key>
  to: string
  also?: string[] // what else belongs to it
}

const kSections: Record<Desk, Section[]> = {
  dev: [
    {key: 'todo', to: '/dev'},
    {key: 'apps', to: '/dev/apps'},
    {key: 'categories', to: '/dev/categories'},
    {key: 'people', to: '/dev/people'},
  ],
  review: [
    {key: 'queue', to: '/review'},
    {key: 'appeals', to: '/review/appeals'},
    {key: 'mine', to: '/review/mine'},
  ],
  office: [
    {key: 'filings', to: '/office'},
    {key: 'orders', to: '/office/orders'},
    {key: 'second', to: '/office/second'},
    {key: 'register', to: '/office/register'},
    {key: 'offline', to: '/office/offline'},
    {key: 'figures', to: '/office/figures'},
  ],
  ops: [
    {key: 'overview', to: '/ops', also: ['/ops/figures']},
    {key: 'applications', to: '/ops/applications'},
    {key: 'handover', to: '/ops/handover'},
    {key: 'apps', to: '/ops/apps'},
    {key: 'orgs', to: '/ops/orgs', also: ['/ops/people', '/ops/rights', '/ops/subjects', '/ops/proposals']},
    {key: 'log', to: '/ops/audit', also: ['/ops/readings', '/ops/changes']},
    {key: 'catalogue', to: '/ops/catalogue', also: ['/ops/policy', '/ops/rules']},
    {key: 'health', to: '/ops/health'},
  ],
}

// Pages that no section of the bar stands for: found by name.
const kBeside: Partial<Record<Desk, Section[]>> = {
  dev: [
    {key: 'applications', to: '/dev/applications'},
    {key: 'webhooks', to: '/dev/webhooks'},
  ],
  ops: [
    {key: 'figures', to: '/ops/figures'},
    {key: 'readings', to: '/ops/readings'},
    {key: 'changes', to: '/ops/changes'},
    {key: 'subjects', to: '/ops/subjects'},
    {key: 'proposals', to: '/ops/proposals'},
    {key: 'rights', to: '/ops/rights'},
    {key: 'versions', to: '/ops/catalogue/versions'},
    {key: 'policy', to: '/ops/policy'},
    {key: 'rules', to: '/ops/rules'},
  ],
}

export const pagesOf = (desk: Desk): Section[] => [...kSections[desk], ...(kBeside[desk] ?? [])]
export const sectionsOf = (desk: Desk): Section[] => kSections[desk]

// The desk that the bar belongs to: the page's, else the person's first.
export const deskOf = (ofRoute: Desk | undefined): Desk | undefined =>
  ofRoute !== undefined && desks.value.includes(ofRoute) ? ofRoute : desks.value[0]

// Where a case is read by somebody of this desk.
export function caseAddress(desk: Desk | undefined, app: string, no?: number): string {
  switch (desk) {
    case 'review':
      return no === undefined ? `/c/${app}` : `/review/cases/${app}/${no}`
    case 'office':
      return no === undefined ? `/c/${app}` : `/c/${app}/${no}`
    case 'ops':
      return `/ops/apps/${app}`
    default:
      return no === undefined ? `/dev/apps/${app}` : `/dev/cases/${app}/${no}`
  }
}

// A filing: an office reads it itself, everybody else the submission that it is of.
export const filingAddress = (desk: Desk | undefined, one: {app: string; entry: number; submission?: number}): string =>
  desk === 'office' ? `/office/filings/${one.app}/${one.entry}` : caseAddress(desk, one.app, one.submission)
