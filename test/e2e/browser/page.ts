// What runs in the page of the browser test: the official client for browsers, driven from outside by `calls`.
import { type Client, Code, ConnectError, createClient } from '@connectrpc/connect'
import { createConnectTransport, createGrpcWebTransport } from '@connectrpc/connect-web'
import { ErrorInfoSchema } from '#gen/google/rpc/error_details_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'

export type Protocol = 'Connect' | 'gRPC-Web'

export interface SeenInPage {
  readonly code: string
  readonly reasons: string[]
}

/** What the page did and saw. */
export interface PageCalls {
  /** What arrived of the stream, in order. */
  readonly arrived: string[]
  /** How the stream ended; undefined: it runs. */
  ended: SeenInPage | 'finished' | undefined
  ask(protocol: Protocol, baseUrl: string, model: string): Promise<string | SeenInPage>
  startStream(protocol: Protocol, baseUrl: string): void
  cancel(): void
}

let controller = new AbortController()

const calls: PageCalls = {
  arrived: [],
  ended: undefined,
  async ask(protocol, baseUrl, model) {
    try {
      const { text, info } = await clientOf(protocol, baseUrl).generateText({ prompt: 'Hello', options: { model } })
      return `${text} ${info?.usage?.outputTokens}`
    } catch (error) {
      return seen(error)
    }
  },
  startStream(protocol, baseUrl) {
    calls.arrived.length = 0
    calls.ended = undefined
    controller = new AbortController()
    read(clientOf(protocol, baseUrl)).then(
      () => {
        calls.ended = 'finished'
      },
      (error) => {
        calls.ended = seen(error)
      },
    )
  },
  cancel: () => controller.abort(),
}

async function read(client: Client<typeof LLMService>): Promise<void> {
  const { signal } = controller
  for await (const { event } of client.generateTextStream({ prompt: 'Hello', options: { model: 'm' } }, { signal })) {
    calls.arrived.push(event.case === 'textDelta' ? event.value : String(event.case))
  }
}

function clientOf(protocol: Protocol, baseUrl: string): Client<typeof LLMService> {
  const transport = protocol === 'Connect' ? createConnectTransport({ baseUrl }) : createGrpcWebTransport({ baseUrl })
  return createClient(LLMService, transport)
}

function seen(thrown: unknown): SeenInPage {
  const error = ConnectError.from(thrown)
  return { code: Code[error.code], reasons: error.findDetails(ErrorInfoSchema).map(({ reason }) => reason) }
}

Object.assign(globalThis, { calls })
