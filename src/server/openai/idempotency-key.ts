import type { RequestContext } from '../../rpc/handler.ts'

/** The key by which OpenAI's clients name a call, so that trying it again is not paid twice; empty: none. */
export function idempotencyKeyOf({ header }: Pick<RequestContext, 'header'>): string {
  return header('idempotency-key') ?? ''
}
