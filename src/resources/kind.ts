import type { Config } from '#gen/switchyard/config/v1/config_pb.js'
import type { FaultList } from '../config/faults.ts'
import type { RunTimeProviders } from '../config/run-time-providers.ts'
import type { Vault } from '../secrets/vault.ts'
import type { ResourcePart } from './change.ts'
import type { StoredResource } from './repository.ts'

/** What tells a resource apart from all others. */
export type ResourceKey = Pick<StoredResource, 'kind' | 'name'>

/** A resource that a request is about. */
export interface Subject extends ResourceKey {
  /** The piece of it that the request holds. Left out: the whole. */
  readonly part?: Pick<ResourcePart, 'path' | 'field'> | undefined
}

/** What resources are laid over. */
export interface Ground {
  readonly config: Config
  readonly faults: FaultList
  readonly atRunTime: RunTimeProviders
  /** Undefined where only the configuration is wanted: keys stay closed. */
  readonly vault: Vault | undefined
}

/** A kind of resource: all that there is to know to let stored ones take part in the configuration. */
export interface ResourceKind {
  /** As in `StoredResource.kind`. */
  readonly kind: string
  /** The field of a request that holds the resource, by which faults in it are told. */
  readonly field: string
  /** How faults in one are told elsewhere, for example `routes["fast"]`. */
  root(name: string): string
  /** For people and for `ErrorInfo`, for example `routes/fast`. */
  title(name: string): string
  /**
   * Lays it over the configuration and gives the paths of the fields that it sets. `root` is what stands for it in
   * faults. Throws when it cannot be read, as one that another version stored.
   */
  lay(resource: StoredResource, root: string, ground: Ground): readonly string[]
  /** What may be told of what is stored, as JSON. Left out: all of it. */
  told?(json: string): string
}

export function keyOf({ kind, name }: ResourceKey): string {
  return `${kind}\n${name}`
}
