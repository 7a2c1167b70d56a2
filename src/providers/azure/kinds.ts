import type { Kind } from '../openai/kinds.ts'

/** Responses, as to OpenAI itself. Azure does not count tokens, so the kind leaves that to the tokenizer. */
export const AZURE: Kind = {
  api: 'responses',
  compatibility: { maxTokensField: 'max_completion_tokens', base64Vectors: true },
}

/** From this version on Chat Completions takes `max_completion_tokens`, which reasoning models insist on. */
const FIRST_WITH_COMPLETION_TOKENS = '2024-12-01'

/**
 * What is spoken to a resource. By an interface with a date that is Chat Completions, since only its later previews have
 * Responses. Source: https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle
 */
export function azureKind(apiVersion: string | undefined): Kind {
  if (apiVersion === undefined) return AZURE
  const isOld = apiVersion < FIRST_WITH_COMPLETION_TOKENS
  const maxTokensField = isOld ? 'max_tokens' : 'max_completion_tokens'
  return { api: 'chat', compatibility: { ...AZURE.compatibility, maxTokensField } }
}
