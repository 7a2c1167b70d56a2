import type { ResponsesItem } from './responses-chunk.ts'

type State = { readonly provider: string; readonly data: Uint8Array<ArrayBuffer> }

function encode(provider: string, json: unknown): State {
  return { provider, data: new TextEncoder().encode(JSON.stringify(json)) }
}

/**
 * The whole reasoning item, which goes back unchanged on the next turn. Without content it would be of no use there:
 * nothing is stored at the vendor that its id could name.
 */
export function reasoningState(item: ResponsesItem, provider: string): State | undefined {
  return item.encrypted_content || item.content?.length ? encode(provider, item) : undefined
}

/** The phase of a message, which newer models want back. */
export function messageState(item: ResponsesItem, provider: string): State | undefined {
  return typeof item.phase === 'string' ? encode(provider, { phase: item.phase }) : undefined
}

/** What of a text part's state goes back with it. */
export function textState(state: Readonly<Record<string, unknown>> | undefined): { phase?: string } {
  return typeof state?.phase === 'string' ? { phase: state.phase } : {}
}
