import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { ConfigDraft } from '../config/draft.ts'
import type { Settings } from '../config/settings.ts'
import type { Clock } from '../core/clock.ts'
import { GatewayError } from '../core/errors.ts'
import { OneAtATime } from '../core/one-at-a-time.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Apply, Change } from './change.ts'
import { auditOf, undoneAudit } from './change-audit.ts'
import type { ConfigurationObserver } from './configuration-observer.ts'
import { keyOf, type ResourceKey, type Subject } from './kind.ts'
import { configurationKinds, overlayOf } from './overlay.ts'
import { closed, describeFaults, refusalOf } from './refusal.ts'
import { type Refusal, RefusedReloads, type Source } from './refused-reloads.ts'
import type { ResourceRepository, StoredResource } from './repository.ts'
import {
  changedProviders,
  fittingOf,
  isSame,
  misfitsOf,
  refuseMisfits,
  type State,
  stateOf,
  stateOfDraft,
  unsaved,
  withResource,
} from './state.ts'
import { undo } from './undo.ts'

export interface LiveConfigurationOptions {
  /** As the file and the environment say. */
  readonly settings: Settings
  readonly repository: ResourceRepository
  /** False while the repository cannot be reached yet: what is stored is then taken over by `refresh`. */
  readonly isReadable?: boolean
  /** Opens the keys of stored providers. */
  readonly vault: Vault
  readonly observer: ConfigurationObserver
  readonly clock: Clock
  readonly apply: Apply
  /** Whether stored resources that do not fit the file are left out when they are first read, rather than stopping the start. */
  readonly skipMisfits: boolean
}

/**
 * The configuration in force: what the file and the environment say, with the stored resources laid over it. It changes
 * as a whole or not at all, one change at a time.
 */
export class LiveConfiguration {
  /** When the settings in force were taken over, epoch milliseconds. */
  applyTime: number
  #draft: ConfigDraft
  #state: State
  /** Whether what is stored is known. */
  #isRead: boolean
  #isClosed = false
  readonly #refused = new RefusedReloads()
  readonly #tasks = new OneAtATime()
  readonly #options: LiveConfigurationOptions

  private constructor(options: LiveConfigurationOptions, state: State) {
    this.#options = options
    this.#draft = options.settings.draft
    this.#state = state
    this.#isRead = options.isReadable ?? true
    this.applyTime = options.clock.now()
  }

  /** Reads what is stored, if it can be read. Throws a ConfigError when it does not fit the file. */
  static async open(options: LiveConfigurationOptions): Promise<LiveConfiguration> {
    const { isReadable = true, observer, repository, settings, skipMisfits, vault } = options
    const state = stateOf(settings, isReadable ? await repository.list(configurationKinds) : [], vault)
    if (!skipMisfits) refuseMisfits(state, new Map())
    observer.misfits(misfitsOf(state))
    return new LiveConfiguration(options, state)
  }

  get settings(): Settings {
    return this.#state.settings
  }

  readonly kinds = configurationKinds

  /** What was refused, until what it would have taken over is. */
  get refusal(): Refusal | undefined {
    return this.#refused.last
  }

  /** What the file and the environment say by themselves. */
  get draft(): ConfigDraft {
    return this.#draft
  }

  /** Seals the keys of providers that are to be stored. */
  get vault(): Vault {
    return this.#options.vault
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
    return this.#unlessClosed(() => this.#change(change))
  }

  /** Refuses every change and reload from now on. Resolves when none runs any more. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#tasks.idle()
  }

  /** Takes over what the file says now. Rejects, and changes nothing, when it cannot be read or what is stored does not fit it. */
  reload(load: () => Settings): Promise<void> {
    return this.#unlessClosed(() => this.#reload(load))
  }

  /**
   * Takes over what others stored. Rejects, and changes nothing, when that does not fit the file, with a ConfigError, or
   * cannot be read.
   */
  refresh(): Promise<void> {
    return this.#unlessClosed(() => this.#reload())
  }

  #unlessClosed<T>(task: () => Promise<T>): Promise<T> {
    if (this.#isClosed) return Promise.reject(closed())
    return this.#tasks.run(task)
  }

  /** Without `load` the file stays as it was read last. */
  async #reload(load?: () => Settings): Promise<void> {
    const { apply, observer, repository, skipMisfits, vault } = this.#options
    try {
      const next = load?.()
      const stored = await repository.list(configurationKinds)
      if (next || !isSame(stored, this.#state.stored)) {
        const state = next ? stateOf(next, stored, vault) : stateOfDraft(this.#draft, stored, vault)
        if (this.#isRead || !skipMisfits) refuseMisfits(state, this.#state.misfits)
        const changed = next ? undefined : changedProviders(this.#state, state)
        await apply(state.settings, { store: async () => {}, changedProviders: changed })
        this.#draft = next?.draft ?? this.#draft
        this.#taken(state)
        observer.reloaded()
      }
      this.#isRead = true
      if (next) this.#refused.taken('file')
      this.#refused.taken('store')
    } catch (error) {
      this.#refuse(load ? 'file' : 'store', error)
      throw error
    }
  }

  /** A store that is away refuses nothing: whoever wanted to read it tells of it. */
  #refuse(source: Source, error: unknown): void {
    if (source === 'store' && isStoreAway(error)) return
    const { clock, observer } = this.#options
    if (this.#refused.add({ of: source, time: clock.now(), message: messageOf(error) })) observer.reloadRefused(error)
  }

  async #change(change: Change): Promise<StoredResource | undefined> {
    const { apply, clock, observer, repository } = this.#options
    const { kind, name, principal, validateOnly } = change
    const key = keyOf(change)
    const stored = new Map((await repository.list(configurationKinds)).map((resource) => [keyOf(resource), resource]))
    const before = stored.get(key)
    const revision = change.revise(before, this.#draft)
    const { json, paths, part } = revision
    let after = json === undefined ? undefined : unsaved({ kind, name, json }, before, clock.now())
    const misfits = new Map(this.#state.misfits)
    misfits.delete(key)
    const next = { stored: withResource(stored, key, after), misfits }
    const settings = this.#check(next, { kind, name, part })
    if (validateOnly) return after
    // What is in force already is neither stored again nor gets another etag.
    const inForce = this.#state.misfits.has(key) ? undefined : this.#state.stored.get(key)
    if (json === before?.json && inForce?.etag === before?.etag) return before
    const audit = auditOf(change, revision, before?.json)
    let isStored = false
    try {
      const store = async () => {
        after = await repository.change({ kind, name, json, expectedEtag: before?.etag, audit })
        isStored = true
      }
      await apply(settings, { store, changedProviders: changedProviders(this.#state, next) })
    } catch (error) {
      const undone = { kind, name, json: before?.json, expectedEtag: after?.etag, audit: undoneAudit(audit) }
      if (isStored) await undo(undone, repository, observer)
      throw error
    }
    this.#taken({ stored: withResource(stored, key, after), misfits, settings })
    observer.changed({ kind, name, principal, paths, etagBefore: before?.etag, etagAfter: after?.etag })
    return after
  }

  #check(next: Omit<State, 'settings'>, subject: Subject): Settings {
    try {
      return this.#draft.toSettings(overlayOf(fittingOf(next), subject, this.vault))
    } catch (error) {
      throw refusalOf(error)
    }
  }

  #taken(state: State): void {
    this.#state = state
    this.applyTime = this.#options.clock.now()
    this.#options.observer.misfits(misfitsOf(state))
  }
}

function isStoreAway(error: unknown): boolean {
  return error instanceof GatewayError && error.reason === ErrorReason.STORE_UNAVAILABLE
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
