import { type Target, targetKey } from '../core/call.ts'
import type { Catalog } from '../routing/catalog.ts'

/** Every target once, though several names may lead to it. */
export function targetsOf(catalog: Catalog): Target[] {
  const targets = catalog.list().flatMap((entry) => entry.targets)
  return [...new Map(targets.map((target) => [targetKey(target), target])).values()]
}
