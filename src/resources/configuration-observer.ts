/** A change that is stored and in force. */
export interface ChangeRecord {
  readonly kind: string
  readonly name: string
  /** The id of the principal who made it. */
  readonly principal: string
  readonly paths: readonly string[]
  /** Undefined: there was none. */
  readonly etagBefore: string | undefined
  /** Undefined: there is none any more. */
  readonly etagAfter: string | undefined
}

/** Hears what becomes of the configuration. */
export interface ConfigurationObserver {
  changed(record: ChangeRecord): void
  reloaded(): void
  reloadRefused(error: unknown): void
  /** What is stored and not in force, each time that it may have changed. */
  misfits(misfits: readonly { readonly resource: string; readonly why: string }[]): void
  /** A change was stored and could not be put in force; it is as it was before. */
  changeUndone(resource: string): void
  /** It is still stored, though it is not in force. */
  changeNotUndone(resource: string, error: unknown): void
}
