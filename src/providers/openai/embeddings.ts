import { FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import type { Embedding, TargetedCall } from '../../core/call.ts'
import { type Ending, usageOf } from '../../core/events.ts'
import type { Compatibility } from '../options.ts'
import { type ErrorContext, malformed } from '../wire/errors.ts'
import { defined, withProviderOptions } from '../wire/request.ts'

/** Texts as a request for vectors. Source: https://platform.openai.com/docs/api-reference/embeddings/create */
export function toEmbeddingsRequest(
  call: TargetedCall,
  { inputs, dimensions }: Embedding,
  { base64Vectors, dimensionsField }: Compatibility,
): Record<string, unknown> {
  const body = defined({
    model: call.target.model,
    input: inputs,
    [dimensionsField]: dimensions,
    encoding_format: base64Vectors ? 'base64' : undefined,
  })
  return withProviderOptions(body, call)
}

/** The vectors of an answer, in the order of the texts. Throws UPSTREAM_MALFORMED unless there is one for each. */
export function toEnding(json: Record<string, unknown>, { inputs }: Embedding, context: ErrorContext): Ending {
  const vectors: number[][] = []
  for (const [position, entry] of entriesOf(json).entries()) {
    const index = typeof entry.index === 'number' ? entry.index : position
    const vector = vectorOf(entry.embedding)
    if (!vector || !(index in inputs) || vectors[index]) throw malformed(context, 'vectors that cannot be read')
    vectors[index] = vector
  }
  const count = Object.keys(vectors).length
  if (count !== inputs.length) throw malformed(context, `${count} vectors for ${inputs.length} texts`)
  const { model } = json
  return {
    finishReason: FinishReason.STOP,
    rawFinishReason: 'stop',
    usage: usageIn(json.usage),
    model: typeof model === 'string' && model !== '' ? model : undefined,
    vectors,
  }
}

interface Entry {
  readonly index?: unknown
  readonly embedding?: unknown
}

function entriesOf({ data }: Record<string, unknown>): readonly Entry[] {
  return Array.isArray(data) ? data.map((entry) => (typeof entry === 'object' && entry !== null ? entry : {})) : []
}

/** Servers that know nothing of base64 answer with numbers. */
function vectorOf(embedding: unknown): number[] | undefined {
  const vector = typeof embedding === 'string' ? decode(embedding) : embedding
  if (!Array.isArray(vector) || vector.length === 0) return undefined
  return vector.every((value) => Number.isFinite(value)) ? vector : undefined
}

/** Little-endian numbers of four bytes, copied to where such numbers may stand. */
function decode(text: string): number[] | undefined {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'))
  if (bytes.length % Float32Array.BYTES_PER_ELEMENT !== 0) return undefined
  return Array.from(new Float32Array(bytes.buffer))
}

/** There is no output that could cost anything. */
function usageIn(reported: unknown) {
  const tokens = (reported as { prompt_tokens?: unknown } | null | undefined)?.prompt_tokens
  return typeof tokens === 'number' ? usageOf({ input: tokens }) : undefined
}
