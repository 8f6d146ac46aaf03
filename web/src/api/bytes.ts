// Sending bytes: with progress, to be cancelled at any byte. XMLHttpRequest, because fetch tells
// nothing of what has been sent.
import {ConnectionLost, headersOf, problemFrom, urlOf, type Ask} from './client'

export interface Sending {
  method: 'POST' | 'PATCH'
  query?: Ask['query']
  headers?: Record<string, string>
  onSent?: (bytes: number) => void
  signal: AbortSignal
}

// Throws ApiProblem, ConnectionLost, or the signal's reason. Nothing is repeated.
export function sendBytes<Body>(path: string, bytes: Blob, how: Sending): Promise<Body> {
  return new Promise((resolve, reject) => {
    if (how.signal.aborted) {
      reject(how.signal.reason)
      return
    }
    const request = new XMLHttpRequest()
    request.open(how.method, urlOf(path, how.query))
    for (const [name, value] of Object.entries({...headersOf({}), ...how.headers})) request.setRequestHeader(name, value)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = (event) => how.onSent?.(event.loaded)
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Body)
      else reject(problemFrom(request.status, request.responseText, request.getResponseHeader('Retry-After')))
    }
    request.onerror = () => reject(new ConnectionLost('cut off'))
    request.onabort = () => reject(how.signal.reason)
    how.signal.addEventListener('abort', () => request.abort(), {once: true})
    request.send(bytes)
  })
}
