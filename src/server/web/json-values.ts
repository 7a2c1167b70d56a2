import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'

/** More than any request has use for: reading and checking one takes about ten microseconds, in which nothing else goes on. */
const MAX_JSON_VALUES = 100_000

const [QUOTE, BACKSLASH, COMMA, BRACKET, BRACE] = Buffer.from('"\\,[{')

/**
 * Throws INVALID_REQUEST for JSON of too many values. A body may be as large as texts and pictures need, but as values so many
 * bytes would take all the memory there is. What is no JSON is left to whoever parses it.
 */
export function requireFewValues(json: Uint8Array): void {
  let values = 0
  let isInText = false
  for (let index = 0; index < json.length; index++) {
    const byte = json[index]
    if (byte === QUOTE) isInText = !isInText
    else if (isInText && byte === BACKSLASH) index++
    else if (!isInText && (byte === COMMA || byte === BRACKET || byte === BRACE)) values++
    if (values > MAX_JSON_VALUES) throw tooManyValues()
  }
}

export function tooManyValues(): GatewayError {
  const message = `The request body holds more than ${MAX_JSON_VALUES} values.`
  return new GatewayError(ErrorReason.INVALID_REQUEST, message)
}
