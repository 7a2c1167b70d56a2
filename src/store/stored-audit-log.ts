import type { Insertable, Selectable } from 'kysely'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { AuditEvent, AuditFacts, AuditLog, AuditQuery } from '../core/audit.ts'
import type { Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import type { AuditTable } from './schema.ts'
import type { StoreDatabase } from './store-database.ts'

/** The audit log in a database. A change of a resource leaves its event in `StoredResources`, in one transaction. */
export class StoredAuditLog implements AuditLog {
  readonly #database: StoreDatabase
  readonly #clock: Clock

  constructor(database: StoreDatabase, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  async append(facts: AuditFacts): Promise<void> {
    try {
      const database = await this.#database.writing()
      const row = eventRow(facts, this.#clock.uuid(), this.#clock.now())
      await database.insertInto('audit_events').values(row).execute()
    } catch (error) {
      throw unavailable(error)
    }
  }

  async query({ before, from, limit, to, ...equal }: AuditQuery): Promise<readonly AuditEvent[]> {
    try {
      const database = await this.#database.reading()
      let events = database.selectFrom('audit_events').selectAll()
      for (const column of ['tenant', 'principal', 'resource', 'action'] as const) {
        const value = equal[column]
        if (value !== undefined) events = events.where(column, '=', value)
      }
      if (from !== undefined) events = events.where('time', '>=', BigInt(Math.ceil(from)))
      if (to !== undefined) events = events.where('time', '<', BigInt(Math.ceil(to)))
      if (before) {
        const time = BigInt(before.time)
        events = events.where(({ eb, and, or }) =>
          or([eb('time', '<', time), and([eb('time', '=', time), eb('id', '<', before.id)])]),
        )
      }
      const rows = await events.orderBy('time', 'desc').orderBy('id', 'desc').limit(limit).execute()
      return rows.map(toEvent)
    } catch (error) {
      throw unavailable(error)
    }
  }
}

/** A row of `audit_events`. */
export function eventRow(facts: AuditFacts, id: string, time: number): Insertable<AuditTable> {
  const { tenant, principal, action, resource, before = null, after = null, traceId } = facts
  const kept = { tenant, principal, action, resource, before_json: before, after_json: after, trace_id: traceId }
  return { id, time: Math.round(time), ...kept }
}

function toEvent(row: Selectable<AuditTable>): AuditEvent {
  const { id, time, tenant, principal, action, resource, before_json, after_json, trace_id } = row
  const [before, after] = [before_json ?? undefined, after_json ?? undefined]
  return { id, time: Number(time), tenant, principal, action, resource, before, after, traceId: trace_id }
}

function unavailable(cause: unknown): GatewayError {
  return new GatewayError(ErrorReason.STORE_UNAVAILABLE, 'The store is not available. Try again.', { cause })
}
