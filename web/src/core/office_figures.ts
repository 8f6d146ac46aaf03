// Figures of an office's answers, from the rows of its register. Pure.
import type {EntryItem, Quantiles} from '@/api/types'
import {quantile} from './own_work'

export interface AnswerFigures {
  passed: number
  failed: number
  inTime: number
  late: number
  withoutPeriod: number
  took: Quantiles // from the start to the answer
}

export function answerFigures(rows: readonly EntryItem[]): AnswerFigures {
  const figures = {passed: 0, failed: 0, inTime: 0, late: 0, withoutPeriod: 0}
  const spans: number[] = []
  for (const row of rows) {
    if (row.state === 'passed') ++figures.passed
    else if (row.state === 'failed') ++figures.failed
    else continue
    if (row.answer === undefined) continue
    if (row.answer.late) ++figures.late
    else if (row.end === undefined) ++figures.withoutPeriod
    else ++figures.inTime
    if (row.start !== undefined) spans.push(Date.parse(row.answer.at) - Date.parse(row.start))
  }
  spans.sort((a, b) => a - b)
  const us = (share: number): number => (quantile(spans, share) ?? 0) * 1000
  return {...figures, took: spans.length === 0 ? {count: 0} : {count: spans.length, p50_us: us(0.5), p90_us: us(0.9), p99_us: us(0.99), max_us: us(1)}}
}

// Answers by day, as the plot takes them: passed, failed.
export function answersByDay(rows: readonly EntryItem[], days: number, now: number): {at: number; values: [number, number]}[] {
  const beginning = (at: number): number => new Date(at).setHours(0, 0, 0, 0)
  const bars = Array.from({length: days}, (_, back): {at: number; values: [number, number]} => {
    const day = new Date(beginning(now))
    day.setDate(day.getDate() - (days - 1 - back))
    return {at: day.getTime(), values: [0, 0]}
  })
  const barAt = new Map(bars.map((bar) => [bar.at, bar]))
  for (const row of rows) {
    const bar = row.answer === undefined ? undefined : barAt.get(beginning(Date.parse(row.answer.at)))
    if (bar !== undefined && (row.state === 'passed' || row.state === 'failed')) ++bar.values[row.state === 'passed' ? 0 : 1]
  }
  return bars
}
