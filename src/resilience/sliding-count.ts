/** How much time one slot holds; a count is exact to this. */
const SLOT_MS = 1000

/** Counts what happened within the last `slots` seconds, the running one included. */
export class SlidingCount {
  readonly #slots: number[]
  #newest = 0
  #total = 0

  constructor(slots: number) {
    this.#slots = new Array(slots).fill(0)
  }

  add(now: number): void {
    this.#advance(now)
    const index = this.#newest % this.#slots.length
    this.#slots[index] = (this.#slots[index] ?? 0) + 1
    this.#total += 1
  }

  /** `now` is in milliseconds and never goes back. */
  total(now: number): number {
    this.#advance(now)
    return this.#total
  }

  /** Empties the slots of the time that has passed since the last look. */
  #advance(now: number): void {
    const slot = Math.floor(now / SLOT_MS)
    const passed = Math.min(slot - this.#newest, this.#slots.length)
    for (let back = 0; back < passed; back++) {
      const index = (slot - back) % this.#slots.length
      this.#total -= this.#slots[index] ?? 0
      this.#slots[index] = 0
    }
    this.#newest = Math.max(slot, this.#newest)
  }
}
