export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** The lengths of time that attempts are summed up for, each by itself. */
export const PERIODS = [HOUR_MS, DAY_MS]

/** Epoch milliseconds, `from` inclusive, `to` exclusive. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** How a time is put together of what is kept. The parts are disjoint and make the whole. */
export interface Cover {
  /** Whole days, whole hours beside them, and what is less than an hour at either end. */
  readonly days: Span | undefined
  readonly hours: readonly Span[]
  readonly edges: readonly Span[]
  /** Days and hours together. */
  readonly whole: Span | undefined
}

export function startOf(time: number, period: number): number {
  return Math.floor(time / period) * period
}

/** `withDays` false leaves whole days to the hours. */
export function coverOf({ from, to }: Span, withDays = true): Cover {
  const whole = wholeIn({ from, to }, HOUR_MS)
  if (!whole) return { days: undefined, hours: [], edges: filled([{ from, to }]), whole }
  const edges = filled([
    { from, to: whole.from },
    { from: whole.to, to },
  ])
  const days = withDays ? wholeIn(whole, DAY_MS) : undefined
  if (!days) return { days, hours: [whole], edges, whole }
  const hours = filled([
    { from: whole.from, to: days.from },
    { from: days.to, to: whole.to },
  ])
  return { days, hours, edges, whole }
}

function wholeIn({ from, to }: Span, period: number): Span | undefined {
  const whole = { from: Math.ceil(from / period) * period, to: startOf(to, period) }
  return whole.from < whole.to ? whole : undefined
}

function filled(spans: readonly Span[]): readonly Span[] {
  return spans.filter(({ from, to }) => from < to)
}
