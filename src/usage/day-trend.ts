/** A day that is over. */
export interface PastDay {
  readonly weekday: number
  readonly spend: number
}

/** A day to come after those, or the share of it that is to come. */
export interface ComingDay {
  readonly weekday: number
  readonly share: number
}

export interface DayTrend {
  /** What the days will cost together, and by how much that may be wrong either way, with a probability of 80 %. */
  predict(days: readonly ComingDay[]): { readonly expected: number; readonly deviation: number }
}

/** A normal variable is below this many standard deviations with a probability of 90 %. */
const NORMAL_90 = 1.2816

/** Days that have a level of their own: those of a day of the week, or all. */
interface Level {
  readonly days: number
  readonly meanIndex: number
  readonly meanSpend: number
}

/**
 * The lines of least squares through the days: they rise alike, and where `byWeekday` each day of the week has one of its own.
 * The deviation of a sum of days is that of a prediction by regression: what the days scatter by, and how little the lines
 * themselves are known, the farther from the middle of the history the less.
 */
export function fitDays(past: readonly PastDay[], byWeekday: boolean): DayTrend {
  const keyOf = ({ weekday }: { readonly weekday: number }) => (byWeekday ? weekday : 0)
  const known = past.map((day, index) => ({ ...day, index, key: keyOf(day) }))
  const levels = levelsOf(known)
  const centred = known.map(({ key, index, spend }) => {
    const { meanIndex = 0, meanSpend = 0 } = levels.get(key) ?? {}
    return { x: index - meanIndex, y: spend - meanSpend }
  })
  const spread = centred.reduce((sum, { x }) => sum + x * x, 0)
  const slope = centred.reduce((sum, { x, y }) => sum + x * y, 0) / spread
  const freedom = past.length - levels.size - 1
  const variance = centred.reduce((sum, { x, y }) => sum + (y - slope * x) ** 2, 0) / freedom

  function predict(days: readonly ComingDay[]) {
    const coming = days.map((day, ahead) => {
      const level = levels.get(keyOf(day)) as Level
      return { share: day.share, level, x: past.length + ahead - level.meanIndex }
    })
    const expected = coming.reduce((sum, { share, level, x }) => {
      return sum + share * Math.max(level.meanSpend + slope * x, 0)
    }, 0)
    const scatter = coming.reduce((sum, { share }) => sum + share ** 2, 0)
    const lever = coming.reduce((sum, { share, x }) => sum + share * x, 0)
    const unknown = scatter + unknownLevels(coming) + lever ** 2 / spread
    return { expected, deviation: quantile(freedom) * Math.sqrt(variance * unknown) }
  }
  return { predict }
}

function levelsOf(known: readonly { readonly key: number; readonly index: number; readonly spend: number }[]) {
  const groups = Map.groupBy(known, ({ key }) => key)
  return new Map(
    [...groups].map(([key, days]): [number, Level] => {
      const meanIndex = average(days.map(({ index }) => index))
      return [key, { days: days.length, meanIndex, meanSpend: average(days.map(({ spend }) => spend)) }]
    }),
  )
}

function unknownLevels(coming: readonly { readonly share: number; readonly level: Level }[]): number {
  const groups = Map.groupBy(coming, ({ level }) => level)
  return [...groups].reduce((sum, [level, days]) => {
    return sum + days.reduce((total, { share }) => total + share, 0) ** 2 / level.days
  }, 0)
}

/** Student's distribution instead of the normal one, to the first order: with few days the scatter is a guess itself. */
function quantile(freedom: number): number {
  return NORMAL_90 * (1 + (NORMAL_90 ** 2 + 1) / (4 * freedom))
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
