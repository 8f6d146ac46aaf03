// Findings that a reviewer dismissed, remembered by the lines they point at (R8).
import {command, type Command} from './calls'
import {ask, pathOf} from './client'
import type * as t from './types'

export const kDismissReasonMax = 500
export const dismissFinding = (app: string, no: number, body: t.DismissBody): Command => command('/v1/apps/{app}/submissions/{no}/findings/dismiss', {app, no}, body)
export const takeDismissalBack = (app: string, dismissal: number, reason: string): Command =>
  command('/v1/apps/{app}/dismissals/{dismissal}/take-back', {app, dismissal}, {reason})
export const listDismissals = (app: string, signal?: AbortSignal) =>
  ask<t.Page<t.Dismissal>>(pathOf('/v1/apps/{app}/dismissals', {app}), {query: {limit: 200}, signal}).then((answer) => answer.body)
