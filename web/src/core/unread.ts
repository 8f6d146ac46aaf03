// How many notices wait, for the top bar.
import {ref, watch} from 'vue'
import {countUnreadNotices} from '@/api/calls'
import {live, onMoved} from './live'
import {session} from './session'

export const unread = ref('')
const kAgainEvery = 30_000
const kGapMin = 1000

async function read(): Promise<void> {
  if (session.me === null) {
    unread.value = ''
    return
  }
  try {
    const {unread: count, exact} = await countUnreadNotices()
    unread.value = count === 0 ? '' : exact ? String(count) : `${count}+`
  } catch {
    // the bar shows the last count; the page itself says what fails
  }
}

let timer: ReturnType<typeof setTimeout> | undefined

export function countUnread(): void {
  timer ??= setTimeout(() => {
    timer = undefined
    void read()
  }, kGapMin)
}

watch([() => session.me?.person, () => session.round], () => void read(), {immediate: true})
onMoved(countUnread)
setInterval(() => {
  if (!document.hidden && session.online && !session.expired && live.state !== 'live') countUnread()
}, kAgainEvery)
