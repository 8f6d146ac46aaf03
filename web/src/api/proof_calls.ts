// What can be proved and followed outside the desks: receipts, calendars, hosts, the log.
import type {CheckReport, LogEvent} from './types'
import {ask, openBody, pathOf} from './client'
import type * as t from './types'

const body = <Body>(answer: {body: Body}): Body => answer.body

export const getReceipt = (app: string, entry: number, signal?: AbortSignal) =>
  ask<t.SignedReceipt>(pathOf('/v1/apps/{app}/filings/{entry}/receipt', {app, entry}), {signal}).then(body)
export const getCertificate = (app: string, entry: number, signal?: AbortSignal) =>
  ask<t.SignedReceipt>(pathOf('/v1/apps/{app}/filings/{entry}/certificate', {app, entry}), {signal}).then(body)
export const listKeys = (signal?: AbortSignal) => ask<{items: t.SigningKey[]}>('/v1/keys', {signal}).then(body)

export const listCalendars = (signal?: AbortSignal) => ask<{items: t.Calendar[]}>('/v1/calendars', {signal}).then((answer) => answer.body.items)
export const addCalendar = (label: string) =>
  ask<t.NewCalendar>('/v1/calendars', {method: 'POST', body: label === '' ? {} : {label}}).then(body)
export const removeCalendar = (calendar: string) => ask<undefined>(pathOf('/v1/calendars/{calendar}', {calendar}), {method: 'DELETE'})

export const getDarkness = (app: string, signal?: AbortSignal) =>
  ask<t.Darkness>(pathOf('/v1/apps/{app}/darkness', {app}), {signal}).then(body)

export const listHosts = (signal?: AbortSignal) => ask<{items: t.Host[]}>('/v1/hosts', {signal}).then((answer) => answer.body.items)
export const addHost = (name: string) => ask<t.NewHost>('/v1/hosts', {method: 'POST', body: {name}}).then(body)
export const revokeHost = (host: string) => ask<undefined>(pathOf('/v1/hosts/{host}', {host}), {method: 'DELETE'})

export interface FeedPage {
  items: LogEvent[]
  cursor: string
  more: boolean
}
export const readFeed = (after: string, limit: number, signal?: AbortSignal) =>
  ask<FeedPage>('/v1/feed', {query: {after, limit}, signal}).then(body)

// Newest first, from a cursor of the answer before on; without one from the newest event.
export interface Backwards {
  before?: string
  app?: string
  type?: string
  signal?: AbortSignal
}
const kEventsAtOnce = 200
export const readFeedBack = ({before, app, type, signal}: Backwards) =>
  ask<FeedPage>('/v1/feed', {query: {before: before ?? 'head', app, type, limit: kEventsAtOnce}, signal}).then(body)

// The log as a third party reads it: what is signed, and the bodies that were hashed.
export const readCheckpoint = async (signal?: AbortSignal): Promise<string> => (await openBody('/v1/log/checkpoint', {headers: {Accept: 'text/plain'}, signal})).text()
export const readEntries = (after: string, limit: number, signal?: AbortSignal) =>
  ask<{items: t.LogEntry[]; cursor: string; more: boolean}>('/v1/log/entries', {query: {after, limit}, signal}).then(body)

// Takes as long as the checker does; nothing is kept.
export const checkVersion = (app: string, digest: string, signal?: AbortSignal) =>
  ask<CheckReport>(pathOf('/v1/apps/{app}/packages/{digest}/check', {app, digest}), {method: 'POST', signal}).then(body)
