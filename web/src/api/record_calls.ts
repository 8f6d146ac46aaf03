// What reviewers, officers and operators read, and what they tried and were refused.
import {ask} from './client'
import type * as t from './types'

export interface RecordQuery {
  person?: string
  app?: string
  since?: string
  after?: string
  limit?: number
  signal?: AbortSignal
}

export const listReadings = ({signal, ...query}: RecordQuery) => ask<t.Page<t.Reading>>('/v1/accesses', {query: {...query}, signal}).then((answer) => answer.body)
export const listAttempts = ({signal, ...query}: RecordQuery) => ask<t.Page<t.RefusedAttempt>>('/v1/attempts', {query: {...query}, signal}).then((answer) => answer.body)
