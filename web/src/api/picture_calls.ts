// Pictures of a version: bytes that are drawn as a picture of the kind the server found in them, and as
// nothing else.
import {ApiProblem, openBody, pathOf} from './client'

export const kPictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']
export type PictureFault = 'not_a_picture' | 'too_large' | 'not_read'

// Throws the problem of the server, ConnectionLost, or the signal's reason.
export async function getVersionPicture(app: string, digest: string, path: string, signal?: AbortSignal): Promise<Blob | 'not_a_picture'> {
  const response = await openBody(pathOf('/v1/apps/{app}/packages/{digest}/pictures/{path}', {app, digest, path}), {headers: {Accept: kPictureTypes.join(', ')}, signal})
  const type = (response.headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim() ?? ''
  if (!kPictureTypes.includes(type)) return 'not_a_picture'
  return new Blob([await response.arrayBuffer()], {type})
}

export function pictureFault(error: unknown): PictureFault {
  const status = error instanceof ApiProblem ? error.problem.status : 0
  return status === 415 ? 'not_a_picture' : status === 413 ? 'too_large' : 'not_read'
}
