import type { Overlay } from '../config/draft.ts'
import type { FaultList } from '../config/faults.ts'
import type { Vault } from '../secrets/vault.ts'
import { keyOf, type ResourceKey, type ResourceKind, type Subject } from './kind.ts'
import { policyKind } from './policy-resource.ts'
import { providerKind } from './provider-resource.ts'
import type { StoredResource } from './repository.ts'
import { routeKind } from './route-resource.ts'

/** In the order in which they are laid over the configuration: what others name comes before them. */
const KINDS: readonly ResourceKind[] = [providerKind, routeKind, policyKind]

/** The names of all kinds that take part in the configuration. */
export const configurationKinds: readonly string[] = KINDS.map(({ kind }) => kind)

/** Undefined for one that a later version stored. */
export function kindOf({ kind }: ResourceKey): ResourceKind | undefined {
  return KINDS.find((known) => known.kind === kind)
}

/** How a resource is told to people. */
export function titleOf(key: ResourceKey): string {
  return kindOf(key)?.title(key.name) ?? `${key.kind}/${key.name}`
}

/** How faults in it are told, unless it is the subject of a request. */
export function rootOf(key: ResourceKey): string {
  return kindOf(key)?.root(key.name) ?? titleOf(key)
}

/**
 * The resources laid over the configuration. Faults in the subject are told by the field of the request that holds it.
 * Without a vault keys stay closed, which is enough to look at the configuration.
 */
export function overlayOf(resources: Iterable<StoredResource>, subject?: Subject, vault?: Vault): Overlay {
  const ordered = [...resources].sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
  return (config, faults, atRunTime) =>
    ordered.flatMap((resource) => {
      const kind = kindOf(resource)
      const about = subject && keyOf(subject) === keyOf(resource) ? subject : undefined
      const root = kind && about && !about.part ? kind.field : rootOf(resource)
      try {
        if (kind) return tellPart(about, kind.lay(resource, root, { config, faults, atRunTime, vault }), faults)
      } catch {
        // It is told below, in the same words as a kind that is not known.
      }
      faults.add(root, 'was stored by another version of Switchyard, and this one cannot read it')
      return []
    })
}

/** Faults in a piece are told by the field of the request that holds it. Gives the paths of all that was laid. */
function tellPart(about: Subject | undefined, paths: readonly string[], faults: FaultList): readonly string[] {
  const { path, field = '' } = about?.part ?? {}
  if (path !== undefined) for (const laid of paths) faults.standsFor(`${laid}.${path}`, field)
  return paths
}

function orderOf(resource: StoredResource): string {
  return `${KINDS.findIndex(({ kind }) => kind === resource.kind) + KINDS.length}\n${resource.name}`
}
