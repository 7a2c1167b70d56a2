import type { ConfigDraft } from '../config/draft.ts'
import type { Settings } from '../config/settings.ts'
import type { AuditCause, AuditFacts } from '../core/audit.ts'
import type { Clock } from '../core/clock.ts'
import { auditOf, undoneAudit } from './change-audit.ts'
import type { ConfigurationObserver } from './configuration-observer.ts'
import { keyOf, type ResourceKey } from './kind.ts'
import { configurationKinds, overlayOf, titleOf } from './overlay.ts'
import { describeFaults, refusalOf } from './refusal.ts'
import type { ResourceRepository, StoredResource } from './repository.ts'
import {
  fittingOf,
  isSame,
  misfitsOf,
  refuseMisfits,
  type State,
  stateOf,
  stateOfDraft,
  withResource,
} from './state.ts'

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

/**
 * Puts settings in force between two calls. `store` is called when all that can fail is done; when it rejects, what was
 * in force stays.
 */
export type Apply = (settings: Settings, store: () => Promise<void>) => Promise<void>

export interface LiveConfigurationOptions {
  /** As the file and the environment say. */
  readonly settings: Settings
  readonly repository: ResourceRepository
  readonly observer: ConfigurationObserver
  readonly clock: Clock
  readonly apply: Apply
  /** Whether stored resources that do not fit the file are left out at the start, rather than stopping it. */
  readonly skipMisfits: boolean
}

/**
 * The configuration in force: what the file and the environment say, with the stored resources laid over it. It changes
 * as a whole or not at all, one change at a time.
 */
export class LiveConfiguration {
  /** The last reload, while it was one that was refused. */
  refusal: { readonly time: number; readonly message: string } | undefined
  /** When the settings in force were taken over, epoch milliseconds. */
  applyTime: number
  #draft: ConfigDraft
  #state: State
  #last: Promise<unknown> = Promise.resolve()
  readonly #options: LiveConfigurationOptions

  private constructor(options: LiveConfigurationOptions, state: State) {
    this.#options = options
    this.#draft = options.settings.draft
    this.#state = state
    this.applyTime = options.clock.now()
  }

  /** Reads what is stored. Throws a ConfigError when it does not fit the file. */
  static async open(options: LiveConfigurationOptions): Promise<LiveConfiguration> {
    const { observer, repository, settings, skipMisfits } = options
    const state = stateOf(settings, await repository.list(configurationKinds))
    if (!skipMisfits) refuseMisfits(state, new Map())
    observer.misfits(misfitsOf(state))
    return new LiveConfiguration(options, state)
  }

  get settings(): Settings {
    return this.#state.settings
  }

  /** What the file and the environment say by themselves. */
  get draft(): ConfigDraft {
    return this.#draft
  }

  stored(key: ResourceKey): StoredResource | undefined {
    return this.#state.stored.get(keyOf(key))
  }

