// What was typed and not sent, kept per case in this tab: it outlives a stale decision, a lost
// connection, a sign-in and a reload.
import {ref, watch, type Ref} from 'vue'

const kPrefix = 'baobei.draft.'

// Nobody who signs in afterwards finds what was typed before.
export function dropDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(kPrefix)) sessionStorage.removeItem(key)
  } catch {
    // nothing was kept
  }
}

export function useDraft<Value>(name: string, empty: () => Value): {draft: Ref<Value>; drop: () => void} {
  const key = kPrefix + name
  let start = empty()
  try {
    const kept = sessionStorage.getItem(key)
    if (kept !== null) start = {...start, ...(JSON.parse(kept) as Value)}
  } catch {
    // storage is refused, or holds what we did not write: begin empty
  }
  const draft = ref(start) as Ref<Value>
  watch(
    draft,
    (value) => {
      try {
        sessionStorage.setItem(key, JSON.stringify(value))
      } catch {
        // storage is full: the page itself still holds it
      }
    },
    {deep: true},
  )
  return {
    draft,
    drop: () => {
      draft.value = empty()
      try {
        sessionStorage.removeItem(key)
      } catch {
        // nothing was kept
      }
    },
  }
}
