import {describe, expect, it} from 'vitest'
import {submissionTag} from './states'

describe('a submission that was released', () => {
  it('has no ✓ where its mini-program was taken down', () => {
    expect(submissionTag('released', 'down')).toEqual({look: {sign: 'closed', tint: 'none'}, word: 'terms.wasReleased'})
  })
  it.each(['served', 'suspended', 'take_down_ordered', undefined] as const)('keeps it where the service is %s', (service) => {
    expect(submissionTag('released', service)).toEqual({look: {sign: 'done', tint: 'none'}, word: 'terms.submissionState.released'})
  })
  it('is alone in that: others say what they are', () => {
    expect(submissionTag('filing_failed', 'down').word).toBe('terms.submissionState.filing_failed')
  })
})
