import type { Lease } from './lease.ts'

interface Charge {
  readonly lease: Lease
  readonly nanos: bigint
  /** The end of the window that it was paid in. */
  readonly windowEnd: number
}

/** After the end of a window nothing more is leased of it, also by those whose clocks are late. */
const MARGIN_MS = 3_600_000

/** What attempts cost that have ended and are not in the ledger yet, by their ids. */
export class Unrecorded {
  readonly #charges = new Map<string, readonly Charge[]>()

  add(attemptId: string, charge: Charge): void {
    if (charge.nanos === 0n) return
    this.#charges.set(attemptId, [...(this.#charges.get(attemptId) ?? []), charge])
  }

  /** Attempts that are not known were recorded before, or by another process. */
  recorded(attemptIds: Iterable<string>): void {
    for (const id of attemptIds) {
      for (const { lease, nanos } of this.#charges.get(id) ?? []) lease.recorded(nanos)
      this.#charges.delete(id)
    }
  }

  /** Lets go of what was never recorded, or not yet, of windows that are long over. */
  forget(now: number): void {
    for (const [id, charges] of this.#charges) {
      if (charges.every(({ windowEnd }) => windowEnd + MARGIN_MS < now)) this.recorded([id])
    }
  }
}
