import type { ConfigDraft } from '../config/draft.ts'
import { ConfigError, type Fault } from '../config/faults.ts'
import type { Settings } from '../config/settings.ts'
import type { Vault } from '../secrets/vault.ts'
import { keyOf, type ResourceKey } from './kind.ts'
import { overlayOf, rootOf } from './overlay.ts'
import type { StoredResource } from './repository.ts'

/** Settings with all stored resources that fit the file. */
export interface Fit {
  readonly settings: Settings
  /** Those that do not, by their keys, with what is wrong. */
  readonly misfits: ReadonlyMap<string, readonly Fault[]>
}

/**
 * Lays the resources over the draft. Those that faults name are left out, and it is tried again; a fault that names none
 * is put down to all of the last kind. Throws a ConfigError when the draft does not even hold by itself.
 */
export function fit(draft: ConfigDraft, resources: readonly StoredResource[], vault?: Vault): Fit {
  const misfits = new Map<string, readonly Fault[]>()
  for (let kept = resources; ; kept = kept.filter((resource) => !misfits.has(keyOf(resource)))) {
    try {
      return { settings: draft.toSettings(overlayOf(kept, undefined, vault)), misfits }
    } catch (error) {
      if (!(error instanceof ConfigError) || kept.length === 0) throw error
      const faultsOf = (key: ResourceKey) => error.faults.filter(({ path }) => isOf(path, rootOf(key)))
      const named = kept.filter((resource) => faultsOf(resource).length > 0)
      for (const resource of named) misfits.set(keyOf(resource), faultsOf(resource))
      if (named.length === 0) for (const resource of lastKind(kept)) misfits.set(keyOf(resource), error.faults)
    }
  }
}

function isOf(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}.`)
}

/**
 * A policy can be wrong by what the file says elsewhere: it names routes, which name providers, and none of those names it.
 */
function lastKind(resources: readonly StoredResource[]): readonly StoredResource[] {
  const kinds = ['policy', 'route', 'provider'].map((kind) => resources.filter((resource) => resource.kind === kind))
  return kinds.find((ofKind) => ofKind.length > 0) ?? resources
}
