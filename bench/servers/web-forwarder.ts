// The least that can stand where Switchyard's web port stands: each protocol over node:http, and nothing else.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fromBinary, fromJson, type MessageShape, toBinary, toJson } from '@bufbuild/protobuf'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { enveloped } from '../load/protocols/connect.ts'
import { serveControl } from '../process/control.ts'
import { partSettings } from '../process/part.ts'
import { bodyOf, createOpen, forwardTokens, type UpstreamBody, wholeAnswer } from './forward.ts'

const { input, output } = LLMService.method.generateChat
const event = LLMService.method.generateChatStream.output
type Chat = MessageShape<typeof input>

const open = createOpen(partSettings<{ upstream: string }>().upstream)

/** What stands at each path. */
const servers: Readonly<Record<string, (body: Buffer, response: ServerResponse) => Promise<void>>> = {
  '/switchyard.v1.LLMService/GenerateChat': (body, response) =>
    answer(fromBinary(input, body), response, 'application/proto', (message) => toBinary(output, message)),
  '/switchyard.v1.LLMService/GenerateChatStream': (body, response) =>
    stream(fromBinary(input, body.subarray(5)), response, 'application/connect+proto', {
      piece: (message) => enveloped(0, toBinary(event, message)),
      end: enveloped(2, Buffer.from('{}')),
    }),
  '/llm/generate/chat': (body, response) =>
    answer(fromJson(input, JSON.parse(body.toString())), response, 'application/json', (message) =>
      JSON.stringify(toJson(output, message)),
    ),
  '/llm/generate/chat/stream': (body, response) =>
    stream(fromJson(input, JSON.parse(body.toString())), response, 'text/event-stream', {
      piece: (message) => `data: ${JSON.stringify(toJson(event, message))}\n\n`,
      end: 'event: finished\ndata: {}\n\n',
    }),
  '/v1/chat/completions': passOn,
}

async function answer(
  chat: Chat,
  response: ServerResponse,
  type: string,
  tell: (message: MessageShape<typeof output>) => string | Uint8Array,
): Promise<void> {
  const body = tell(await wholeAnswer(await open(bodyOf(chat, false))))
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)
}

interface StreamForm {
  readonly piece: (message: MessageShape<typeof event>) => string | Uint8Array
  readonly end: string | Uint8Array
}

async function stream(chat: Chat, response: ServerResponse, type: string, form: StreamForm): Promise<void> {
  const body = await open(bodyOf(chat, true))
  begin(body, response, type)
  await forwardTokens(body, (message) => (response.write(form.piece(message)) ? undefined : once(response, 'drain')))
  response.end(form.end)
}

/** The upstream speaks this very protocol: bytes as they are. */
async function passOn(request: Buffer, response: ServerResponse): Promise<void> {
  const body = await open(request)
  begin(body, response, request.includes('"stream":true') ? 'text/event-stream' : 'application/json')
  for await (const piece of body as AsyncIterable<Buffer>) if (!response.write(piece)) await once(response, 'drain')
  response.end()
}

function begin(body: UpstreamBody, response: ServerResponse, type: string): void {
  response.writeHead(200, { 'content-type': type })
  response.on('close', () => {
    if (!response.writableFinished) body.destroy()
  })
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    await servers[request.url ?? '']?.(Buffer.concat(pieces), response)
  } catch (error) {
    response.destroy(error as Error)
  }
}

const server = createServer({ keepAliveTimeout: 60_000 }, serve)
server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, () => {
  serveControl({ address: `127.0.0.1:${(server.address() as AddressInfo).port}` }, {}, () =>
    server.closeAllConnections(),
  )
})
