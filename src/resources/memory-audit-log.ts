import type { AuditEvent, AuditFacts, AuditLog, AuditPosition, AuditQuery } from '../core/audit.ts'
import type { Clock } from '../core/clock.ts'

/** What memory holds at most; the oldest go first. */
const MAX_EVENTS = 10_000

/** Keeps events as long as the process lives: for now, until the store has a place for them. */
export class MemoryAuditLog implements AuditLog {
  readonly #clock: Clock
  /** The oldest first. */
  #events: AuditEvent[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async append(facts: AuditFacts): Promise<void> {
    this.add(facts)
  }

  /** At once, for a change that is made in the same step. */
  add(facts: AuditFacts): void {
    this.#events.push({ ...facts, id: this.#clock.uuid(), time: this.#clock.now() })
    if (this.#events.length > MAX_EVENTS) this.#events = this.#events.slice(-MAX_EVENTS)
  }

  async query(query: AuditQuery): Promise<readonly AuditEvent[]> {
    const wanted = this.#events.filter((event) => isWanted(event, query))
    return wanted.sort((one, other) => (isBefore(one, other) ? 1 : -1)).slice(0, query.limit)
  }
}

function isWanted(event: AuditEvent, { before, from, to, ...given }: AuditQuery): boolean {
  if (before && !isBefore(event, before)) return false
  if ((from !== undefined && event.time < from) || (to !== undefined && event.time >= to)) return false
  return (['tenant', 'principal', 'resource', 'action'] as const).every(
    (field) => given[field] === undefined || given[field] === event[field],
  )
}

function isBefore(one: AuditPosition, other: AuditPosition): boolean {
  return one.time === other.time ? one.id < other.id : one.time < other.time
}
