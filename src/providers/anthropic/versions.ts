import type { Account } from '../definition.ts'

/**
 * The version of the interface that is spoken unless the configuration chooses: sampling parameters are gone from it.
 * Source: https://platform.claude.com/docs/en/api/versioning
 */
export const DEFAULT_VERSION = '2026-10-21'

/** The version before it, which still takes `temperature` and `top_p` of the models that know them. */
export const SAMPLING_VERSION = '2023-06-01'

export function versionOf({ options }: Pick<Account, 'options'>): string {
  return options.anthropic?.version || DEFAULT_VERSION
}

/** Versions are dates, so their order is that of their text. */
export function isBeforeDefault(version: string): boolean {
  return version < DEFAULT_VERSION
}
