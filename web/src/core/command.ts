// One decision on its way: looked at first (dry run), then sent, at once and for good (R13, R24).
//
// Invariants: what is sent is exactly what was looked at; a change of it asks for another look.
// Nothing is shown as done before the server says so. Where the answer to a sent one was lost, the same
// command goes again under its key, so that it cannot happen twice.
import {computed, onScopeDispose, shallowRef} from 'vue'
import {send, type Command} from '@/api/calls'
import {ApiProblem} from '@/api/client'
import type {Accepted} from '@/api/types'
import {session} from './session'

export type Phase = 'idle' | 'looking' | 'looked' | 'sending' | 'sent' | 'refused' | 'lost' | 'unknown'

export function useCommand(done: (accepted: Accepted) => void) {
  const phase = shallowRef<Phase>('idle')
  const preview = shallowRef<Accepted>()
  const failure = shallowRef<unknown>()
  let looked: Command | undefined
  let current: AbortController | undefined

  function reset(): void {
    current?.abort()
    looked = undefined
    phase.value = 'idle'
    preview.value = undefined
    failure.value = undefined
  }

  async function look(command: Command): Promise<void> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    looked = undefined
    phase.value = 'looking'
    try {
      preview.value = await send(command, {dryRun: true, signal: mine.signal})
      if (mine.signal.aborted) return
      looked = command
      failure.value = undefined
      phase.value = 'looked'
    } catch (error) {
      if (mine.signal.aborted) return
      failure.value = error
      phase.value = error instanceof ApiProblem ? 'refused' : 'lost'
    }
  }

  async function confirm(): Promise<void> {
    if (looked === undefined || phase.value === 'sending') return
    const command = looked
    phase.value = 'sending'
    try {
      const accepted = await send(command, {dryRun: false})
      phase.value = 'sent'
      done(accepted)
    } catch (error) {
      failure.value = error
      phase.value = error instanceof ApiProblem ? 'refused' : 'unknown'
    }
  }

  const stale = computed(
    () => failure.value instanceof ApiProblem && failure.value.status === 412,
  )
  const canConfirm = computed(() => phase.value === 'looked' && session.online && !session.expired)

  onScopeDispose(() => current?.abort())
  return {phase, preview, failure, stale, canConfirm, look, confirm, reset}
}
