// Packs of rules: their versions beside those of catalogue and policy, and rehearsals of them over what
// people decided.
import {ask, pathOf} from './client'
import type * as t from './types'

const body = <Body>(answer: {body: Body}): Body => answer.body

export const kBuiltin = 'builtin' // the program's own packs
export const kRehearsedMost = 500

export const getRuleFile = (version: string, file: string, signal?: AbortSignal) =>
  ask<t.RuleVersion>(pathOf('/v1/rules/versions/{version}', {version}), {query: {file}, signal}).then((answer) => answer.body.text ?? '')

export const listRehearsals = (signal?: AbortSignal) => ask<{items: t.Rehearsal[]}>('/v1/rules/rehearsals', {signal}).then((answer) => answer.body.items)
export const getRehearsal = (rehearsal: string, signal?: AbortSignal) => ask<t.Rehearsal>(pathOf('/v1/rules/rehearsals/{rehearsal}', {rehearsal}), {signal}).then(body)
export const beginRehearsal = (version: string, packages: number) => ask<t.Rehearsal>('/v1/rules/rehearsals', {method: 'POST', body: {version, packages}}).then(body)
export const stopRehearsal = (rehearsal: string) => ask<t.Rehearsal>(pathOf('/v1/rules/rehearsals/{rehearsal}/stop', {rehearsal}), {method: 'POST'}).then(body)
