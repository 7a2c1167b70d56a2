import { fromBinary } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { ErrorInfoSchema } from '#gen/google/rpc/error_details_pb.js'
import type { RunningApp } from '../support/app.ts'
import { type SeenError, seenError } from '../support/clients.ts'

type Body = string | Uint8Array<ArrayBuffer>

/** Calls a method of LLMService as a program without any stubs would. */
export function postJson(
  app: Pick<RunningApp, 'webAddress'>,
  method: string,
  body: Body,
  contentType = 'application/json',
): Promise<Response> {
  const url = `http://${app.webAddress}/switchyard.v1.LLMService/${method}`
  return fetch(url, { method: 'POST', headers: { 'content-type': contentType }, body })
}

interface ErrorJson {
  readonly code?: string
  readonly message?: string
  readonly details?: readonly { readonly type: string; readonly value: string }[]
}

/** The error of Connect's protocol. */
export function seenJson(json: unknown): SeenError {
  const { code = '', message = '', details = [] } = json as ErrorJson
  const error = new ConnectError(message, codeOf(code))
  error.details = details.map(({ type, value }) => ({ type, value: new Uint8Array(Buffer.from(value, 'base64')) }))
  // What is in the details must be readable, whatever else is.
  for (const { type, value } of details) {
    if (type === ErrorInfoSchema.typeName) fromBinary(ErrorInfoSchema, Buffer.from(value, 'base64'))
  }
  return seenError(error)
}

/** `not_found` as the enum's number. */
function codeOf(name: string): Code {
  const camel = name.replace(/(^|_)([a-z])/g, (_, _before, letter: string) => letter.toUpperCase())
  return Code[camel as keyof typeof Code]
}

/** Calls a streaming method by hand and gives the error in its end message. */
export async function connectEnd(app: RunningApp, method: string, json: string): Promise<SeenError> {
  const message = Buffer.from(json)
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  const answer = await postJson(app, method, Buffer.concat([head, message]), 'application/connect+json')
  const envelopes = [...envelopesIn(Buffer.from(await answer.arrayBuffer()))]
  const end = envelopes.find(({ flags }) => (flags & 2) !== 0)
  return seenJson(JSON.parse(end?.body.toString() ?? '{}').error ?? {})
}

/** The messages in the body of a stream, with their flags. */
export function* envelopesIn(bytes: Buffer): Generator<{ flags: number; body: Buffer }> {
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at + 1)
    yield { flags: bytes.readUInt8(at), body: bytes.subarray(at + 5, at + 5 + length) }
    at += 5 + length
  }
}
