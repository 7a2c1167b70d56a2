/** What a clock on the wall shows, as if it stood in UTC: epoch milliseconds of the same digits. */
export type WallTime = number

const SECOND_MS = 1000
const DAY_MS = 86_400_000

/** The rules of a time zone: how far its clocks are ahead of UTC, and when they are set. */
export class TimeZone {
  readonly #format: Intl.DateTimeFormat

  /** Throws a RangeError when the zone is not known. */
  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  }

  wallTime(instant: number): WallTime {
    return instant + this.offset(instant)
  }

  /** Milliseconds that the zone's clocks are ahead of UTC at an instant after the year 1. */
  offset(instant: number): number {
    const whole = Math.floor(instant / SECOND_MS) * SECOND_MS
    const shown: Record<string, number> = {}
    for (const { type, value } of this.#format.formatToParts(whole)) shown[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown
    return Date.UTC(year, month - 1, day, hour, minute, second) - whole
  }

  /** The first instant at which the clock shows the time or a later one, where it skips that. */
  firstInstantAt(wall: WallTime): number {
    const before = this.offset(wall - DAY_MS)
    const after = this.offset(wall + DAY_MS)
    const shows = [wall - before, wall - after].filter((instant) => this.wallTime(instant) === wall)
    // No clock ever shows it: it is when the clocks were set.
    return shows.length > 0 ? Math.min(...shows) : this.changeBetween(wall - before - DAY_MS, wall - after + DAY_MS)
  }

  /** The instant within the time at which the clocks are set; its end when they are not. */
  changeBetween(from: number, to: number): number {
    const before = this.offset(from)
    if (this.offset(to) === before) return to
    let low = from
    let high = to
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (this.offset(middle) === before) low = middle
      else high = middle
    }
    return high
  }
}
