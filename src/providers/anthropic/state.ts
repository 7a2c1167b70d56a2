import { encodeState, type State } from '../wire/state.ts'
import type { Block } from './content.ts'

/** What proves that reasoning is the vendor's own, without the text, which stands in the part. */
export function signatureState(signature: string, provider: string): State | undefined {
  return signature === '' ? undefined : encodeState(provider, { type: 'thinking', signature })
}

/** Reasoning that the vendor keeps to itself. */
export function redactedState(data: string, provider: string): State {
  return encodeState(provider, { type: 'redacted_thinking', data })
}

/** The reasoning as the vendor gave it. Without the state of this provider the vendor would refuse it. */
export function thinkingBlock(text: string, state: Readonly<Record<string, unknown>> | undefined): Block | undefined {
  if (state?.type === 'thinking' && typeof state.signature === 'string') {
    return { type: 'thinking', thinking: text, signature: state.signature }
  }
  if (state?.type === 'redacted_thinking' && typeof state.data === 'string') {
    return { type: 'redacted_thinking', data: state.data }
  }
  return undefined
}
