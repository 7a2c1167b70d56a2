import type { GatewayError } from '../../core/errors.ts'
import { type ErrorFacts, errorFacts } from '../json/error-facts.ts'
import type { Endpoint } from '../web/endpoints/endpoint.ts'
import { httpStatusOf } from '../web/endpoints/http-status.ts'

export const PROBLEM_TYPE = 'application/problem+json'

/** An error as RFC 9457 writes it: what the RFC has, and what every door tells of an error. */
export interface Problem extends ErrorFacts {
  /** Names the kind of error. It cannot be fetched: docs/reference/errors.md tells of each reason. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  /** The id of the request, as in its `x-request-id`. */
  readonly instance: string
}

export function problemOf(error: GatewayError, requestId: string): Problem {
  const { reasonName } = error
  return {
    type: `urn:switchyard:error:${reasonName}`,
    title: titleOf(reasonName),
    status: httpStatusOf(error),
    detail: error.message,
    instance: requestId,
    ...errorFacts(error),
  }
}

/** MODEL_NOT_FOUND: Model not found. */
function titleOf(reasonName: string): string {
  const words = reasonName.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export const tellProblem: Endpoint['tellError'] = (error, { requestId }) => {
  return { contentType: PROBLEM_TYPE, text: JSON.stringify(problemOf(error, requestId)) }
}
