import { encodeState, type State } from '../wire/state.ts'
import type { ResponsesItem } from './responses-chunk.ts'

/**
 * The whole reasoning item, which goes back unchanged on the next turn. Without content it would be of no use there:
 * nothing is stored at the vendor that its id could name.
 */
export function reasoningState(item: ResponsesItem, provider: string): State | undefined {
  return item.encrypted_content || item.content?.length ? encodeState(provider, item) : undefined
}

/** The phase of a message, which newer models want back. */
export function messageState(item: ResponsesItem, provider: string): State | undefined {
  return typeof item.phase === 'string' ? encodeState(provider, { phase: item.phase }) : undefined
}

/** The item that made a picture, without the picture itself: that is the part's content. */
export function imageState({ result: _, ...item }: ResponsesItem, provider: string): State {
  return encodeState(provider, item)
}

/** What of a text part's state goes back with it. */
export function textState(state: Readonly<Record<string, unknown>> | undefined): { phase?: string } {
  return typeof state?.phase === 'string' ? { phase: state.phase } : {}
}
