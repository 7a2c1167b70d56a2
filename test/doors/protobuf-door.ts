import type { MessageInitShape } from '@bufbuild/protobuf'
import { type CallOptions, ConnectError } from '@connectrpc/connect'
import { type Message, type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import type { GenerateChatRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { HealthState } from '#gen/switchyard/v1/health_pb.js'
import { type AnswerInfo, FinishReason } from '#gen/switchyard/v1/usage_pb.js'
import { fold } from '../../src/core/collect.ts'
import { type Clients, seenError } from '../support/clients.ts'
import {
  type Abilities,
  type Asking,
  DoorError,
  type Question,
  type QuestionOptions,
  type Said,
  type TestedDoor,
  type Turn,
} from './tested-door.ts'

type Request = MessageInitShape<typeof GenerateChatRequestSchema>

const ROLES = { system: Role.SYSTEM, user: Role.USER, assistant: Role.ASSISTANT, tool: Role.TOOL } as const

/** A door that speaks the contract's own messages. */
export function protobufDoor(name: string, clients: Clients): TestedDoor {
  const { llm, usage, admin } = clients
  const abilities: Abilities = {
    text: (prompt, options) =>
      translated(async () => {
        const { text, info } = await llm.generateText({ prompt, options: optionsOf(options) })
        return saidOf({ role: Role.ASSISTANT, parts: [textPart(text)] } as Message, info)
      }),
    async *textStream(prompt, options) {
      let info: AnswerInfo | undefined
      let text = ''
      const events = llm.generateTextStream({ prompt, options: optionsOf(options) })
      for await (const { event } of translatedEach(events)) {
        if (event.case === 'finished') info = event.value.info
        if (event.case !== 'textDelta') continue
        text += event.value
        yield event.value
      }
      return saidOf({ parts: [textPart(text)] } as Message, info)
    },
    chat: (question, asking = {}) =>
      translated(async () => {
        const { message, info } = await llm.generateChat(requestOf(question), callOptions(asking))
        return saidOf(message, info)
      }),
    async *chatStream(question, asking = {}) {
      const parts: Part[] = []
      let info: AnswerInfo | undefined
      for await (const { event } of translatedEach(llm.generateChatStream(requestOf(question), callOptions(asking)))) {
        if (event.case === 'finished') info = event.value.info
        else if (event.case !== undefined && event.case !== 'started') fold(parts, event)
        if (event.case === 'partDelta' && event.value.delta.case === 'text') yield event.value.delta.value
      }
      return saidOf({ parts } as Message, info)
    },
    embed: (model, inputs) =>
      translated(async () => {
        const { embeddings } = await llm.embed({ model, inputs: [...inputs] })
        return embeddings.map(({ values }) => values)
      }),
    countTokens: (question) =>
      translated(async () => Number((await llm.countTokens({ request: requestOf(question) })).inputTokens)),
    listModels: () => translated(async () => (await llm.listModels({})).models.map(({ name }) => name)),
    getModel: (model) => translated(async () => (await llm.getModel({ name: model })).model?.name ?? ''),
    compare: (question, models) =>
      translated(async () => {
        const answers = models.map(() => '')
        for await (const { modelIndex, event } of llm.compareChat({
          request: requestOf(question),
          models: [...models],
        })) {
          if (event.case === 'failure') answers[modelIndex] = event.value.reason
          const piece = event.case === 'answer' ? event.value.event : undefined
          if (piece?.case === 'partDelta' && piece.value.delta.case === 'text')
            answers[modelIndex] += piece.value.delta.value
        }
        return answers
      }),
    testModel: (model) => translated(async () => (await llm.testModel({ model })).success),
    health: () =>
      translated(async () =>
        (await admin.getServiceHealth({})).dependencies.every(({ state }) => state === HealthState.HEALTHY),
      ),
    statistics: () =>
      translated(async () => Number((await usage.getStatistics({ timeframe: '1h' })).total?.totalRequests)),
  }
  return { name, lacks: {}, ...abilities }
}

function requestOf({ turns, options, tools = [], schema, idempotencyKey = '' }: Question): Request {
  return {
    messages: turns.map(messageOf),
    tools: tools.map((tool) => ({ name: tool.name, parametersSchema: JSON.stringify(tool.schema) })),
    idempotencyKey,
    ...(options && { options: optionsOf(options) }),
    ...(schema && {
      responseFormat: { format: { case: 'jsonSchema', value: { name: 'n', schema: JSON.stringify(schema) } } },
    }),
  }
}

function messageOf({ role, text, image, toolCalls = [], toolCallId }: Turn): NonNullable<Request['messages']>[number] {
  if (toolCallId !== undefined) {
    const value = { toolCallId, output: text ?? '' }
    return { role: ROLES[role], parts: [{ content: { case: 'toolResult', value } }] }
  }
  const calls = toolCalls.map(({ id, name, arguments: json }) => ({
    content: { case: 'toolCall' as const, value: { id, name, arguments: json } },
  }))
  const data = image && {
    mediaType: image.mediaType,
    source: { case: 'data' as const, value: Buffer.from(image.base64, 'base64') },
  }
  return {
    role: ROLES[role],
    parts: [
      ...(text === undefined ? [] : [textPart(text)]),
      ...(data ? [{ content: { case: 'image' as const, value: data } }] : []),
      ...calls,
    ],
  }
}

function textPart(value: string) {
  return { content: { case: 'text' as const, value } }
}

function optionsOf({ maxOutputTokens, seed, stop = [], ...options }: QuestionOptions) {
  return {
    ...options,
    stop: [...stop],
    ...(maxOutputTokens !== undefined && { maxOutputTokens: BigInt(maxOutputTokens) }),
    ...(seed !== undefined && { seed: BigInt(seed) }),
  }
}

function callOptions(asking: Asking): CallOptions {
  return asking
}

function saidOf(message: Message | undefined, info: AnswerInfo | undefined): Said {
  const parts = message?.parts ?? []
  return {
    text: parts.flatMap(({ content }) => (content.case === 'text' ? content.value : '')).join(''),
    toolCalls: parts.flatMap(({ content }) => {
      if (content.case !== 'toolCall') return []
      const { id, name, arguments: json } = content.value
      return { id, name, arguments: json }
    }),
    finish: finishOf(info?.finishReason),
    id: info?.responseId ?? '',
    model: info?.model ?? '',
    provider: info?.provider,
    inputTokens: Number(info?.usage?.inputTokens),
    outputTokens: Number(info?.usage?.outputTokens),
    costNanos: info?.cost?.total?.amountNanos,
    traceId: info?.context?.traceId,
  }
}

function finishOf(reason: FinishReason | undefined): Said['finish'] {
  if (reason === FinishReason.STOP) return 'stop'
  if (reason === FinishReason.LENGTH) return 'length'
  return reason === FinishReason.TOOL_CALLS ? 'tool_calls' : 'other'
}

async function translated<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    throw doorError(error)
  }
}

async function* translatedEach<Event>(events: AsyncIterable<Event>): AsyncGenerator<Event> {
  try {
    yield* events
  } catch (error) {
    throw doorError(error)
  }
}

function doorError(error: unknown): unknown {
  if (!(error instanceof ConnectError)) return error
  const { code, reasons, fields, retryMs } = seenError(error)
  // A client may end the call itself at its deadline, before the server's error has come.
  const reason = code === 'DeadlineExceeded' ? 'DEADLINE_EXCEEDED' : reasons.join()
  return new DoorError(reason, { fields, retryAfterMs: retryMs })
}