  storedOf(kind: string): StoredResource[] {
    return [...this.#state.stored.values()].filter((resource) => resource.kind === kind)
  }

  /** Those that are in force. */
  inForce(): StoredResource[] {
    return fittingOf(this.#state)
  }

  /** Why a stored resource is not in force; empty when it is. */
  whyNotApplied(key: ResourceKey): string {
    return describeFaults(this.#state.misfits.get(keyOf(key)) ?? [])
  }

  /** Resources that are stored and not in force, with why. */
  misfits(): { readonly resource: string; readonly why: string }[] {
    return misfitsOf(this.#state)
  }

  /**
   * Checks a change against all that is in force, stores it, puts it in force, and resolves to the resource as it is
   * then, or would be; undefined when it is deleted. Rejects with INVALID_REQUEST when the configuration would not hold.
   */
  change(change: Change): Promise<StoredResource | undefined> {
    return this.#oneAtATime(() => this.#change(change))
  }

  /** Takes over what the file says now. Rejects, and changes nothing, when it cannot be read or what is stored does not fit it. */
  reload(load: () => Settings): Promise<void> {
    return this.#oneAtATime(() => this.#reload(load))
  }

  /** Takes over what others stored. Rejects, and changes nothing, when that does not fit the file. */
  refresh(): Promise<void> {
    return this.#oneAtATime(async () => {
      const stored = await this.#options.repository.list(configurationKinds)
      if (!isSame(stored, this.#state.stored)) await this.#reload(undefined, stored)
    })
  }

  #oneAtATime<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#last.then(task)
    this.#last = done.catch(() => {})
    return done
  }

  async #reload(load: (() => Settings) | undefined, known?: readonly StoredResource[]): Promise<void> {
    const { apply, clock, observer, repository } = this.#options
    try {
      const next = load?.()
      const draft = next?.draft ?? this.#draft
      const stored = known ?? (await repository.list(configurationKinds))
      const state = next && stored.length === 0 ? stateOf(next, stored) : stateOfDraft(draft, stored)
      refuseMisfits(state, this.#state.misfits)
      await apply(state.settings, async () => {})
      this.#draft = draft
      this.#taken(state)
      this.refusal = undefined
      observer.reloaded()
    } catch (error) {
      this.refusal = { time: clock.now(), message: error instanceof Error ? error.message : String(error) }
      observer.reloadRefused(error)
      throw error
    }
  }

  async #change(change: Change): Promise<StoredResource | undefined> {
    const { apply, observer, repository } = this.#options
    const { kind, name, principal, validateOnly } = change
    const key = keyOf(change)
    const stored = new Map((await repository.list(configurationKinds)).map((resource) => [keyOf(resource), resource]))
    const before = stored.get(key)
    const { json, paths, before: said } = change.revise(before, this.#draft)
    let after = json === undefined ? undefined : this.#unsaved(change, json, before)
    const misfits = new Map(this.#state.misfits)
    misfits.delete(key)
    const settings = this.#check({ stored: withResource(stored, key, after), misfits }, change)
    if (validateOnly) return after
    // What is stored already is neither stored again nor gets another etag.
    if (json === before?.json && !this.#state.misfits.has(key)) return before
    const audit = auditOf(change, before?.json ?? said, json)
    let isStored = false
    try {
      await apply(settings, async () => {
        after = await repository.change({ kind, name, json, expectedEtag: before?.etag, audit })
        isStored = true
      })
    } catch (error) {
      if (isStored) await this.#undo(change, before, after, undoneAudit(audit))
      throw error
    }
    this.#taken({ stored: withResource(stored, key, after), misfits, settings })
    observer.changed({ kind, name, principal, paths, etagBefore: before?.etag, etagAfter: after?.etag })
    return after
  }

  #check(next: Omit<State, 'settings'>, subject: ResourceKey): Settings {
    try {
      return this.#draft.toSettings(overlayOf(fittingOf(next), subject))
    } catch (error) {
      throw refusalOf(error)
    }
  }

  #unsaved({ kind, name }: ResourceKey, json: string, before: StoredResource | undefined): StoredResource {
    const now = this.#options.clock.now()
    return { kind, name, json, etag: '', createTime: before?.createTime ?? now, updateTime: now }
  }

  /** What is stored and yet not in force is taken back, so that it does not come into force by surprise. */
  async #undo(
    { kind, name }: ResourceKey,
    before: StoredResource | undefined,
    after: StoredResource | undefined,
    audit: AuditFacts,
  ): Promise<void> {
    const { observer, repository } = this.#options
    try {
      await repository.change({ kind, name, json: before?.json, expectedEtag: after?.etag, audit })
      observer.changeUndone(titleOf({ kind, name }))
    } catch (error) {
      observer.changeNotUndone(titleOf({ kind, name }), error)
    }
  }

  #taken(state: State): void {
    this.#state = state
    this.applyTime = this.#options.clock.now()
    this.#options.observer.misfits(misfitsOf(state))
  }
}
