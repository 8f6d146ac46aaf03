// What a submission's form takes beside the version: pictures and the account to try it with.
import {sendBytes} from './bytes'
import {ask, openBody, pathOf} from './client'
import type * as t from './types'

export const kFormPictureBytesMax = 5 * 1024 * 1024
export const kFormPicturesMax = 10

export const uploadFormPicture = (app: string, file: File, onSent: (bytes: number) => void, signal: AbortSignal) =>
  sendBytes<t.FormPicture>(pathOf('/v1/apps/{app}/form-pictures', {app}), file, {method: 'POST', onSent, signal})
export const listFormPictures = (app: string, signal?: AbortSignal) =>
  ask<{items: t.FormPicture[]}>(pathOf('/v1/apps/{app}/form-pictures', {app}), {signal}).then((answer) => answer.body.items)
export const readFormPicture = async (app: string, picture: string): Promise<Blob> =>
  (await openBody(pathOf('/v1/apps/{app}/form-pictures/{picture}', {app, picture}), {headers: {Accept: '*/*'}})).blob()

// Every look is on record.
export const getTestAccount = (app: string, no: number) =>
  ask<t.TestAccount>(pathOf('/v1/apps/{app}/submissions/{no}/test-account', {app, no})).then((answer) => answer.body)
