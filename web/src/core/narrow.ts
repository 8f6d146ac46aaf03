// Whether the page is too narrow for columns.
import {onScopeDispose, ref, type Ref} from 'vue'

export function useNarrow(): Ref<boolean> {
  const query = matchMedia('(max-width: 720px)')
  const narrow = ref(query.matches)
  const onChange = (): void => {
    narrow.value = query.matches
  }
  query.addEventListener('change', onChange)
  onScopeDispose(() => query.removeEventListener('change', onChange))
  return narrow
}
