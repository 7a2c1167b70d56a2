import type { AuditFacts, AuditLog } from '../core/audit.ts'

/** A resource that an operator made or changed while the service runs, as it is kept. */
export interface StoredResource {
  /** What it is, for example `route`. */
  readonly kind: string
  /** Tells it apart from others of its kind. */
  readonly name: string
  /** Its fields, as the JSON of its protobuf message. */
  readonly json: string
  /** Another one after each change; callers hold it against a change that they did not see. */
  readonly etag: string
  /** Epoch milliseconds. */
  readonly createTime: number
  readonly updateTime: number
}

/** What is to become of a resource. */
export interface ResourceChange {
  readonly kind: string
  readonly name: string
  /** Undefined: it is deleted. */
  readonly json: string | undefined
  /** What it must be now: its etag, or undefined when there must be none of its name. */
  readonly expectedEtag: string | undefined
  /** What the audit log keeps of it, in the same transaction: both are durable or neither is. Left out: nothing. */
  readonly audit?: AuditFacts | undefined
}

/** Where they are kept, over restarts and for all replicas. */
export interface ResourceRepository {
  /** Those of these kinds, by kind and name. Throws STORE_UNAVAILABLE. */
  list(kinds: readonly string[]): Promise<readonly StoredResource[]>
  /**
   * Durable when it resolves, with the resource as it is now, or undefined when it was deleted. Throws ETAG_MISMATCH when
   * it is not what was expected, and STORE_UNAVAILABLE.
   */
  change(change: ResourceChange): Promise<StoredResource | undefined>
}

/** Tells whether anything was changed. */
export interface ResourceMarks {
  /**
   * For each kind of which there is any a text, which is another one after every change of one of them, whoever made it.
   * It costs much less than to list them. Throws STORE_UNAVAILABLE.
   */
  marks(): Promise<ReadonlyMap<string, string>>
}

/** Where resources are kept, and what happened to them. */
export interface Kept {
  readonly resources: ResourceRepository & ResourceMarks
  readonly audit: AuditLog
}
