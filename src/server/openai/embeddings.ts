import { endianness } from 'node:os'
import { type EmbedRequest, type EmbedResponse, LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { type Endpoint, jsonAnswer } from '../web/endpoints/endpoint.ts'
import type { Methods } from '../web/endpoints/methods.ts'
import { errorBody } from './errors.ts'
import { Fields } from './fields.ts'
import { infoJson } from './info.ts'
import { base64 } from './media.ts'
import { invalidParameter } from './refusals.ts'

const ENCODINGS: ReadonlyMap<string, (values: readonly number[]) => unknown> = new Map([
  ['float', (values: readonly number[]): unknown => values],
  ['base64', base64Vector],
])

/** Embeddings of texts. */
export function embeddingsEndpoint(methods: Methods): Endpoint {
  return {
    verb: 'POST',
    path: '/v1/embeddings',
    service: LLMService,
    tellError: (error) => errorBody(error, (field) => field.replace(/^inputs/, 'input')),
    async serve({ json }, context) {
      const { request, encode } = embeddingsQuestion(json())
      return jsonAnswer(embeddingList(await methods.unary(LLMService.method.embed, request, context), encode))
    },
  }
}

/**
 * Reads a request for embeddings. Throws INVALID_REQUEST, which names the parameter.
 * Source: https://platform.openai.com/docs/api-reference/embeddings/create
 */
export function embeddingsQuestion(json: unknown) {
  const fields = new Fields(json, '')
  const request: EmbedRequest = {
    $typeName: 'switchyard.v1.EmbedRequest',
    model: fields.requiredText('model'),
    inputs: inputsOf(fields),
  }
  const dimensions = fields.integer('dimensions')
  if (dimensions !== undefined) request.dimensions = Number(dimensions)
  const encode = ENCODINGS.get(fields.text('encoding_format') ?? 'float')
  if (!encode) throw invalidParameter('encoding_format', 'must be float or base64')
  fields.ignore('user')
  fields.end()
  return { request, encode }
}

/** Tokens mean nothing without the tokenizer that they came from, and each vendor has its own. */
function inputsOf(fields: Fields): string[] {
  const input = fields.any('input') ?? fields.requiredText('input')
  const texts = typeof input === 'string' ? [input] : (fields.list('input') ?? [])
  if (texts.every((text) => typeof text === 'string')) return [...texts]
  const isTokens = texts.some((text) => typeof text === 'number' || Array.isArray(text))
  if (isTokens) throw invalidParameter('input', 'tokens are not supported; send texts', 'unsupported_value')
  throw invalidParameter('input', 'must be text or an array of texts', 'invalid_type')
}

function embeddingList({ embeddings, info }: EmbedResponse, encode: (values: readonly number[]) => unknown) {
  if (!info) throw new Error('Vectors came without their info.')
  const tokens = Number(info.usage?.inputTokens ?? 0n)
  return {
    object: 'list',
    data: embeddings.map(({ values }, index) => ({ object: 'embedding', index, embedding: encode(values) })),
    model: info.model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
    switchyard: infoJson(info, []),
  }
}

/** Numbers of four bytes, the least byte first whatever the machine, as base64. */
function base64Vector(values: readonly number[]): string {
  const bytes = Buffer.from(new Float32Array(values).buffer)
  return base64(endianness() === 'BE' ? bytes.swap32() : bytes)
}
