import {
  create,
  type DescMessage,
  type DescMethod,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  type MessageInitShape,
} from '@bufbuild/protobuf'
import { Code, ConnectError, type Transport } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-node'
import type { ClientTls } from './certificates.ts'
import { grpcJsTransport, seenError } from './clients.ts'
import { httpCaller } from './http-caller.ts'

/** What a call of a method came to, as far as it says who was let in. */
export type Outcome =
  | 'let in'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'AUTHENTICATION_UNAVAILABLE'
  | 'not offered'
  | 'no connection'
  /** An error without exactly one reason, or one that blames the server. */
  | `broken: ${string}`

export type CallMethod = (
  method: DescMethod,
  headers: Readonly<Record<string, string>>,
  request?: MessageInitShape<DescMessage>,
) => Promise<Outcome>

const TOLD = ['UNAUTHENTICATED', 'PERMISSION_DENIED', 'AUTHENTICATION_UNAVAILABLE'] as const

/** Clients that share no code: the gRPC port by grpc-js, the web port by Connect and by its plain endpoints. */
export const methodCallers = {
  'grpc-js': ({ grpcAddress }: Addresses, tls?: ClientTls) =>
    methodCaller(grpcJsTransport(named(grpcAddress, tls), tls)),
  Connect: ({ webAddress }: Addresses, tls?: ClientTls) => {
    const baseUrl = `${tls ? 'https' : 'http'}://${named(webAddress, tls)}`
    return methodCaller(createConnectTransport({ baseUrl, httpVersion: '1.1', nodeOptions: { ...tls } }))
  },
  'plain HTTP': ({ webAddress }: Addresses, tls?: ClientTls): CallMethod => httpCaller(webAddress, tls),
}

interface Addresses {
  readonly grpcAddress: string
  readonly webAddress: string
}

/** Over TLS a server has the name in its certificate. */
function named(address: string, tls: ClientTls | undefined): string {
  return tls ? address.replace(/^.*:/, 'localhost:') : address
}

/** Calls any method by its descriptor, with an empty request unless one is given. */
function methodCaller(transport: Transport): CallMethod {
  return async (method, headers, request = {}) => {
    const leaving = new AbortController()
    try {
      if (method.methodKind === 'unary') {
        await transport.unary(method as DescMethodUnary, undefined, undefined, headers, request as never)
        return 'let in'
      }
      const input = each([create(method.input, request as never)]) as never
      const streaming = method as DescMethodServerStreaming
      const answer = await transport.stream(streaming, leaving.signal, undefined, headers, input)
      for await (const _ of answer.message) break
      return 'let in'
    } catch (error) {
      return outcomeOf(error)
    } finally {
      leaving.abort()
    }
  }
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof ConnectError)) return `broken: ${error}`
  const { code, message, reasons } = seenError(error)
  const told = TOLD.find((reason) => reason === reasons[0])
  if (told) return told
  if (error.code === Code.Unimplemented) return 'not offered'
  if (reasons.length === 0) return 'no connection'
  const isOurFault = reasons.length > 1 || ['Internal', 'Unknown', 'DataLoss'].includes(code)
  return isOurFault ? `broken: ${code} ${reasons.join(' ')} ${message}` : 'let in'
}
