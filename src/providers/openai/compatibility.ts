import type { Account } from '../definition.ts'
import type { Compatibility } from '../options.ts'
import type { Kind } from './kinds.ts'

/** What most servers take that speak Chat Completions; what the kind of server and the account say wins. */
const USUAL: Compatibility = {
  maxTokensField: 'max_tokens',
  streamOptions: true,
  seed: true,
  jsonSchema: true,
  systemRole: 'system',
}

export function compatibilityOf(kind: Kind, account: Pick<Account, 'compatibility'>): Compatibility {
  return { ...USUAL, ...kind.compatibility, ...account.compatibility }
}
