// Sending a package in pieces: what arrived is kept by the server, so a cut costs one piece, and the
// same archive chosen again goes on where it had come to.
//
// Invariants: a piece is sent from where the server says it stands, never from what this page
// believes. An upload is known again by the SHA-256 of its archive alone.
import {sendBytes} from './bytes'
import {ApiProblem, ask, ConnectionLost, pathOf, pauseBefore} from './client'
import type {Package, Upload} from './types'

export interface Progress {
  sent: number
  total: number
  bytesPerSecond: number // of this sitting; 0: not known yet
  resumedFrom: number // bytes that had arrived before
  waits: boolean // the connection was cut, another try follows
}

export const kPackageBytesMax = 40 * 1024 * 1024
const kPieceBytes = 1024 * 1024
const kTriesMax = 5

interface Surroundings {
  onProgress: (progress: Progress) => void
  signal: AbortSignal
  sleep?: (milliseconds: number) => Promise<void>
}

const ofApp = '/v1/apps/{app}/uploads'
const ofUpload = '/v1/apps/{app}/uploads/{upload}'

export const listUploads = (app: string, signal?: AbortSignal): Promise<Upload[]> =>
  ask<{items: Upload[]}>(pathOf(ofApp, {app}), {signal}).then((answer) => answer.body.items)

export const giveUpUpload = (app: string, upload: string): Promise<unknown> =>
  ask<undefined>(pathOf(ofUpload, {app, upload}), {method: 'DELETE'})

// "" where the page is not served securely: then nothing is known again.
export async function digestOf(archive: Blob): Promise<string> {
  if (typeof crypto === 'undefined' || crypto.subtle === undefined) return ''
  const hash = await crypto.subtle.digest('SHA-256', await archive.arrayBuffer())
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function begin(app: string, label: string, archive: Blob, signal: AbortSignal): Promise<Upload> {
  const content = await digestOf(archive)
  const open = content === '' ? [] : await listUploads(app, signal)
  const known = open.find((one) => one.content === content && one.bytes === archive.size && one.label === label && one.taken_as === undefined)
  if (known !== undefined) return known
  const body = {bytes: archive.size, ...(label === '' ? {} : {label}), ...(content === '' ? {} : {content})}
  return (await ask<Upload>(pathOf(ofApp, {app}), {method: 'POST', body, signal})).body
}

const mayPass = (error: unknown): boolean =>
  error instanceof ConnectionLost || (error instanceof ApiProblem && (error.status === 503 || error.code === 'wrong_offset'))

const rest = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

class Sender {
  private readonly app: string
  private readonly archive: Blob
  private readonly around: Surroundings
  private readonly upload: Upload
  private readonly from: number
  private readonly began = performance.now()

  constructor(app: string, archive: Blob, upload: Upload, around: Surroundings) {
    this.app = app
    this.archive = archive
    this.upload = upload
    this.from = upload.offset
    this.around = around
  }

  private tell(sent: number, waits = false): void {
    const seconds = (performance.now() - this.began) / 1000
    const now = sent - this.from
    this.around.onProgress({
      sent,
      total: this.archive.size,
      bytesPerSecond: now > 0 && seconds > 0 ? now / seconds : 0,
      resumedFrom: this.from,
      waits,
    })
  }

  private async piece(offset: number): Promise<number> {
    const size = Math.min(kPieceBytes, this.upload.piece_bytes_max)
    const after = await sendBytes<Upload>(pathOf(ofUpload, {app: this.app, upload: this.upload.upload}), this.archive.slice(offset, offset + size), {
      method: 'PATCH',
      headers: {'Upload-Offset': String(offset)},
      onSent: (bytes) => this.tell(Math.min(offset + bytes, this.archive.size)),
      signal: this.around.signal,
    })
    return after.offset
  }

  private async standing(): Promise<number> {
    const path = pathOf(ofUpload, {app: this.app, upload: this.upload.upload})
    return (await ask<Upload>(path, {signal: this.around.signal})).body.offset
  }

  async send(): Promise<void> {
    const sleep = this.around.sleep ?? rest
    let offset = this.from
    let tries = 0
    let sure = true
    this.tell(offset)
    while (offset < this.archive.size) {
      this.around.signal.throwIfAborted()
      try {
        if (!sure) offset = await this.standing()
        sure = true
        if (offset < this.archive.size) offset = await this.piece(offset)
        tries = 0
        this.tell(offset)
      } catch (error) {
        if (!mayPass(error) || ++tries >= kTriesMax) throw error
        sure = false
        this.tell(offset, true)
        await sleep(pauseBefore(tries + 1, error instanceof ApiProblem ? error.retryAfter : null))
      }
    }
  }

  async complete(): Promise<Package> {
    const path = pathOf(`${ofUpload}/complete`, {app: this.app, upload: this.upload.upload})
    return (await ask<Package>(path, {method: 'POST', signal: this.around.signal})).body
  }
}

// Throws ApiProblem, ConnectionLost (what arrived is kept), or the signal's reason (it is given up).
export async function uploadPackage(app: string, label: string, archive: Blob, around: Surroundings): Promise<Package> {
  const upload = await begin(app, label, archive, around.signal)
  const sender = new Sender(app, archive, upload, around)
  try {
    await sender.send()
    return await sender.complete()
  } catch (error) {
    if (around.signal.aborted) await giveUpUpload(app, upload.upload).catch(() => undefined)
    throw error
  }
}
