import type { TokenCount } from '../provider.ts'
import { type ErrorContext, malformed } from './errors.ts'

/** The vendor's count of a call's input. Throws UPSTREAM_MALFORMED when it is none. */
export function tokenCountOf(count: unknown, context: ErrorContext): TokenCount {
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) {
    return { inputTokens: BigInt(count), estimated: false }
  }
  throw malformed(context, 'a JSON object that is no count of tokens')
}
