import { StatusCode } from '../core/status.ts'
import type { CallError } from './call-error.ts'
import { triedJson, triedLines } from './tried.ts'

/** What to do about an error, by its reason. */
const NEXT: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'Put a key that the server accepts into SWITCHYARD_API_KEY.',
  MODEL_NOT_FOUND: 'See the names that can be called with: switchyard models',
  MODEL_NOT_ALLOWED: 'See the names that can be called with: switchyard models',
  REQUEST_TOO_LARGE: 'Send less, or raise limits.max_request_bytes in the configuration.',
  CONTEXT_LENGTH: 'Send less, or choose a model with a larger context window.',
  UPSTREAM_AUTH: "Check the provider's key in the server's environment.",
  UPSTREAM_QUOTA: "Check the provider's account: its quota or credit is used up.",
  UPSTREAM_MALFORMED: "Check the provider's base_url in the configuration: it answers something else.",
  INTERNAL: "See the server's log.",
  ETAG_MISMATCH: 'Read it again; if your change still makes sense, make it with the new etag.',
  BUDGET_EXCEEDED: 'Wait until it begins anew, ask for less with --max-tokens, or raise it: switchyard budgets update.',
  RESOURCE_READ_ONLY: 'Take it out of the configuration file and reload that, or set another one of its name.',
  LEDGER_UNAVAILABLE: "See the server's log: the store cannot be written.",
}

/** An error in lines for people: what happened, why, and what to do next. */
export function explain(error: CallError, server: string): string {
  const lines = [`Error: ${headline(error, server)}`]
  if (error.reason !== '') lines.push(`Reason: ${error.reason} (${error.codeName})`)
  for (const { field, description } of error.violations) lines.push(`  ${field}: ${description}`)
  if (error.tried) lines.push(...triedLines(error.tried))
  const next = nextStep(error)
  if (next) lines.push(`Next: ${next}`)
  return lines.join('\n')
}

/** The same for programs. */
export function explainAsJson(error: CallError, server: string): string {
  const { codeName, reason, metadata, violations, retryDelayMs, tried } = error
  return JSON.stringify({
    error: {
      code: codeName,
      message: headline(error, server),
      reason,
      metadata,
      violations,
      ...(retryDelayMs === undefined ? {} : { retryDelayMs }),
      ...(tried ? { tried: triedJson(tried) } : {}),
      next: nextStep(error) ?? '',
    },
  })
}

function headline(error: CallError, server: string): string {
  if (isUnreachable(error)) return `Switchyard cannot be reached at ${server}.`
  return error.message || `The call failed with ${error.codeName}.`
}

function nextStep(error: CallError): string | undefined {
  if (isUnreachable(error)) {
    return 'Start it with: npm start. If it runs elsewhere, name it with --server; if it uses TLS, add --tls.'
  }
  const known = NEXT[error.reason]
  if (known) return known
  if (error.retryDelayMs !== undefined) return `Try again in ${Math.max(1, Math.ceil(error.retryDelayMs / 1000))} s.`
  return error.reason === '' && error.code === StatusCode.UNIMPLEMENTED
    ? 'Check --server: what answers there is not Switchyard, or another version of it.'
    : undefined
}

/** Only the client itself reports UNAVAILABLE without a reason: no server answered. */
function isUnreachable(error: CallError): boolean {
  return error.code === StatusCode.UNAVAILABLE && error.reason === ''
}
