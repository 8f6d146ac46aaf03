// Who looks at which case just now, and the figures of what was done.
import {ask, pathOf} from './client'
import type * as t from './types'

const leaseOf = (app: string, no: number): string => pathOf('/v1/apps/{app}/submissions/{no}/lease', {app, no})
export const takeLease = (app: string, no: number, takeOver: boolean) =>
  ask<t.Lease>(leaseOf(app, no), {method: 'PUT', body: {take_over: takeOver}}).then((answer) => answer.body)
export const giveUpLease = (app: string, no: number) => ask<undefined>(leaseOf(app, no), {method: 'DELETE'})

export const getStatistics = (days: number, signal?: AbortSignal) => ask<t.Statistics>('/v1/statistics', {query: {days}, signal}).then((answer) => answer.body)
export const getServerHealth = (signal?: AbortSignal) => ask<t.ServerHealth>('/v1/server/health', {signal}).then((answer) => answer.body)
export const getWaiting = (days: number, signal?: AbortSignal) => ask<t.Waiting>('/v1/statistics/waiting', {query: {days}, signal}).then((answer) => answer.body)
