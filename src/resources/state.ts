import type { ConfigDraft } from '../config/draft.ts'
import { ConfigError } from '../config/faults.ts'
import type { Settings } from '../config/settings.ts'
import type { Vault } from '../secrets/vault.ts'
import { type Fit, fit } from './fit.ts'
import { keyOf } from './kind.ts'
import { titleOf } from './overlay.ts'
import { describeFaults } from './refusal.ts'
import type { StoredResource } from './repository.ts'

/** What is stored, and what is in force of it. */
export interface State extends Fit {
  readonly stored: ReadonlyMap<string, StoredResource>
}

/** What tells which of the stored resources are in force. */
type InForce = Pick<State, 'stored' | 'misfits'>

/** With everything that fits laid over the settings, which are those of the file alone. */
export function stateOf(settings: Settings, stored: readonly StoredResource[], vault: Vault): State {
  // Nothing is checked twice where nothing is stored.
  if (stored.length === 0) return { settings, misfits: new Map(), stored: new Map() }
  return stateOfDraft(settings.draft, stored, vault)
}

export function stateOfDraft(draft: ConfigDraft, stored: readonly StoredResource[], vault: Vault): State {
  return { ...fit(draft, stored, vault), stored: new Map(stored.map((resource) => [keyOf(resource), resource])) }
}

/** Those that are in force. */
export function fittingOf({ stored, misfits }: InForce): StoredResource[] {
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

/** A resource as it would be; it has no etag until it is stored. */
export function unsaved(
  resource: Pick<StoredResource, 'kind' | 'name' | 'json'>,
  before: StoredResource | undefined,
  now: number,
): StoredResource {
  return { ...resource, etag: '', createTime: before?.createTime ?? now, updateTime: now }
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

/** The names of the stored providers of which another one is in force, or none any more, or one for the first time. */
export function changedProviders(before: InForce, after: InForce): Set<string> {
  const [one, other] = [etagsOfProviders(before), etagsOfProviders(after)]
  return new Set([...one.keys(), ...other.keys()].filter((name) => one.get(name) !== other.get(name)))
}

function etagsOfProviders(state: InForce): Map<string, string> {
  const providers = fittingOf(state).filter(({ kind }) => kind === 'provider')
  return new Map(providers.map(({ name, etag }) => [name, etag]))
}

export function isSame(stored: readonly StoredResource[], known: ReadonlyMap<string, StoredResource>): boolean {
  return stored.length === known.size && stored.every((resource) => known.get(keyOf(resource))?.etag === resource.etag)
}
