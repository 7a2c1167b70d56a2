import type { DescService } from '@bufbuild/protobuf'
import type { GatewayError } from '../../../core/errors.ts'
import type { RequestContext, RequestProgress } from '../../../rpc/handler.ts'

/** What stands at one path for one verb of HTTP: one piece of a door that speaks plain HTTP. */
export interface Endpoint {
  readonly verb: 'GET' | 'POST'
  /**
   * Segments in braces stand for one segment each: `/api/v1/llm/providers/{provider}/health-check`. With three dots, as in
   * `/v1/models/{model...}`, the last one stands for all that are left, at least one. What comes first in the list wins,
   * and a path without braces before all.
   */
  readonly path: string
  /** The service of the contract that answers behind it; when that takes no calls, neither does the endpoint. */
  readonly service: DescService
  /** Whether a POST may come without a body, and then without saying that it is JSON. Left out: no. */
  readonly bodyIsOptional?: boolean
  /** Whether anyone may ask, without saying who. Left out: no. */
  readonly isPublic?: boolean
  /** Answers. Rejects, with a GatewayError where the fault is known, as long as nothing has been answered. */
  readonly serve: (request: EndpointRequest, context: RequestContext) => Promise<EndpointAnswer>
  /** An error in the form that this door's callers expect. Its HTTP status is the same at every door. */
  readonly tellError: (error: GatewayError, context: ErrorContext) => ErrorBody
}

/** A request to an endpoint. Nothing of it has been checked but its size. */
export interface EndpointRequest {
  /** The segments that stand in the path's braces, decoded. */
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** What stands in the body, which is JSON; undefined: there is none. Throws INVALID_REQUEST when it is no JSON. */
  readonly json: () => unknown
  /**
   * What was thrown as an error that the answer tells of itself, where one answer speaks of several calls. Whoever watches
   * over refused requests and faults hears of it. `progress` is that of the one call.
   */
  readonly told: (thrown: unknown, progress: RequestProgress) => GatewayError
}

export interface ErrorContext {
  readonly requestId: string
  /** The path as it was asked for, without its query. */
  readonly path: string
}

export interface ErrorBody {
  readonly contentType: string
  readonly text: string
  /** What the answer's head says besides. */
  readonly header?: readonly (readonly [string, string])[]
}

export type EndpointAnswer = WholeAnswer | EventAnswer

/** An answer that is there at once. */
export interface WholeAnswer {
  readonly kind: 'whole'
  /** Left out: 200. */
  readonly status?: number
  /** Left out: JSON. */
  readonly contentType?: string
  /** Empty: an answer without a body. */
  readonly text: string
}

/** An answer as a stream of server-sent events. Source: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface EventAnswer {
  readonly kind: 'events'
  /** Ready text of events, as many as come at once in each piece. */
  readonly events: AsyncIterable<string>
  /** The events that end a stream which fails amid its answer. */
  readonly failed: (error: GatewayError) => string
}

/** A value as the JSON of an answer. */
export function jsonAnswer(value: unknown, status = 200): WholeAnswer {
  return { kind: 'whole', status, text: JSON.stringify(value) }
}
