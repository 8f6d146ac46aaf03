// Everything that happened to one submission: what names it, and what names its entries, their
// answers, the orders that followed and the releases of it. Pure.
import type {Case, LogEvent} from '@/api/types'

type Numbers = Partial<Record<'submission' | 'entry' | 'answer' | 'order' | 'release', number>>

function numbersOf(event: LogEvent): Numbers {
  const data = event.data as Record<string, unknown>
  const number = (name: string): number | undefined => {
    const value = data[name]
    return typeof value === 'number' && value !== 0 ? value : undefined
  }
  return {submission: number('submission'), entry: number('entry'), answer: number('answer'), order: number('order'), release: number('release')}
}

// Of the whole service, so of whichever submission is served.
const kOfTheService = new Set(['service_suspended', 'service_resumed'])

export function eventsOf(no: number, file: Case, events: readonly LogEvent[]): LogEvent[] {
  const entries = new Set(file.entries.filter((one) => one.submission === no).map((one) => one.no))
  const answers = new Set(
    (file.answers ?? []).filter((one) => entries.has(one.entry) || one.hits?.some((hit) => entries.has(hit))).map((one) => one.no),
  )
  const releases = new Set((file.releases ?? []).filter((one) => one.submission === no).map((one) => one.no))
  const served = (file.releases ?? []).some((one) => one.submission === no && one.served)
  const orders = new Set(
    (file.orders ?? [])
      .filter((one) => (one.answer ? answers.has(one.answer) : served))
      .map((one) => one.no),
  )
  return events.filter((event) => {
    if (kOfTheService.has(event.type)) return served
    const {submission, entry, answer, order, release} = numbersOf(event)
    if (submission !== undefined) return submission === no
    if (entry !== undefined) return entries.has(entry)
    if (answer !== undefined) return answers.has(answer)
    if (order !== undefined) return orders.has(order)
    return release !== undefined && releases.has(release)
  })
}
