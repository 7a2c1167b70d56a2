/**
 * What becomes of a part of a request: it is sent; it is left out with a warning, being a mere wish; or the call is
 * refused with NOT_SUPPORTED_BY_PROVIDER, since the answer would not be what was asked for.
 */
export type Treatment = 'sent' | 'warned' | 'refused'

/** Everything that not every vendor takes. The contract test holds every adapter to what it says here. */
export interface Features {
  readonly imageData: Treatment
  readonly imageUrl: Treatment
  readonly audio: Treatment
  readonly fileData: Treatment
  readonly fileUrl: Treatment
  readonly tools: Treatment
  readonly parallelTools: Treatment
  readonly jsonObject: Treatment
  readonly jsonSchema: Treatment
  readonly reasoningEffort: Treatment
  /** The model's reasoning goes back to it on the next turn. */
  readonly reasoningState: Treatment
  readonly temperature: Treatment
  readonly topP: Treatment
  readonly frequencyPenalty: Treatment
  readonly presencePenalty: Treatment
  readonly stop: Treatment
  readonly seed: Treatment
  readonly messageName: Treatment
  readonly embeddings: boolean
  /** Whether the vendor lists its models. */
  readonly modelList: boolean
  readonly tokenCount: 'vendor' | 'tokenizer' | 'estimate'
}
