import type { OutgoingHttpHeaders } from 'node:http2'
import { type Message, toBinary } from '@bufbuild/protobuf'
import { type Any, anyPack } from '@bufbuild/protobuf/wkt'
import { Metadata } from '@grpc/grpc-js'
import { type Status, StatusSchema } from '#gen/google/rpc/status_pb.js'
import { type GatewayError, toGatewayError } from '../../core/errors.ts'
import { REQUEST_ID } from '../../rpc/response-headers.ts'
import { type RpcStatus, toStatus } from '../../rpc/status.ts'

/** A status as grpc-js takes it. */
export interface WireStatus {
  readonly code: number
  readonly details: string
  readonly metadata: Metadata | null
}

const DETAILS_HEADER = 'grpc-status-details-bin'

/** Clients refuse a block of headers above 8 KiB by default, and base64 adds a third. */
const MAX_DETAILS_BYTES = 4096
const MAX_MESSAGE_CHARACTERS = 1024

export const okStatus: WireStatus = { code: 0, details: '', metadata: null }

/** An error as the trailers of a call, with what else they tell. Never throws: an error that cannot be told is told as a fault of ours. */
export function toWireStatus(error: GatewayError, headers: Readonly<Record<string, string>>): WireStatus {
  try {
    return encodeStatus(error, headers)
  } catch (cause) {
    return encodeStatus(toGatewayError(cause), headers)
  }
}

function encodeStatus(error: GatewayError, headers: Readonly<Record<string, string>>): WireStatus {
  const status = toStatus(error)
  const metadata = new Metadata()
  metadata.set(DETAILS_HEADER, encodeDetails(status))
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value)
  return { code: status.code, details: shorten(status.message), metadata }
}

/** An error as the headers of a response that has nothing else. */
export function toHeaders(error: GatewayError, requestId: string): OutgoingHttpHeaders {
  const status = toWireStatus(error, { [REQUEST_ID]: requestId })
  return {
    'grpc-status': status.code,
    'grpc-message': encodeURI(status.details),
    ...status.metadata?.toHttp2Headers(),
  }
}

function encodeDetails(status: RpcStatus): Buffer {
  const details: Any[] = []
  let size = 0
  for (const { desc, message } of status.details) {
    const detail = anyPack(desc, trimViolations(message))
    size += detail.value.byteLength
    // The first is the ErrorInfo, which every error must have.
    if (details.length === 0 || size <= MAX_DETAILS_BYTES) details.push(detail)
  }
  return encode({ $typeName: 'google.rpc.Status', code: status.code, message: shorten(status.message), details })
}

function encode(status: Status): Buffer {
  const bytes = toBinary(StatusSchema, status)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A request with hundreds of bad fields names the first ones; the rest would make the answer unreadable. */
function trimViolations(message: Message): Message {
  const { fieldViolations } = message as { fieldViolations?: readonly { field: string; description: string }[] }
  if (!fieldViolations) return message
  let size = 0
  const kept = fieldViolations.filter(({ field, description }) => {
    size += 3 * (field.length + description.length)
    return size <= MAX_DETAILS_BYTES - 1024
  })
  return { ...message, fieldViolations: kept } as Message
}

/** Lone surrogates would make `encodeURI` throw. */
function shorten(message: string): string {
  return message.slice(0, MAX_MESSAGE_CHARACTERS).toWellFormed()
}
