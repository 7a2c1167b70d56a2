import { encodeState, type State } from '../wire/state.ts'

/** Where a server put the text of its reasoning; it goes back into the same place. */
export type ReasoningField = 'reasoning' | 'reasoning_content' | 'thinking'

/** What a part of an answer carries, so that it can go back to the server that gave it. */
export type ChatState =
  | { readonly reasoning: ReasoningField }
  /** OpenRouter's blocks, unchanged. Source: https://openrouter.ai/docs/use-cases/reasoning-tokens */
  | { readonly reasoning_details: readonly unknown[] }
  /** The id of sound that the server keeps for a while. Source: https://platform.openai.com/docs/guides/audio */
  | { readonly audio: string }
  /** A picture of an assistant's message. Source: https://openrouter.ai/docs/features/multimodal/image-generation */
  | { readonly image: true }

export function chatState(provider: string, state: ChatState): State {
  return encodeState(provider, state)
}
