/** What a model can take and give; what is undefined is not known. */
export interface ModelLimits {
  /** Tokens of input and output together. */
  readonly contextWindow?: bigint | undefined
  readonly maxOutputTokens?: bigint | undefined
}
