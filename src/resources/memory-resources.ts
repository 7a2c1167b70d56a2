import type { Clock } from '../core/clock.ts'
import { keyOf } from './kind.ts'
import { MemoryAuditLog } from './memory-audit-log.ts'
import { etagMismatch } from './refusal.ts'
import type { ResourceChange, ResourceMarks, ResourceRepository, StoredResource } from './repository.ts'

/** Keeps resources as long as the process lives. */
export class MemoryResources implements ResourceRepository, ResourceMarks {
  /** Where its changes leave their events. */
  readonly audit: MemoryAuditLog
  readonly #clock: Clock
  readonly #resources = new Map<string, StoredResource>()

  constructor(clock: Clock) {
    this.#clock = clock
    this.audit = new MemoryAuditLog(clock)
  }

  async list(kinds: readonly string[]): Promise<readonly StoredResource[]> {
    const listed = [...this.#resources.values()].filter(({ kind }) => kinds.includes(kind))
    return listed.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  }

  async marks(): Promise<ReadonlyMap<string, string>> {
    const marks = new Map<string, string>()
    for (const { kind, etag } of this.#resources.values()) marks.set(kind, `${marks.get(kind) ?? ''}${etag}`)
    return marks
  }

  async change({ kind, name, json, expectedEtag, audit }: ResourceChange): Promise<StoredResource | undefined> {
    const key = keyOf({ kind, name })
    const before = this.#resources.get(key)
    if (before?.etag !== expectedEtag) throw etagMismatch({ kind, name })
    if (audit) this.audit.add(audit)
    if (json === undefined) {
      this.#resources.delete(key)
      return undefined
    }
    const now = this.#clock.now()
    const after = { kind, name, json, etag: this.#clock.uuid(), createTime: before?.createTime ?? now, updateTime: now }
    this.#resources.set(key, after)
    return after
  }
}
