import type { TimeSpan } from '../core/calendar.ts'
import { fitDays } from './day-trend.ts'

/** What was spent in an hour. */
export interface HourSpend extends TimeSpan {
  readonly nanos: bigint
  /** The hour of the day that the clock shows, from 0. */
  readonly hourOfDay: number
}

/** A day of the calendar with its hours so far. */
export interface DaySpend extends TimeSpan {
  /** From 0. */
  readonly weekday: number
  readonly hours: readonly HourSpend[]
}

export interface ForecastInput {
  readonly now: number
  readonly period: TimeSpan
  /** Days that are over, one after the other, then today, which is not. */
  readonly past: readonly DaySpend[]
  readonly today: DaySpend
  /** The days of the period after today. */
  readonly coming: readonly { readonly weekday: number }[]
}

export type ForecastMethod = 'none' | 'rate' | 'trend' | 'trend_and_weekday'

/** Billionths of a US dollar, whole. */
export interface Forecast {
  readonly spent: bigint
  readonly forecast: bigint
  /** What holds the outcome with a probability of 80 %; undefined when there are too few days to tell. */
  readonly range: { readonly low: bigint; readonly high: bigint } | undefined
  readonly method: ForecastMethod
  readonly historyDays: number
}

const HOUR_MS = 3_600_000

/** Fewer tell no trend. */
const MIN_DAYS = 7
const MIN_DAYS_FOR_WEEKDAYS = 21

/**
 * What will have been spent at the end of the period: what has been, the rest of today, and the days to come. A day costs
 * what a line through the days of the history says, and what its day of the week differs from the line; the rest of today is
 * the share of a day that usually comes after this hour. The range is that of a prediction by such a line.
 */
export function forecast(input: ForecastInput): Forecast {
  const { past, today, period } = input
  const spentIn = [...past, today].flatMap(({ hours }) => hours).filter(({ from }) => from >= period.from)
  const spent = spentIn.reduce((total, { nanos }) => total + nanos, 0n)
  const history = historyOf(past)
  const known = { spent, historyDays: history.length }
  const earliest = [...past, today].flatMap(({ hours }) => hours).find(({ nanos }) => nanos > 0n)
  if (!earliest) return { ...known, forecast: spent, range: undefined, method: 'none' }
  if (history.length < MIN_DAYS)
    return { ...known, ...byRate(input, spent, earliest), range: undefined, method: 'rate' }
  return { ...known, ...byTrend(input, spent, history) }
}

/** From the first whole day on: a day on which the spending began is none, unless all that is known began before it. */
function historyOf(past: readonly DaySpend[]): readonly DaySpend[] {
  const first = past.findIndex((day) => spendOf(day) > 0)
  if (first < 0) return []
  return past.slice(first === 0 ? 0 : first + 1)
}

function byRate({ now, past, today, period }: ForecastInput, spent: bigint, earliest: HourSpend) {
  const total = [...past, today].reduce((sum, day) => sum + spendOf(day), 0)
  const rate = total / Math.max(now - earliest.from, HOUR_MS)
  return { forecast: spent + whole(rate * (period.to - now)) }
}

function byTrend(input: ForecastInput, spent: bigint, history: readonly DaySpend[]) {
  const byWeekday = history.length >= MIN_DAYS_FOR_WEEKDAYS
  const { predict } = fitDays(
    history.map((day) => ({ weekday: day.weekday, spend: spendOf(day) })),
    byWeekday,
  )
  const days = [
    { weekday: input.today.weekday, share: shareLeft(input, history) },
    ...input.coming.map(({ weekday }) => ({ weekday, share: 1 })),
  ]
  const { expected, deviation } = predict(days)
  const range = { low: spent + whole(expected - deviation), high: spent + whole(expected + deviation) }
  const method: ForecastMethod = byWeekday ? 'trend_and_weekday' : 'trend'
  return { forecast: spent + whole(expected), range, method }
}

/** The share of a day's spend that comes after this moment of the day. */
function shareLeft({ now, today }: ForecastInput, history: readonly DaySpend[]): number {
  const present = today.hours.at(-1)
  const hour = present?.hourOfDay ?? 0
  const gone = present ? Math.min((now - present.from) / HOUR_MS, 1) : 0
  const hours = history.slice(-4 * MIN_DAYS).flatMap((day) => day.hours)
  const sum = (chosen: readonly HourSpend[]) => chosen.reduce((total, { nanos }) => total + Number(nanos), 0)
  const total = sum(hours)
  if (total === 0) return Math.max((24 - hour - gone) / 24, 0)
  const later = sum(hours.filter(({ hourOfDay }) => hourOfDay > hour))
  const same = sum(hours.filter(({ hourOfDay }) => hourOfDay === hour))
  return (later + same * (1 - gone)) / total
}

function spendOf({ hours }: DaySpend): number {
  return hours.reduce((total, { nanos }) => total + Number(nanos), 0)
}

function whole(nanos: number): bigint {
  return BigInt(Math.round(Math.max(nanos, 0)))
}
