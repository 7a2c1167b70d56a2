import type { Clock } from '../core/clock.ts'
import { MemoryResources } from './memory-resources.ts'
import type { ResourceRepository } from './repository.ts'

/** Where resources are kept when nothing else is given: for now in memory, until the store has a place for them. */
export function openResources(clock: Clock): ResourceRepository {
  return new MemoryResources(clock)
}
