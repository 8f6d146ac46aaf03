// Many commands in one request, and what became of each.
import {ask, pathOf} from './client'
import type {Paging} from './calls'
import type * as t from './types'

const body = <Body>(answer: {body: Body}): Body => answer.body
export const kJobItemsMax = 2000

export type JobBodyItem = {app: string} & Record<string, unknown>
export const tryJob = (kind: t.JobKind, items: readonly JobBodyItem[], signal?: AbortSignal) =>
  ask<t.JobDryRun>('/v1/jobs', {method: 'POST', body: {kind, items}, query: {dry_run: true}, signal}).then(body)
// Under the key of its first try: a lost answer can never carry it out twice.
export const beginJob = (kind: t.JobKind, items: readonly JobBodyItem[], key: string) =>
  ask<t.Job>('/v1/jobs', {method: 'POST', body: {kind, items}, headers: {'Idempotency-Key': key}}).then(body)

export const listJobs = (page: Paging = {}) =>
  ask<t.Page<t.Job>>('/v1/jobs', {query: {after: page.after, limit: page.limit}, signal: page.signal}).then(body)
export const getJob = (job: string, signal?: AbortSignal) => ask<t.Job>(pathOf('/v1/jobs/{job}', {job}), {signal}).then(body)
export const listJobItems = (job: string, result: t.JobItemState | undefined, page: Paging = {}) =>
  ask<t.Page<t.JobItem>>(pathOf('/v1/jobs/{job}/items', {job}), {query: {result, after: page.after, limit: page.limit}, signal: page.signal}).then(body)
export const cancelJob = (job: string) => ask<t.Job>(pathOf('/v1/jobs/{job}/cancel', {job}), {method: 'POST'}).then(body)
