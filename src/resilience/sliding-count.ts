/** How much time one slot holds unless it is told otherwise; a count is exact to this. */
const SLOT_MS = 1000

/** Counts what happened within the last slots, the running one included. */
export class SlidingCount {
  readonly #slots: number[]
  readonly #slotMs: number
  #newest = 0
  #total = 0

  constructor(slots: number, slotMs = SLOT_MS) {
    this.#slots = new Array(slots).fill(0)
    this.#slotMs = slotMs
  }

  add(now: number, amount = 1): void {
    this.#advance(now)
    const index = this.#newest % this.#slots.length
    this.#slots[index] = (this.#slots[index] ?? 0) + amount
    this.#total += amount
  }

  /** `now` is in milliseconds and never goes back. */
  total(now: number): number {
    this.#advance(now)
    return this.#total
  }

  /** Empties the slots of the time that has passed since the last look. */
  #advance(now: number): void {
    const slot = Math.floor(now / this.#slotMs)
    const passed = Math.min(slot - this.#newest, this.#slots.length)
    for (let back = 0; back < passed; back++) {
      const index = (slot - back) % this.#slots.length
      this.#total -= this.#slots[index] ?? 0
      this.#slots[index] = 0
    }
    this.#newest = Math.max(slot, this.#newest)
  }
}
