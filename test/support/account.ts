import { systemClock } from '../../src/core/clock.ts'
import { Secret } from '../../src/core/secret.ts'
import type { Account, AccountLimits } from '../../src/providers/definition.ts'

/** The key that every account of a test has, unless it says otherwise. */
export const ACCOUNT_KEY = 'test-key-1234567890'

export type AccountChoices = Partial<Omit<Account, 'limits'>> & { readonly limits?: Partial<AccountLimits> }

/** An account at an upstream of the test. */
export function accountAt(baseUrl: string, { limits, ...choices }: AccountChoices = {}): Account {
  return {
    name: 'played',
    baseUrl,
    apiKey: new Secret(ACCOUNT_KEY),
    headers: {},
    api: () => undefined,
    compatibility: {},
    options: {},
    limits: { connectTimeoutMs: 2000, maxConnections: 8, maxResponseBytes: 1 << 20, maxEventBytes: 1 << 16, ...limits },
    clock: systemClock,
    ...choices,
  }
}
