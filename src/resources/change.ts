import type { ConfigDraft } from '../config/draft.ts'
import type { Settings } from '../config/settings.ts'
import type { AuditCause } from '../core/audit.ts'
import type { ResourceKey } from './kind.ts'
import type { StoredResource } from './repository.ts'

/** What is to become of a resource, and who wants it. */
export interface Change extends ResourceKey, AuditCause {
  readonly validateOnly: boolean
  /** Decides by what is stored now. Throws when that is not what the caller takes it for. */
  revise(stored: StoredResource | undefined, draft: ConfigDraft): Revision
}

export interface Revision {
  /** Undefined: it is deleted. */
  readonly json: string | undefined
  /** What it was so far, as JSON, where that is not what is stored. */
  readonly before?: string | undefined
  /** The fields that change, for the log. */
  readonly paths: readonly string[]
  /** Left out: the change is about the whole. */
  readonly part?: ResourcePart
}

/** The piece of a resource that a change is about, by which people are told of it. */
export interface ResourcePart {
  /** For the audit log and errors, for example `providers/openai/models/gpt-5`. */
  readonly title: string
  /** As JSON; undefined: there was none, or there is none any more. */
  readonly before: string | undefined
  readonly after: string | undefined
  /** Where it stands in the resource, for example `models[2]`; undefined when it is deleted. */
  readonly path: string | undefined
  /** The field of the request that holds it, by which faults in it are told. */
  readonly field: string
}

/** Puts settings in force between two calls, or rejects and leaves what was in force. */
export type Apply = (settings: Settings, how: Application) => Promise<void>

export interface Application {
  /** Called when all that can fail is done; when it rejects, nothing is to change. */
  store(): Promise<void>
  /** The names of the providers that are not as they were in force before; undefined: any may be another one. */
  readonly changedProviders: ReadonlySet<string> | undefined
}
