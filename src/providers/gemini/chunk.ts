import type { PartialArgument } from './streamed-arguments.ts'

/**
 * What Switchyard reads of an answer, whole or a chunk of a stream; everything may be missing.
 * Source: https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse
 */
export interface GeminiChunk {
  readonly error?: unknown
  readonly candidates?: readonly GeminiCandidate[] | null
  readonly promptFeedback?: { readonly blockReason?: unknown } | null
  readonly usageMetadata?: unknown
  readonly modelVersion?: unknown
}

export interface GeminiCandidate {
  readonly index?: number
  readonly content?: { readonly parts?: readonly (GeminiPart | null)[] | null } | null
  readonly finishReason?: unknown
}

/** One of the contents is there; what is not named here, such as code that the vendor ran, is not read. */
export interface GeminiPart {
  readonly text?: unknown
  /** The text is reasoning. */
  readonly thought?: unknown
  /** Goes back with the part on the next turn. Source: https://ai.google.dev/gemini-api/docs/thought-signatures */
  readonly thoughtSignature?: unknown
  readonly functionCall?: GeminiFunctionCall | null
  /** The vendor ran the function itself. */
  readonly functionResponse?: unknown
  readonly inlineData?: { readonly mimeType?: unknown; readonly data?: unknown } | null
}

export interface GeminiFunctionCall {
  readonly id?: unknown
  readonly name?: unknown
  readonly args?: unknown
  /** Pieces of the arguments instead of `args`, for callers who ask for them. */
  readonly partialArgs?: readonly (PartialArgument | null)[] | null
  /** More pieces follow, in calls without a name. */
  readonly willContinue?: unknown
}
