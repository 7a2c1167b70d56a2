import type { Account } from '../definition.ts'
import { type Compatibility, EFFORTS } from '../options.ts'
import type { Kind } from './kinds.ts'

/** What most servers take that speak Chat Completions; what the kind of server and the account say wins. */
const USUAL: Compatibility = {
  maxTokensField: 'max_tokens',
  streamOptions: true,
  seed: true,
  seedField: 'seed',
  jsonSchema: true,
  systemRole: 'system',
  requiredToolChoice: 'required',
  parallelToolCalls: true,
  shortToolCallIds: false,
  reasoningEffort: 'reasoning_effort',
  efforts: EFFORTS,
  reasoningHistory: false,
  messageNames: true,
  imageUrls: true,
  audio: 'object',
  files: 'file',
  dimensionsField: 'dimensions',
  base64Vectors: false,
}

export function compatibilityOf(kind: Kind, account: Pick<Account, 'compatibility'>): Compatibility {
  return { ...USUAL, ...kind.compatibility, ...account.compatibility }
}
