// How many notices wait, for the top bar: "9+" style words where the API gives one page.
import {ref, watch} from 'vue'
import {listInbox} from '@/api/calls'
import {session} from './session'

export const unread = ref('')
const kShown = 99

export async function countUnread(): Promise<void> {
  if (session.me === null) {
    unread.value = ''
    return
  }
  try {
    const page = await listInbox(true, {limit: kShown + 1})
    const count = page.items.length
    unread.value = count === 0 ? '' : count > kShown ? `${kShown}+` : String(count)
  } catch {
    // the bar shows the last count; the page itself says what fails
  }
}

watch([() => session.me?.person, () => session.round], () => void countUnread(), {immediate: true})
setInterval(() => {
  if (!document.hidden && session.online && !session.expired) void countUnread()
}, 30_000)
