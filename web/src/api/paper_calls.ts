// Answers on paper (R10a): scans of an entry, an answer transcribed from one, and its second signature.
import {sendBytes} from './bytes'
import {command, type Command, type Paging} from './calls'
import {ask, openBody, pathOf} from './client'
import type * as t from './types'

export const kScanBytesMax = 10 * 1024 * 1024
const kScans = '/v1/apps/{app}/filings/{entry}/scans'

// Of offices that answer on paper: what is still owed an answer, least time left first.
export const listOnPaper = ({after, limit, signal}: Paging) =>
  ask<t.Page<t.EntryItem>>('/v1/filings', {query: {channel: 'transcribed', state: 'running,silent,without_period', after, limit}, signal}).then((answer) => answer.body)

export const listScans = (app: string, entry: number, signal?: AbortSignal) =>
  ask<{items: t.Scan[]}>(pathOf(kScans, {app, entry}), {signal}).then((answer) => answer.body.items)

// `received`: when the paper came, if it did; it is kept and decides nothing (R13).
export const uploadScan = (app: string, entry: number, file: File, received: string | undefined, onSent: (bytes: number) => void, signal: AbortSignal) =>
  sendBytes<t.Scan>(pathOf(kScans, {app, entry}), file, {method: 'POST', query: {received}, onSent, signal})

// The scan itself; the server records who read it.
export const readScan = async (app: string, entry: number, scan: string): Promise<Blob> =>
  (await openBody(pathOf(`${kScans}/{scan}`, {app, entry, scan}), {headers: {Accept: '*/*'}})).blob()

// As the second operator: with the answer typed once more, or with the scan that it was compared with.
export const signTranscribed = (app: string, no: number, body: t.SecondBody): Command => command('/v1/apps/{app}/answers/{no}/sign', {app, no}, body)
