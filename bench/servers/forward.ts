import { once } from 'node:events'
import { type DescMethod, fromBinary, type Message, toBinary } from '@bufbuild/protobuf'
import type { ServerUnaryCall, ServerWritableStream, ServiceDefinition, sendUnaryData } from '@grpc/grpc-js'
import { Agent, request } from 'undici'
import { Role } from '#gen/switchyard/v1/content_pb.js'
import type {
  GenerateChatRequest,
  GenerateChatResponse,
  GenerateChatStreamResponse,
} from '#gen/switchyard/v1/generation_pb.js'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'

type UnaryCall = ServerUnaryCall<GenerateChatRequest, GenerateChatResponse>
type StreamCall = ServerWritableStream<GenerateChatRequest, GenerateChatStreamResponse>

const { generateChat, generateChatStream } = LLMService.method

export const forwarderService: ServiceDefinition = {
  generateChat: definition(generateChat),
  generateChatStream: definition(generateChatStream),
}

function definition(method: DescMethod) {
  return {
    path: `/${LLMService.typeName}/${method.name}`,
    requestStream: false,
    responseStream: method.methodKind === 'server_streaming',
    requestSerialize: (message: Message) => Buffer.from(toBinary(method.input, message)),
    requestDeserialize: (bytes: Buffer) => fromBinary(method.input, bytes),
    responseSerialize: (message: Message) => serialize(method, message),
    responseDeserialize: (bytes: Buffer) => fromBinary(method.output, bytes),
  }
}

function serialize(method: DescMethod, message: Message): Buffer {
  const bytes = toBinary(method.output, message)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Forwards calls to the upstream, its answers to the caller. It counts, records, limits and retries nothing. */
export function createForwarder(upstream: string) {
  const open = createOpen(upstream)
  return {
    async generateChat(call: UnaryCall, callback: sendUnaryData<GenerateChatResponse>) {
      try {
        callback(null, await wholeAnswer(await open(bodyOf(call.request, false))))
      } catch (error) {
        callback(error as Error)
      }
    },
    async generateChatStream(call: StreamCall) {
      try {
        const body = await open(bodyOf(call.request, true))
        call.on('cancelled', () => body.destroy())
        await forwardTokens(body, (message) =>
          call.write(message) || call.cancelled ? undefined : once(call, 'drain'),
        )
        call.end()
      } catch (error) {
        call.destroy(error as Error)
      }
    },
  }
}

export type UpstreamBody = Awaited<ReturnType<ReturnType<typeof createOpen>>>

/** Sends request bodies of Chat Completions to the upstream. */
export function createOpen(upstream: string) {
  const dispatcher = new Agent({ pipelining: 1, headersTimeout: 0, bodyTimeout: 0 })
  const headers = { 'content-type': 'application/json', authorization: 'Bearer bench' }
  return async (text: string | Uint8Array) => {
    const { body } = await request(`${upstream}/chat/completions`, { dispatcher, method: 'POST', headers, body: text })
    return body
  }
}

export async function wholeAnswer(body: UpstreamBody): Promise<GenerateChatResponse> {
  return answerOf(JSON.parse(await body.text()).choices[0].message.content)
}

export function bodyOf({ messages, options }: GenerateChatRequest, stream: boolean): string {
  return JSON.stringify({
    model: options?.model,
    messages: messages.map(({ role, parts }) => ({
      role: role === Role.SYSTEM ? 'system' : role === Role.ASSISTANT ? 'assistant' : 'user',
      content: parts.map(({ content }) => (content.case === 'text' ? content.value : '')).join(''),
    })),
    max_tokens: Number(options?.maxOutputTokens ?? 0) || undefined,
    temperature: options?.temperature,
    stream,
    stream_options: stream ? { include_usage: true } : undefined,
  })
}

function answerOf(value: string): GenerateChatResponse {
  return {
    $typeName: 'switchyard.v1.GenerateChatResponse',
    message: {
      $typeName: 'switchyard.v1.Message',
      role: Role.ASSISTANT,
      parts: [{ $typeName: 'switchyard.v1.Part', content: { case: 'text', value } }],
    },
  }
}

/** Tells each token as it comes; waits for whoever takes it when that returns a promise. */
export async function forwardTokens(
  body: AsyncIterable<Buffer>,
  take: (message: GenerateChatStreamResponse) => Promise<unknown> | undefined,
): Promise<void> {
  let rest = ''
  let sequence = 0n
  for await (const chunk of body) {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue
      const value = JSON.parse(line.slice(6)).choices[0]?.delta.content
      const full = value ? take(delta(++sequence, value)) : undefined
      if (full) await full
    }
  }
}

function delta(sequence: bigint, value: string): GenerateChatStreamResponse {
  return {
    $typeName: 'switchyard.v1.GenerateChatStreamResponse',
    sequence,
    event: {
      case: 'partDelta',
      value: { $typeName: 'switchyard.v1.PartDelta', index: 0, delta: { case: 'text', value } },
    },
  }
}
