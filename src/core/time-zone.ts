/** What a clock on the wall shows, as if it stood in UTC: epoch milliseconds of the same digits. */
export type WallTime = number

const SECOND_MS = 1000
const DAY_MS = 86_400_000

/** No zone has set its clocks twice within so long, since 1970. */
const BLOCK_MS = 14 * DAY_MS

/** Whether there is a time zone of this name, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    new TimeZone(name)
    return true
  } catch {
    return false
  }
}

/** A time in which the clocks are set once at most. */
interface Block {
  readonly before: number
  readonly after: number
  /** From when on it is `after`; infinite: not within this time. */
  readonly changeAt: number
}

/**
 * The rules of a time zone since 1970: how far its clocks are ahead of UTC, and when they are set. Asking the platform takes
 * some microseconds, so that what it said is kept.
 */
export class TimeZone {
  readonly #format: Intl.DateTimeFormat
  readonly #blocks = new Map<number, Block>()

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

  /** Milliseconds that the zone's clocks are ahead of UTC. */
  offset(instant: number): number {
    const { before, after, changeAt } = this.#blockOf(instant)
    return instant < changeAt ? before : after
  }

  /** The first instant at which the clock shows the time or a later one, where it skips that. */
  firstInstantAt(wall: WallTime): number {
    const before = this.offset(wall - DAY_MS)
    const after = this.offset(wall + DAY_MS)
    const shows = [wall - before, wall - after].filter((instant) => this.wallTime(instant) === wall)
    // No clock ever shows it: it is when the clocks were set.
    return shows.length > 0 ? Math.min(...shows) : this.changeBetween(wall - before - DAY_MS, wall - after + DAY_MS)
  }

  /** The instant within the time, of some days at most, at which the clocks are set; its end when they are not. */
  changeBetween(from: number, to: number): number {
    const changes = [this.#blockOf(from).changeAt, this.#blockOf(to).changeAt]
    return Math.min(to, ...changes.filter((change) => change > from))
  }

  #blockOf(instant: number): Block {
    const index = Math.floor(instant / BLOCK_MS)
    let block = this.#blocks.get(index)
    if (!block) {
      block = this.#readBlock(index)
      this.#blocks.set(index, block)
    }
    return block
  }

  #readBlock(index: number): Block {
    const before = this.#blocks.get(index - 1)?.after ?? this.#read(index * BLOCK_MS)
    const after = this.#blocks.get(index + 1)?.before ?? this.#read((index + 1) * BLOCK_MS)
    if (before === after) return { before, after, changeAt: Number.POSITIVE_INFINITY }
    let low = index * BLOCK_MS
    let high = low + BLOCK_MS
    while (high - low > SECOND_MS) {
      const middle = Math.floor((low + high) / 2 / SECOND_MS) * SECOND_MS
      if (this.#read(middle) === before) low = middle
      else high = middle
    }
    return { before, after, changeAt: high }
  }

  /** What the platform says of a whole second. */
  #read(instant: number): number {
    const shown = this.#format.format(instant).match(/\d+/g) ?? []
    const [month = 1, day = 1, year = 0, hour = 0, minute = 0, second = 0] = shown.map(Number)
    return Date.UTC(year, month - 1, day, hour, minute, second) - instant
  }
}
