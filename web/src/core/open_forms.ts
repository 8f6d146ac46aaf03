// How many forms of a decision are open on the page: while one is, no single key leaves it.
import {onMounted, onUnmounted, ref} from 'vue'

export const openForms = ref(0)

// While the component is there.
export function countOpenForm(): void {
  onMounted(() => ++openForms.value)
  onUnmounted(() => --openForms.value)
}
