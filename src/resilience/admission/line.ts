import { Turns, type Waiting } from './turns.ts'

/** Priorities from the highest, as the line orders them. */
export const LEVELS = { high: 0, normal: 1, low: 2 } as const

export type Level = (typeof LEVELS)[keyof typeof LEVELS]

export interface Ranked extends Waiting {
  readonly level: Level
}

/**
 * How often in a row those of a priority are passed over while they wait; then it is their turn, or after one more if a
 * lower one is due too.
 */
export const PATIENCE = 9

/**
 * Those who wait for a place: the highest priority goes first, but none is passed over for ever, and within a priority
 * callers take turns.
 */
export class Line<W extends Ranked> {
  readonly #levels: readonly [Turns<W>, Turns<W>, Turns<W>] = [new Turns(), new Turns(), new Turns()]
  readonly #passedOver: [number, number, number] = [0, 0, 0]

  get length(): number {
    const [high, normal, low] = this.#levels
    return high.length + normal.length + low.length
  }

  add(waiting: W): void {
    const turns = this.#levels[waiting.level]
    if (turns.length === 0) this.#passedOver[waiting.level] = 0
    turns.add(waiting)
  }

  remove(waiting: W): void {
    this.#levels[waiting.level].remove(waiting)
  }

  /** Takes out who is to have the next place. */
  next(): W | undefined {
    const level = this.#due()
    if (level === undefined) return undefined
    for (const other of LOWEST_FIRST) {
      if (other === level) this.#passedOver[other] = 0
      else if (this.#levels[other].length > 0) this.#passedOver[other] += 1
    }
    return this.#levels[level].next()
  }

  /** How many would go before it, about, if it came now. */
  ahead({ caller, level }: Ranked): number {
    const turns = this.#levels[level].ahead(caller)
    let higher = 0
    for (let above = 0; above < level; above++) higher += this.#levels[above as Level].length
    return turns + Math.min(higher, PATIENCE * (turns + 1))
  }

  /**
   * Who must leave a full line for one that arrives: of the lowest priority, the newest one of the caller who has the
   * most. Nobody does for one that is worse off itself.
   */
  weakerThan({ caller, level }: Ranked): W | undefined {
    const lowest = LOWEST_FIRST.find((other) => this.#levels[other].length > 0)
    if (lowest === undefined || lowest < level) return undefined
    const turns = this.#levels[lowest]
    const newest = turns.newestOfMost() as W
    if (lowest > level) return newest
    return turns.count(newest.caller) > turns.count(caller) + 1 ? newest : undefined
  }

  /** The highest level, unless a lower one has been passed over for long enough. */
  #due(): Level | undefined {
    const isDue = (level: Level) => this.#levels[level].length > 0 && this.#passedOver[level] >= PATIENCE
    const impatient = LOWEST_FIRST.find((level) => level !== LEVELS.high && isDue(level))
    return impatient ?? LOWEST_FIRST.findLast((level) => this.#levels[level].length > 0)
  }
}

const LOWEST_FIRST: readonly Level[] = [LEVELS.low, LEVELS.normal, LEVELS.high]
