import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import type { GatewayError } from '../../core/errors.ts'
import { type ErrorFacts, errorFacts } from '../json/error-facts.ts'

/** The words of JSON-RPC 2.0. Source: https://www.jsonrpc.org/specification */

export type Id = string | number | null

export interface RpcRequest {
  /** Undefined: a notification, which nobody answers. */
  readonly id: Id | undefined
  readonly method: string
  readonly params: unknown
}

export interface RpcError {
  readonly code: number
  readonly message: string
  readonly data?: ErrorData
}

/** What every door tells of an error. */
export interface ErrorData extends ErrorFacts {
  /** The code of gRPC. */
  readonly grpc_code: number
  readonly request_id: string
}

export type RpcResponse =
  | { readonly jsonrpc: '2.0'; readonly id: Id; readonly result: unknown }
  | { readonly jsonrpc: '2.0'; readonly id: Id; readonly error: RpcError }

export const PARSE_ERROR = -32700
export const INVALID_REQUEST = -32600
export const METHOD_NOT_FOUND = -32601
export const INVALID_PARAMS = -32602
export const INTERNAL_ERROR = -32603
/** The range that the specification leaves to servers begins here and goes down. */
const SERVER_ERROR = -32000

export function resultOf(id: Id, result: unknown): RpcResponse {
  return { jsonrpc: '2.0', id, result }
}

export function errorResponse(id: Id, error: RpcError): RpcResponse {
  return { jsonrpc: '2.0', id, error }
}

export function invalidRequest(message: string): RpcError {
  return { code: INVALID_REQUEST, message }
}

/** An error of a call. */
export function callError(error: GatewayError, requestId: string): RpcError {
  const data = { ...errorFacts(error), grpc_code: error.policy.code, request_id: requestId }
  return { code: codeOf(error), message: error.message, data }
}

/** What the specification has no code for is -32000 minus the code of gRPC. */
function codeOf({ reason, policy }: GatewayError): number {
  if (reason === ErrorReason.INVALID_REQUEST) return INVALID_PARAMS
  if (reason === ErrorReason.INTERNAL) return INTERNAL_ERROR
  return SERVER_ERROR - policy.code
}

/** Reads what should be a request; undefined: it is none. */
export function requestOf(value: unknown): RpcRequest | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { jsonrpc, id, method, params } = value as Record<string, unknown>
  const isWellFormed =
    jsonrpc === '2.0' && typeof method === 'string' && isParams(params) && (id === undefined || isId(id))
  return isWellFormed ? { id: id as Id | undefined, method, params } : undefined
}

/** The id of what is no request, as far as it has one. */
export function idOf(value: unknown): Id {
  const { id } = (typeof value === 'object' && value !== null ? value : {}) as { id?: unknown }
  return isId(id) ? id : null
}

/** Every event of a stream repeats the id. */
const MAX_ID_LENGTH = 1024

/** A number that would not come back as it was sent is none, nor is a text that is too long to be repeated. */
function isId(value: unknown): value is Id {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER
  return value === null || (typeof value === 'string' && value.length <= MAX_ID_LENGTH)
}

function isParams(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null)
}
