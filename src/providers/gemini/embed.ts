import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { Embedding, TargetedCall } from '../../core/call.ts'
import { type Ending, usageOf } from '../../core/events.ts'
import { type ErrorContext, malformed } from '../wire/errors.ts'
import { defined, notSupported } from '../wire/request.ts'
import { resourceName } from './model-name.ts'

type Fields = Record<string, unknown>

/** The form in which vectors are asked for and given. */
export type EmbeddingForm = 'batch' | 'predict' | 'single'

/**
 * The Gemini API takes many texts at once. Vertex AI has the older `predict`, and for newer models a method that takes
 * one text. Which is whose the vendor's SDK knows too: the address and this must agree.
 */
export function embeddingForm(model: string, isVertex: boolean): EmbeddingForm {
  if (!isVertex) return 'batch'
  const isNewer = model.includes('gemini') && model !== 'gemini-embedding-001'
  return isNewer || model.includes('maas') ? 'single' : 'predict'
}

/** Source: https://ai.google.dev/api/embeddings and https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api */
export function toEmbedRequest(call: TargetedCall, { inputs, dimensions }: Embedding, form: EmbeddingForm): Fields {
  const { model } = call.target
  const sized = defined({ outputDimensionality: dimensions })
  const contentOf = (text: string) => ({ parts: [{ text }] })
  switch (form) {
    case 'batch':
      return { requests: inputs.map((text) => ({ model: resourceName(model), content: contentOf(text), ...sized })) }
    case 'predict':
      return {
        instances: inputs.map((content) => ({ content })),
        ...(dimensions === undefined ? {} : { parameters: sized }),
      }
    case 'single':
      if (inputs.length > 1) throw notSupported(call, 'inputs', 'this model takes one text at a time at Vertex AI.')
      return { content: contentOf(inputs[0] ?? ''), ...(dimensions === undefined ? {} : { embedContentConfig: sized }) }
  }
}

interface Vector {
  readonly values?: unknown
  readonly statistics?: { readonly token_count?: unknown } | null
}

interface Prediction {
  readonly embeddings?: Vector | null
}

/** The vectors of an answer in any form; one for each input, or it is malformed. */
export function embeddingsIn(json: Fields, inputs: number, context: ErrorContext): Ending {
  const vectors = vectorsIn(json)
  const values = vectors.map((vector) => vector?.values)
  if (values.length !== inputs || !values.every(isVector))
    throw malformed(context, 'other than one vector for each text')
  const input = tokensIn(json, vectors)
  const usage = input === undefined ? undefined : usageOf({ input })
  return { finishReason: FinishReason.STOP, rawFinishReason: '', usage, vectors: values }
}

function vectorsIn({ embeddings, embedding, predictions }: Fields): (Vector | null | undefined)[] {
  if (Array.isArray(embeddings)) return embeddings
  if (Array.isArray(predictions)) return predictions.map((prediction: Prediction | null) => prediction?.embeddings)
  return [embedding as Vector | undefined]
}

function tokensIn({ usageMetadata }: Fields, vectors: readonly (Vector | null | undefined)[]): number | undefined {
  const told = (usageMetadata as { promptTokenCount?: unknown } | null | undefined)?.promptTokenCount
  if (typeof told === 'number') return told
  const counts = vectors.map((vector) => vector?.statistics?.token_count).filter((count) => typeof count === 'number')
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count)
}

function isVector(values: unknown): values is readonly number[] {
  return Array.isArray(values) && values.length > 0 && values.every((value) => Number.isFinite(value))
}
