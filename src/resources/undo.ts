import type { ConfigurationObserver } from './configuration-observer.ts'
import { titleOf } from './overlay.ts'
import type { ResourceChange, ResourceRepository } from './repository.ts'

/** Takes back what was stored and could not be put in force, so that it does not come into force by surprise. Never rejects. */
export async function undo(
  change: ResourceChange,
  repository: ResourceRepository,
  observer: ConfigurationObserver,
): Promise<void> {
  try {
    await repository.change(change)
    observer.changeUndone(titleOf(change))
  } catch (error) {
    observer.changeNotUndone(titleOf(change), error)
  }
}
