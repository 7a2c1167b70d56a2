import type { AuditLog } from '../core/audit.ts'
import type { Clock } from '../core/clock.ts'
import { MemoryResources } from './memory-resources.ts'
import type { ResourceRepository } from './repository.ts'

/** Where resources are kept, and what happened to them. */
export interface Kept {
  readonly resources: ResourceRepository
  readonly audit: AuditLog
}

/** Where resources are kept when nothing else is given: for now in memory, until the store has a place for them. */
export function openResources(clock: Clock): Kept {
  const resources = new MemoryResources(clock)
  return { resources, audit: resources.audit }
}
