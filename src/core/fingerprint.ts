import { createHash } from 'node:crypto'
import { type JsonObject, type JsonValue, toBinary } from '@bufbuild/protobuf'
import type { GenerationOptions } from '#gen/switchyard/v1/generation_options_pb.js'
import { type GenerateChatRequest, GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'

/**
 * The SHA-256 of what a request asks for: equal exactly when two requests ask the same. Neither the context, which is
 * new for each try, nor the idempotency key is part of it. Maps count by what they hold: clients write them in any order.
 */
export function fingerprintOf(request: GenerateChatRequest): string {
  const { context: _, options, ...asked } = request
  const canonical: GenerateChatRequest = { ...asked, idempotencyKey: '' }
  if (options) canonical.options = withSortedMaps(options)
  return createHash('sha256').update(toBinary(GenerateChatRequestSchema, canonical)).digest('base64')
}

/** These are the only maps of a request. */
function withSortedMaps(options: GenerationOptions): GenerationOptions {
  const labels = sorted(options.labels)
  const providerOptions = sorted(options.providerOptions)
  for (const [name, fields] of Object.entries(providerOptions)) providerOptions[name] = sortedJson(fields) as JsonObject
  return { ...options, labels, providerOptions }
}

function sorted<T>(map: { readonly [key: string]: T }): { [key: string]: T } {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function sortedJson(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sortedJson)
  if (typeof value !== 'object' || value === null) return value
  return sorted(Object.fromEntries(Object.entries(value).map(([name, field]) => [name, sortedJson(field)])))
}
