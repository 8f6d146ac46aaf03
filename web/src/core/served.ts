// How the users of a mini-program are shared out between its versions. Pure.
import type {Case, Release} from '@/api/types'

export interface ServedPart {
  kind: 'current' | 'base' | 'none' // none: those whom nothing is served to yet
  share: number // hundredths of a percent
  release?: Release
}

const kEverybody = 10_000

export function servedParts(file: Case): ServedPart[] {
  const {current, base, share, dark} = file.serving
  const releaseOf = (no: number): Release | undefined => (file.releases ?? []).find((one) => one.no === no)
  const newest = releaseOf(current)
  if (dark || newest === undefined || file.service === 'suspended') return []
  const parts: ServedPart[] = [{kind: 'current', share, release: newest}]
  if (share >= kEverybody) return parts
  const earlier = base === 0 ? undefined : releaseOf(base)
  parts.push(earlier === undefined ? {kind: 'none', share: kEverybody - share} : {kind: 'base', share: kEverybody - share, release: earlier})
  return parts
}
