import type { ConfigDraft } from '../config/draft.ts'
import { ConfigError } from '../config/faults.ts'
import type { Settings } from '../config/settings.ts'
import { type Fit, fit } from './fit.ts'
import { keyOf } from './kind.ts'
import { titleOf } from './overlay.ts'
import { describeFaults } from './refusal.ts'
import type { StoredResource } from './repository.ts'

/** What is stored, and what is in force of it. */
export interface State extends Fit {
  readonly stored: ReadonlyMap<string, StoredResource>
}

/** With everything that fits laid over the settings, which are those of the file alone. */
export function stateOf(settings: Settings, stored: readonly StoredResource[]): State {
  // Nothing is checked twice where nothing is stored.
  if (stored.length === 0) return { settings, misfits: new Map(), stored: new Map() }
  return stateOfDraft(settings.draft, stored)
}

export function stateOfDraft(draft: ConfigDraft, stored: readonly StoredResource[]): State {
  return { ...fit(draft, stored), stored: new Map(stored.map((resource) => [keyOf(resource), resource])) }
}

/** Those that are in force. */
export function fittingOf({ stored, misfits }: Pick<State, 'stored' | 'misfits'>): StoredResource[] {
  return [...stored].flatMap(([key, resource]) => (misfits.has(key) ? [] : [resource]))
}

/** Those that are not in force, with why. */
export function misfitsOf({ stored, misfits }: State): { readonly resource: string; readonly why: string }[] {
  return [...misfits].flatMap(([key, faults]) => {
    const resource = stored.get(key)
    return resource ? [{ resource: titleOf(resource), why: describeFaults(faults) }] : []
  })
}

/** Throws a ConfigError unless all that does not fit is known not to. */
export function refuseMisfits({ settings, misfits }: State, known: ReadonlyMap<string, unknown>): void {
  const faults = [...misfits].flatMap(([key, faults]) => (known.has(key) ? [] : faults))
  if (faults.length === 0) return
  throw new ConfigError(`${settings.source}, with what was changed at run time`, faults)
}

export function withResource(
  stored: ReadonlyMap<string, StoredResource>,
  key: string,
  resource: StoredResource | undefined,
): Map<string, StoredResource> {
  const changed = new Map(stored)
  if (resource) changed.set(key, resource)
  else changed.delete(key)
  return changed
}

export function isSame(stored: readonly StoredResource[], known: ReadonlyMap<string, StoredResource>): boolean {
  return stored.length === known.size && stored.every((resource) => known.get(keyOf(resource))?.etag === resource.etag)
}
