import { type Target, targetKey } from '../core/call.ts'
import type { Catalog, CatalogEntry } from '../routing/catalog.ts'

/** Every target that is offered once, though several names may lead to it. */
export function targetsOf(catalog: Catalog): Target[] {
  return uniqueTargets(catalog.list())
}

export function uniqueTargets(entries: readonly CatalogEntry[]): Target[] {
  const targets = entries.flatMap((entry) => entry.targets)
  return [...new Map(targets.map((target) => [targetKey(target), target])).values()]
}
