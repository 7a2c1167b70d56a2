import { AccountHealth, type AccountHealthOptions } from '../resilience/account-health.ts'
import type { Catalog } from '../routing/catalog.ts'
import { uniqueTargets } from './targets.ts'

export interface AccountHealthParts extends Pick<AccountHealthOptions, 'clock' | 'circuits' | 'health' | 'intervalMs'> {
  readonly checkHistory: AccountHealthOptions['history']
  readonly catalog: Catalog
}

/** The health of these accounts, with all targets that the catalog leads to; hidden ones play faults on purpose. */
export function createAccountHealth(names: readonly string[], parts: AccountHealthParts): AccountHealth {
  const targets = uniqueTargets(parts.catalog.entries.filter(({ hidden }) => !hidden))
  const accounts = new Map(names.map((name) => [name, targets.filter(({ provider }) => provider === name)]))
  return new AccountHealth({ ...parts, history: parts.checkHistory, accounts })
}
