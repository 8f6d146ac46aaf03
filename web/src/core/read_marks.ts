// Which notices are read. The server cannot take a read mark back, so a mark of many is sent only when
// its offer of "undo" is over.
import {onScopeDispose, ref} from 'vue'
import {markAllRead, markNoticeRead} from '@/api/calls'
import type {Notice} from '@/api/types'
import {kToastStays, tell} from './toasts'
import {countUnread} from './unread'

const kAtOnce = 6

// One after the other in parts, so that a long list holds nobody up. Throws what failed first.
async function markEach(ids: readonly number[]): Promise<void> {
  for (let from = 0; from < ids.length; from += kAtOnce) {
    await Promise.all(ids.slice(from, from + kAtOnce).map((id) => markNoticeRead(id)))
  }
}

export function useReadMarks(done: () => void) {
  const own = ref(new Set<number>()) // marked here, whatever was read of them
  const failure = ref<unknown>()
  let waiting: {ids: number[]; send: () => Promise<void>; timer: ReturnType<typeof setTimeout>} | undefined
  let here = true
  onScopeDispose(() => (here = false))

  const isRead = (one: Notice): boolean => one.read_at !== undefined || own.value.has(one.id)
  const forget = (ids: readonly number[]): void => ids.forEach((id) => own.value.delete(id))

  async function mark(one: Notice): Promise<void> {
    if (isRead(one)) return
    own.value.add(one.id)
    try {
      await markNoticeRead(one.id)
      countUnread()
    } catch {
      own.value.delete(one.id)
    }
  }

  async function sendNow(): Promise<void> {
    const now = waiting
    if (now === undefined) return
    clearTimeout(now.timer)
    waiting = undefined
    try {
      await now.send()
    } catch (error) {
      forget(now.ids)
      failure.value = error
    }
    countUnread()
    if (here) done()
  }

  // `upTo`: everything up to that notice, also what is not loaded.
  function markMany(notices: readonly Notice[], upTo: number | undefined, words: () => string): void {
    void sendNow()
    failure.value = undefined
    const ids = notices.filter((one) => !isRead(one)).map((one) => one.id)
    ids.forEach((id) => own.value.add(id))
    const send = async (): Promise<void> => void (await (upTo === undefined ? markEach(ids) : markAllRead(upTo)))
    const mine = {ids, send, timer: setTimeout(() => void sendNow(), kToastStays)}
    waiting = mine
    tell(words, undefined, () => {
      if (waiting !== mine) return
      clearTimeout(mine.timer)
      waiting = undefined
      forget(ids)
    })
  }

  return {isRead, mark, markMany, failure}
}
