/** Why a change happens: who wants it, and in which request. */
export interface AuditCause {
  /** The id of the principal. */
  readonly principal: string
  /** What is done, for example `api_key.create`. */
  readonly action: string
  /** The trace of the request; empty: there was none. */
  readonly traceId: string
}

/** What a change was. Neither a secret nor the digest of one is part of it. */
export interface AuditFacts extends AuditCause {
  /** Whose thing it is; empty: the whole service's. */
  readonly tenant: string
  /** Its kind and name, for example `keys/0123456789abcdef`. */
  readonly resource: string
  /** It as JSON; undefined: there was none. */
  readonly before: string | undefined
  readonly after: string | undefined
}

/** A change as it is kept. */
export interface AuditEvent extends AuditFacts {
  readonly id: string
  /** Epoch milliseconds. */
  readonly time: number
}

/** Which events: those to which all that is given applies. */
export interface AuditFilter {
  readonly tenant?: string | undefined
  readonly principal?: string | undefined
  readonly resource?: string | undefined
  readonly action?: string | undefined
  /** Epoch milliseconds; events of this moment are among them. */
  readonly from?: number | undefined
  /** Epoch milliseconds; events of this moment are not. */
  readonly to?: number | undefined
}

/** Where an event stands: they are ordered by time, those of the same moment by id. */
export type AuditPosition = Pick<AuditEvent, 'time' | 'id'>

export interface AuditQuery extends AuditFilter {
  /** Only events that stand before this one; undefined: from the newest on. */
  readonly before?: AuditPosition | undefined
  /** At most so many. */
  readonly limit: number
}

/** What operators changed, kept for those who have to answer for it. Events are added and never changed. */
export interface AuditLog {
  /** Keeps a change that goes along with no resource. Durable when it resolves. Throws STORE_UNAVAILABLE. */
  append(facts: AuditFacts): Promise<void>
  /** The newest first. Throws STORE_UNAVAILABLE. */
  query(query: AuditQuery): Promise<readonly AuditEvent[]>
}
