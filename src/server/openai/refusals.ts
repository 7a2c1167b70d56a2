import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../core/errors.ts'

/** The metadata that holds the `code` of OpenAI's form of an error, where the reason alone does not give it. */
export const CODE = 'openai_code'

/** An error for a parameter as its caller wrote it, for example `messages[0].content`; empty: the body as a whole. */
export function invalidParameter(param: string, description: string, code = 'invalid_value'): GatewayError {
  const violations = param === '' ? [] : [{ field: param, description }]
  const message = param === '' ? `The request ${description}` : `${param}: ${description}`
  return new GatewayError(ErrorReason.INVALID_REQUEST, message, { violations, metadata: { [CODE]: code } })
}

/** `isNamed`: the name is among `param`; it may also be one that is not repeated. */
export function unknownParameter(param: string, isNamed: boolean): GatewayError {
  const description = isNamed ? 'is not known here' : 'has a member that is not known here'
  return invalidParameter(param, description, 'unknown_parameter')
}

export function unsupportedParameter(param: string, allowed: readonly unknown[] = []): GatewayError {
  const values = allowed.map((value) => JSON.stringify(value)).join(' or ')
  const description = values === '' ? 'is not supported; leave it out' : `only ${values} is supported`
  return invalidParameter(param, description, values === '' ? 'unsupported_parameter' : 'unsupported_value')
}
