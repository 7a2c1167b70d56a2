import type { HeardUse } from '../usage/limit-exchange.ts'

/** What other replicas told of one limit. */
export class Peers {
  readonly #uses = new Map<string, HeardUse>()
  #there: ReadonlySet<string> = new Set()

  /** Gives what the replica told before; undefined: it has not, or counts anew. */
  hear(use: HeardUse): HeardUse | undefined {
    const before = this.#uses.get(use.replica)
    this.#uses.set(use.replica, use)
    return before?.incarnation === use.incarnation ? before : undefined
  }

  /** Only these are there. */
  see(replicas: ReadonlySet<string>): void {
    this.#there = replicas
  }

  /** Calls that run at those that are there. */
  get running(): number {
    let sum = 0
    for (const { replica, running } of this.#uses.values()) if (this.#there.has(replica)) sum += running
    return sum
  }

  /** Forgets those that are not there. Before all is heard that they told, it would be counted twice. */
  forgetGone(): void {
    for (const replica of this.#uses.keys()) if (!this.#there.has(replica)) this.#uses.delete(replica)
  }
}
