export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** The lengths of time that attempts are summed up for, each by itself. Each is so many times the one before. */
export const PERIODS = [HOUR_MS, DAY_MS, 30 * DAY_MS]

/** Epoch milliseconds, `from` inclusive, `to` exclusive. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Time that is whole periods of that length. */
export interface Part extends Span {
  readonly period: number
}

/** How a time is put together of what is kept. Parts and edges are disjoint and make the whole. */
export interface Cover {
  readonly parts: readonly Part[]
  /** What is less than an hour at either end. */
  readonly edges: readonly Span[]
  /** All parts together. */
  readonly whole: Span | undefined
}

export function startOf(time: number, period: number): number {
  return Math.floor(time / period) * period
}

/** The longest periods in the middle, shorter ones beside them. */
export function coverOf({ from, to }: Span): Cover {
  const whole = wholeIn({ from, to }, HOUR_MS)
  if (!whole) return { parts: [], edges: filled([{ from, to }]), whole }
  return { parts: partsOf(whole, PERIODS), edges: beside({ from, to }, whole), whole }
}

function partsOf(span: Span, periods: readonly number[]): readonly Part[] {
  const period = periods.at(-1)
  if (period === undefined) return []
  const shorter = periods.slice(0, -1)
  const whole = wholeIn(span, period)
  if (!whole) return partsOf(span, shorter)
  return [{ period, ...whole }, ...beside(span, whole).flatMap((rest) => partsOf(rest, shorter))]
}

function wholeIn({ from, to }: Span, period: number): Span | undefined {
  const whole = { from: Math.ceil(from / period) * period, to: startOf(to, period) }
  return whole.from < whole.to ? whole : undefined
}

/** What of a time is before a part of it, and what after. */
function beside({ from, to }: Span, part: Span): readonly Span[] {
  return filled([
    { from, to: part.from },
    { from: part.to, to },
  ])
}

function filled(spans: readonly Span[]): readonly Span[] {
  return spans.filter(({ from, to }) => from < to)
}
