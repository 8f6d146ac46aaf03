// What counts as the first of two: a pass, an answer or an order that takes effect with a second person
// alone (R4, R17). The server says so by the event that it writes.
import type {Accepted} from '@/api/types'

export const isProposed = (accepted: Accepted | undefined): boolean => (accepted?.events ?? []).some((one) => one.type.endsWith('_proposed'))
