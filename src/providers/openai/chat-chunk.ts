/**
 * What Switchyard reads of a chat completion or a chunk of one. The vendor's types promise more than servers keep, so
 * everything may be missing. Source: https://platform.openai.com/docs/api-reference/chat/object
 */
export interface ChatChunk {
  readonly error?: unknown
  readonly model?: unknown
  readonly usage?: unknown
  /** Where Groq puts the usage of a stream. */
  readonly x_groq?: { readonly usage?: unknown } | null
  readonly choices?: readonly ChatChoice[] | null
}

export interface ChatChoice {
  readonly index?: number
  readonly delta?: ChatMessage | null
  readonly message?: ChatMessage | null
  readonly finish_reason?: unknown
  /** How OpenRouter tells that the vendor behind it failed. */
  readonly error?: unknown
}

export interface ChatMessage {
  readonly content?: unknown
  readonly refusal?: unknown
  /** DeepSeek, vLLM and others. */
  readonly reasoning_content?: unknown
  /** OpenRouter, Groq and others. */
  readonly reasoning?: unknown
  /** OpenRouter's blocks of reasoning, with what must go back on the next turn. */
  readonly reasoning_details?: readonly unknown[] | null
  /** Pictures that the model made: OpenRouter. */
  readonly images?: readonly (ChatImage | null)[] | null
  /** Sound that the model made. */
  readonly audio?: ChatAudio | null
  readonly tool_calls?: readonly (ChatToolCall | null)[] | null
  /** The form that tool calls had before there could be several. */
  readonly function_call?: ChatFunction | null
}

export interface ChatImage {
  readonly image_url?: { readonly url?: unknown } | null
}

export interface ChatAudio {
  readonly id?: unknown
  /** Base64, each piece by itself. */
  readonly data?: unknown
  /** What is said, as text. */
  readonly transcript?: unknown
}

export interface ChatToolCall {
  readonly index?: unknown
  readonly id?: unknown
  readonly function?: ChatFunction | null
}

export interface ChatFunction {
  readonly name?: unknown
  readonly arguments?: unknown
}

interface Piece {
  readonly type?: unknown
  readonly text?: unknown
  readonly thinking?: unknown
}

/** Mistral's content in pieces, thinking among them. Source: https://docs.mistral.ai/capabilities/reasoning/ */
export function* pieces(content: readonly unknown[]): Generator<{ kind: 'text' | 'reasoning'; text: string }> {
  for (const piece of content as readonly (Piece | null)[]) {
    if (piece?.type === 'text' && typeof piece.text === 'string') yield { kind: 'text', text: piece.text }
    else if (piece?.type === 'thinking') for (const text of thoughts(piece.thinking)) yield { kind: 'reasoning', text }
  }
}

function* thoughts(thinking: unknown): Generator<string> {
  if (typeof thinking === 'string') yield thinking
  for (const piece of (Array.isArray(thinking) ? thinking : []) as readonly (Piece | null)[]) {
    if (piece?.type === 'text' && typeof piece.text === 'string') yield piece.text
  }
}
