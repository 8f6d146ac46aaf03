// Versions of the catalogue, of the policy and of the packs of rules: proposed, looked at against open cases, confirmed by a
// second operator, withdrawn.
import {ask, pathOf} from './client'
import type {Paging} from './calls'
import type * as t from './types'

const body = <Body>(answer: {body: Body}): Body => answer.body
const page = (paging: Paging) => ({query: {after: paging.after, limit: paging.limit}, signal: paging.signal})

export type VersionKind = 'catalogue' | 'policy' | 'rules'
// What a version of rules would touch is told by a rehearsal.
export type AnyVersion = t.CatalogueVersion | t.PolicyVersion | (t.RuleVersion & {what_if?: undefined})

export const listVersions = (kind: VersionKind, paging: Paging = {}) => ask<t.Page<AnyVersion>>(`/v1/${kind}/versions`, page(paging)).then(body)
export const getVersion = (kind: VersionKind, version: string, signal?: AbortSignal) => ask<AnyVersion>(pathOf(`/v1/${kind}/versions/{version}`, {version}), {signal}).then(body)
export const getVersionFile = (version: string, file: string, signal?: AbortSignal) =>
  ask<t.CatalogueVersion>(pathOf('/v1/catalogue/versions/{version}', {version}), {query: {file}, signal}).then((answer) => answer.body.files?.find((one) => one.name === file)?.text)
export const getCatalogueDiff = (version: string, against: string | undefined, signal?: AbortSignal) =>
  ask<t.CatalogueDiff>(pathOf('/v1/catalogue/versions/{version}/diff', {version}), {query: {against}, signal}).then(body)
export const whatIf = (kind: VersionKind, version: string, paging: Paging = {}) =>
  ask<t.WhatIf>(pathOf(`/v1/${kind}/versions/{version}/what-if`, {version}), page(paging)).then(body)
// Of what nobody proposed yet; keeps nothing.
export const tryDraft = (kind: VersionKind, draft: unknown, paging: Paging = {}) =>
  ask<t.WhatIf>(`/v1/${kind}/what-if`, {method: 'POST', body: draft, ...page(paging)}).then(body)

export const propose = (kind: VersionKind, what: unknown, dryRun: boolean) =>
  ask<AnyVersion>(`/v1/${kind}/versions`, {method: 'POST', body: what, query: {dry_run: dryRun}}).then(body)
export const decideVersion = (kind: VersionKind, version: string, verb: 'confirm' | 'withdraw') =>
  ask<AnyVersion>(pathOf(`/v1/${kind}/versions/{version}/${verb}`, {version}), {method: 'POST'}).then(body)

export const getPolicy = (signal?: AbortSignal) => ask<t.Policy>('/v1/policy', {signal}).then(body)
