import type { JsonObject } from '@bufbuild/protobuf'
import type { Part } from '#gen/switchyard/v1/content_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { accountOf, type TargetedCall } from '../../core/call.ts'
import { GatewayError, invalidField } from '../../core/errors.ts'
import { objectIn } from './json.ts'

/** A request in the vendor's words. */
export interface WireRequest {
  readonly body: Readonly<Record<string, unknown>>
  /** Settings that it leaves out, in whole sentences. */
  readonly warnings: readonly string[]
}

/** The body with the caller's own fields for this provider, which may add to it but not change it. */
export function withProviderOptions(body: Record<string, unknown>, call: TargetedCall): Record<string, unknown> {
  const provider = accountOf(call.target.provider)
  const options = call.request.options?.providerOptions
  if (!options || !Object.hasOwn(options, provider)) return body
  const extra = options[provider] ?? {}
  for (const key of Object.keys(extra)) {
    if (!Object.hasOwn(body, key)) continue
    throw invalidField(`options.provider_options["${provider}"].${key}`, 'the request already sets this field')
  }
  return { ...body, ...extra }
}

/** The error for what the vendor's interface has no words for. */
export function notSupported(call: TargetedCall, field: string, sentence: string): GatewayError {
  const { provider } = call.target
  const message = `${field} cannot be sent to the provider "${provider}": ${sentence}`
  return new GatewayError(ErrorReason.NOT_SUPPORTED_BY_PROVIDER, message, { metadata: { provider, field } })
}

/** A JSON Schema that came as text. */
export function schemaOf(text: string, field: string): JsonObject {
  const schema = objectIn(text)
  if (schema) return schema
  throw invalidField(field, 'must be a JSON Schema object, as JSON text')
}

/** What is set of a record, so that nothing unset is sent. */
export function defined(fields: Record<string, unknown>): Record<string, unknown> {
  const set: Record<string, unknown> = {}
  for (const name in fields) if (fields[name] !== undefined) set[name] = fields[name]
  return set
}

/** A count or seed as a JSON number. */
export function numberOf(value: bigint | undefined, field: string): number | undefined {
  if (value === undefined) return undefined
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw invalidField(field, 'the provider takes no whole number beyond 2^53 - 1')
  return number
}

export function dataUrl(mediaType: string, data: Uint8Array): string {
  return `data:${mediaType};base64,${base64(data)}`
}

export function base64(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')
}

/** Fields of a part's content, by their names in the contract. */
const names: Record<NonNullable<Part['content']['case']>, string> = {
  text: 'text',
  image: 'image',
  audio: 'audio',
  file: 'file',
  reasoning: 'reasoning',
  toolCall: 'tool_call',
  toolResult: 'tool_result',
}

/** The path of a part's content as the caller wrote it. */
export function fieldOf(part: Part, message: number, index: number): string {
  const path = `messages[${message}].parts[${index}]`
  return part.content.case ? `${path}.${names[part.content.case]}` : path
}

/** The vendor has no mark for a tool that failed, so the text says it. */
export function resultText(result: { readonly output: string; readonly isError: boolean }): string {
  return result.isError ? `Error: ${result.output}` : result.output
}
