import { larger, smaller } from './order.ts'

/** How much of its lease a replica keeps while it asks: all, what it will soon use, or only what is used. */
export type Keep = 'all' | 'soon' | 'used'

/**
 * What this replica holds of a hard budget: money that is reserved, paid but not in the ledger yet, or free to be reserved.
 * What comes into the ledger leaves it. The store never counts less than this for the replica.
 */
export class Lease {
  #leasedNanos = 0n
  #reservedNanos = 0n
  #unrecordedNanos = 0n
  /** The start of the window in which what is free may be spent. */
  #windowStart: number | undefined
  /** What has left it since the store was asked. */
  #recordedSince = 0n
  /** What was taken in this stretch of time, and in the one before. */
  #taken = 0n
  #takenBefore = 0n

  /** Reserved, or paid and not in the ledger yet. */
  get usedNanos(): bigint {
    return this.#reservedNanos + this.#unrecordedNanos
  }

  /** What it is likely to need soon: as much as in the busier of the latest two stretches. */
  get aheadNanos(): bigint {
    return larger(this.#taken, this.#takenBefore)
  }

  /** What may be reserved in the window that begins then. */
  roomIn(windowStart: number): bigint {
    return windowStart === this.#windowStart ? this.#leasedNanos - this.usedNanos : 0n
  }

  take(nanos: bigint): void {
    this.#reservedNanos += nanos
    this.#taken += nanos
  }

  settle(reservedNanos: bigint, paidNanos: bigint): void {
    this.#reservedNanos -= reservedNanos
    this.#unrecordedNanos += paidNanos
  }

  /** What was paid is in the ledger. */
  recorded(nanos: bigint): void {
    this.#unrecordedNanos -= nanos
    this.#recordedSince += nanos
    this.#leasedNanos = larger(this.#leasedNanos - nanos, 0n)
  }

  /** Begins an ask for the window that begins then, which must be told how it ended if it did. Gives what it keeps. */
  ask(keep: Keep, windowStart: number): bigint {
    const free = larger(this.roomIn(windowStart), 0n)
    const kept = { all: free, soon: smaller(free, this.aheadNanos), used: 0n }
    this.#leasedNanos = this.usedNanos + kept[keep]
    this.#recordedSince = 0n
    return this.#leasedNanos
  }

  granted(leasedNanos: bigint, windowStart: number): void {
    this.#leasedNanos = larger(leasedNanos - this.#recordedSince, 0n)
    this.#windowStart = windowStart
  }

  /** Ends a stretch of time. */
  passTime(): void {
    this.#takenBefore = this.#taken
    this.#taken = 0n
  }
}
