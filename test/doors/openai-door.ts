import OpenAI, { APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai'
import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import {
  type Asking,
  DoorError,
  type Question,
  type Said,
  type TestedDoor,
  type ToolCall,
  type Turn,
} from './tested-door.ts'

/** What the door tells beside OpenAI's own members. */
interface Extra {
  readonly switchyard: {
    readonly response_id: string
    readonly provider: string
    readonly cost?: { readonly total: { readonly amount_nanos?: string } }
    readonly context?: { readonly trace_id: string }
  }
}

/** Chat Completions and what stands beside it, through OpenAI's own client. */
export function openAiDoor(url: string): TestedDoor {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 })
  const chat = (question: Question, asking?: Asking) =>
    translated(async () => {
      const completion = await client.chat.completions.create(paramsOf(question), requestOptions(question, asking))
      const [choice] = completion.choices
      const calls = choice?.message.tool_calls ?? []
      return saidOf(completion, choice?.message.content ?? '', calls.flatMap(toolCallOf), choice?.finish_reason)
    })
  async function* chatStream(question: Question, asking?: Asking): AsyncGenerator<string, Said> {
    const params = { ...paramsOf(question), stream: true, stream_options: { include_usage: true } } as const
    const stream = await translated(async () =>
      client.chat.completions.create(params, requestOptions(question, asking)),
    )
    let text = ''
    let finish: string | null = null
    const calls: { id: string; name: string; arguments: string }[] = []
    for await (const chunk of translatedEach(stream)) {
      if (chunk.usage) return saidOf(chunk, text, calls, finish)
      const [choice] = chunk.choices
      finish = choice?.finish_reason ?? finish
      for (const { index, id, function: called } of choice?.delta.tool_calls ?? []) {
        calls[index] ??= { id: id ?? '', name: called?.name ?? '', arguments: '' }
        calls[index].arguments += called?.arguments ?? ''
      }
      const piece = choice?.delta.content
      if (!piece) continue
      text += piece
      yield piece
    }
    throw new Error('The stream has no usage.')
  }
  const notOffered = 'OpenAI has no such method'
  return {
    name: 'OpenAI chat',
    lacks: {
      text: 'a prompt is a conversation of one turn',
      textStream: 'a prompt is a conversation of one turn',
      countTokens: notOffered,
      compare: notOffered,
      testModel: notOffered,
      health: notOffered,
      statistics: notOffered,
    },
    chat,
    chatStream,
    embed: (model, inputs) =>
      translated(async () => {
        const { data } = await client.embeddings.create({ model, input: [...inputs] })
        return data.map(({ embedding }) => embedding)
      }),
    listModels: () => translated(async () => (await client.models.list()).data.map(({ id }) => id)),
    getModel: (name) => translated(async () => (await client.models.retrieve(name)).id),
  }
}

type RequestOptions = NonNullable<Parameters<OpenAI.Chat.Completions['create']>[1]>

export function requestOptions({ idempotencyKey }: Question, asking: Asking = {}): RequestOptions {
  const { headers, signal, timeoutMs } = asking
  return {
    // The client sends its own `idempotencyKey` nowhere.
    headers: { ...headers, ...(idempotencyKey && { 'idempotency-key': idempotencyKey }) },
    ...(signal && { signal }),
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
  }
}

function paramsOf({ turns, options = {}, tools, schema }: Question): ChatCompletionCreateParamsNonStreaming {
  const { model = 'auto', maxOutputTokens, temperature, topP } = options
  return {
    model,
    messages: turns.map(messageOf),
    ...(maxOutputTokens !== undefined && { max_completion_tokens: maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(tools && {
      tools: tools.map((tool) => ({
        type: 'function' as const,
        function: { name: tool.name, parameters: tool.schema as Record<string, unknown> },
      })),
    }),
    ...(schema && {
      response_format: {
        type: 'json_schema' as const,
        json_schema: { name: 'n', schema: schema as Record<string, unknown> },
      },
    }),
  }
}

function messageOf({ role, text = '', image, toolCalls, toolCallId }: Turn): ChatCompletionMessageParam {
  switch (role) {
    case 'system':
      return { role, content: text }
    case 'tool':
      return { role, content: text, tool_call_id: toolCallId ?? '' }
    case 'assistant':
      return {
        role,
        content: text || null,
        ...(toolCalls && {
          tool_calls: toolCalls.map(({ id, name, arguments: json }) => ({
            id,
            type: 'function' as const,
            function: { name, arguments: json },
          })),
        }),
      }
    case 'user': {
      const url = image && `data:${image.mediaType};base64,${image.base64}`
      if (!url) return { role, content: text }
      return {
        role,
        content: [
          { type: 'text', text },
          { type: 'image_url', image_url: { url } },
        ],
      }
    }
  }
}

function toolCallOf(call: { id: string; type: string; function?: { name: string; arguments: string } }): ToolCall[] {
  const { id, function: called } = call
  return called ? [{ id, name: called.name, arguments: called.arguments }] : []
}

function saidOf(
  answer: { model: string; usage?: OpenAI.CompletionUsage | null },
  text: string,
  toolCalls: readonly ToolCall[],
  finish: string | null | undefined,
): Said {
  return {
    text,
    toolCalls,
    finish: finish === 'stop' || finish === 'length' || finish === 'tool_calls' ? finish : 'other',
    model: answer.model,
    inputTokens: answer.usage?.prompt_tokens ?? 0,
    outputTokens: answer.usage?.completion_tokens ?? 0,
    ...extraOf(answer),
  }
}

export function extraOf(answer: object) {
  const { switchyard } = answer as Extra
  return {
    id: switchyard.response_id,
    provider: switchyard.provider,
    costNanos: switchyard.cost && BigInt(switchyard.cost.total.amount_nanos ?? 0),
    traceId: switchyard.context?.trace_id,
  }
}

export async function translated<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    throw doorError(error)
  }
}

export async function* translatedEach<Piece>(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  try {
    yield* pieces
  } catch (error) {
    throw doorError(error)
  }
}

function doorError(error: unknown): unknown {
  // The client ends the call itself when its time is over.
  if (error instanceof APIConnectionTimeoutError) return new DoorError('DEADLINE_EXCEEDED')
  if (!(error instanceof APIError) || error instanceof APIUserAbortError) return error
  const { reason } = (error.error ?? {}) as { reason?: string }
  const seconds = error.headers?.get('retry-after')
  return new DoorError(reason ?? '', {
    fields: error.param ? [error.param] : [],
    retryAfterMs: seconds ? Number(seconds) * 1000 : undefined,
  })
}
