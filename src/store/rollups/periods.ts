/** The clocks of nearly all time zones differ by whole half hours. */
export const HALF_HOUR_MS = 1_800_000
export const DAY_MS = 86_400_000

const LONGEST_MS = 30 * DAY_MS

/** The lengths of time that attempts are summed up for, each by itself. Each is so many times the one before. */
export const PERIODS = [HALF_HOUR_MS, DAY_MS, LONGEST_MS]

/** Epoch milliseconds, `from` inclusive, `to` exclusive. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Time that is whole periods of that length, added or, where more was than is wanted, taken away again. */
export interface Part extends Span {
  readonly period: number
  readonly sign: 1 | -1
}

/** How a time is put together of what is kept. Parts and edges add up to it. */
export interface Cover {
  readonly parts: readonly Part[]
  /** What is less than half an hour at either end. */
  readonly edges: readonly Span[]
  /** What the parts add up to. */
  readonly whole: Span | undefined
}

export function startOf(time: number, period: number): number {
  return Math.floor(time / period) * period
}

/**
 * The longest periods that come near, and shorter ones for what is missing or too much at their ends: a day in a time zone is
 * a day and, twice, as many half hours as its clocks differ. Periods of thirty days are made use of only from the first day
 * on of which anything is kept: of what is before it some days were deleted.
 */
export function coverOf({ from, to }: Span, firstDay: number): Cover {
  const whole = wholeIn({ from, to }, HALF_HOUR_MS)
  if (!whole) return { parts: [], edges: filled([{ from, to }]), whole }
  return { parts: partsOf(whole, PERIODS, firstDay), edges: beside({ from, to }, whole), whole }
}

/** A time that ends before it begins is taken away. */
function partsOf({ from, to }: Span, periods: readonly number[], firstDay: number): readonly Part[] {
  if (from > to) return partsOf({ from: to, to: from }, periods, firstDay).map(takenAway)
  const period = periods.at(-1)
  if (period === undefined) return []
  const shorter = periods.slice(0, -1)
  const near = nearestIn({ from, to }, period, period === LONGEST_MS ? firstDay : 0)
  if (near.from >= near.to) return partsOf({ from, to }, shorter, firstDay)
  const before = partsOf({ from, to: near.from }, shorter, firstDay)
  const after = partsOf({ from: near.to, to }, shorter, firstDay)
  return [{ period, sign: 1, ...near }, ...before, ...after]
}

function takenAway(part: Part): Part {
  return { ...part, sign: part.sign === 1 ? -1 : 1 }
}

/** The whole periods that differ least from the time, of those that begin no earlier. */
function nearestIn({ from, to }: Span, period: number, earliest: number): Span {
  const first = Math.max(Math.round(from / period), Math.ceil(earliest / period))
  return { from: first * period, to: Math.round(to / period) * period }
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
