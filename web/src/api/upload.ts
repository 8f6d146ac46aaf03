// Sending a package: with progress, to be cancelled at any byte. XMLHttpRequest, because fetch
// tells nothing of what has been sent.
import {ApiProblem, ConnectionLost, headersOf, pathOf, problemFrom, urlOf} from './client'
import type {Package} from './types'

export interface Progress {
  sent: number
  total: number
  bytesPerSecond: number
}

export const kPackageBytesMax = 40 * 1024 * 1024

export function uploadPackage(
  app: string,
  label: string,
  archive: Blob,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Package> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const began = performance.now()
    request.open('POST', urlOf(pathOf('/v1/apps/{app}/packages', {app}), {label}))
    for (const [name, value] of Object.entries(headersOf({}))) {
      request.setRequestHeader(name, value)
    }
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = (event) => {
      const seconds = Math.max((performance.now() - began) / 1000, 0.001)
      onProgress({sent: event.loaded, total: event.total, bytesPerSecond: event.loaded / seconds})
    }
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as Package)
      else reject(problemFrom(request.status, request.responseText) satisfies ApiProblem)
    }
    request.onerror = () => reject(new ConnectionLost('upload cut off'))
    request.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => request.abort(), {once: true})
    request.send(archive)
  })
}
