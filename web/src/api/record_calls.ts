// What reviewers, officers and operators read, what they tried and were refused, and what was changed in
// the directory.
import {ask} from './client'
import type * as t from './types'

export interface RecordQuery {
  person?: string
  app?: string // a mini-program; of steps there is none
  subject?: string // of steps alone
  since?: string
  after?: string
  limit?: number
  signal?: AbortSignal
}

export interface StepQuery extends Omit<RecordQuery, 'app'> {
  about?: string
}

export const listReadings = ({signal, ...query}: RecordQuery) => ask<t.Page<t.Reading>>('/v1/accesses', {query: {...query}, signal}).then((answer) => answer.body)
export const listCategorySteps = ({signal, ...query}: RecordQuery) => ask<t.Page<t.CategoryStep>>('/v1/category-steps', {query: {...query}, signal}).then((answer) => answer.body)
export const listAttempts = ({signal, ...query}: RecordQuery) => ask<t.Page<t.RefusedAttempt>>('/v1/attempts', {query: {...query}, signal}).then((answer) => answer.body)
export const listDirectorySteps = ({signal, ...query}: StepQuery) => ask<t.Page<t.DirectoryStep>>('/v1/directory/steps', {query: {...query}, signal}).then((answer) => answer.body)
