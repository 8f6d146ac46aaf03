// Whether the chain of each mini-program holds in a stretch of the log: each event names the hash of
// the one before it. The server's own verification covers the whole log. Pure.
import type {LogEvent} from '@/api/types'

// Log indexes of events whose predecessor is there and has another hash.
export function brokenIn(events: readonly LogEvent[]): number[] {
  const ofApp = new Map<string, Map<number, LogEvent>>()
  for (const event of events) {
    const chain = ofApp.get(event.app) ?? new Map<number, LogEvent>()
    chain.set(event.revision, event)
    ofApp.set(event.app, chain)
  }
  const broken: number[] = []
  for (const chain of ofApp.values()) {
    for (const event of chain.values()) {
      const before = chain.get(event.revision - 1)
      if (before !== undefined && event.prev !== before.hash) broken.push(event.log_index)
    }
  }
  return broken.sort((a, b) => a - b)
}
