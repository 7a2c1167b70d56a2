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
}

/** Puts settings in force between two calls, or rejects and leaves what was in force. */
export type Apply = (settings: Settings, how: Application) => Promise<void>

export interface Application {
  /** Called when all that can fail is done; when it rejects, nothing is to change. */
  store(): Promise<void>
  /** Whether the providers and their credentials are those that were in force before. */
  readonly sameProviders: boolean
}
