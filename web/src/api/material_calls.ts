// Material that an office asks a developer for; the clock does not stop (R11).
import {command, type Command} from './calls'
import type * as t from './types'

export const kMaterialTextMax = 4000
export const kReplyDocumentsMax = 10
export const requestMaterial = (app: string, entry: number, body: t.MaterialRequestBody): Command => command('/v1/apps/{app}/filings/{entry}/requests', {app, entry}, body)
export const replyToRequest = (app: string, no: number, body: t.MaterialReplyBody): Command => command('/v1/apps/{app}/requests/{no}/reply', {app, no}, body)
