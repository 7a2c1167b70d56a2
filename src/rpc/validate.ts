import type { DescMessage, MessageShape } from '@bufbuild/protobuf'
import { pathToString } from '@bufbuild/protobuf/reflect'
import { createValidator } from '@bufbuild/protovalidate'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { matchesPattern } from '../core/contract-pattern.ts'
import { type FieldViolation, GatewayError } from '../core/errors.ts'

/** Values in a message from which on only the first field that breaks a rule is told: millions of them would fill the memory. */
const MANY_VALUES = 20_000

/** Checks a message against the rules in the contract. Throws INVALID_REQUEST naming every field that breaks one. */
export type Validate = <Desc extends DescMessage>(desc: Desc, message: MessageShape<Desc>) => void

export function createValidate(): Validate {
  const first = createValidator({ regexMatch: matchesPattern, failFast: true })
  const every = createValidator({ regexMatch: matchesPattern })
  return (desc, message) => {
    const found = first.validate(desc, message)
    if (found.kind === 'valid') return
    const result = hasMoreValues(message, MANY_VALUES) ? found : every.validate(desc, message)
    if (result.kind === 'valid') return
    if (result.kind === 'error') throw result.error
    const violations = result.violations.map((violation): FieldViolation => {
      return { field: pathToString(violation.field), description: violation.message }
    })
    throw invalid(violations)
  }
}

function hasMoreValues(message: object, limit: number): boolean {
  const found: unknown[] = [message]
  for (const value of found) {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue
    const inner = Object.values(value)
    if (found.length + inner.length > limit) return true
    found.push(...inner)
  }
  return false
}

function invalid(violations: readonly FieldViolation[]): GatewayError {
  const named = violations.slice(0, 3).map(({ field, description }) => `${field || 'request'}: ${description}`)
  const more = violations.length > 3 ? `, and ${violations.length - 3} more` : ''
  return new GatewayError(ErrorReason.INVALID_REQUEST, `${named.join('; ')}${more}`, { violations })
}
