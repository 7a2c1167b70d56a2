import OpenAI from 'openai'
import type {
  Response as Answer,
  ResponseCreateParamsNonStreaming,
  ResponseInputItem,
} from 'openai/resources/responses/responses'
import { extraOf, requestOptions, translated, translatedEach } from './openai-door.ts'
import type { Question, Said, TestedDoor, Turn } from './tested-door.ts'

/** Responses, through OpenAI's own client. */
export function openAiResponsesDoor(url: string): TestedDoor {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries: 0 })
  const elsewhere = 'it stands beside Chat Completions'
  const notOffered = 'OpenAI has no such method'
  return {
    name: 'OpenAI responses',
    lacks: {
      embed: elsewhere,
      listModels: elsewhere,
      getModel: elsewhere,
      countTokens: notOffered,
      compare: notOffered,
      testModel: notOffered,
      health: notOffered,
      statistics: notOffered,
    },
    text: (prompt, { model = 'auto' }) =>
      translated(async () => saidOf(await client.responses.create({ model, input: prompt }))),
    async *textStream(prompt, { model = 'auto' }) {
      const stream = await translated(async () => client.responses.create({ model, input: prompt, stream: true }))
      return yield* pieces(stream)
    },
    chat: (question, asking) =>
      translated(async () =>
        saidOf(await client.responses.create(paramsOf(question), requestOptions(question, asking))),
      ),
    async *chatStream(question, asking) {
      const params = { ...paramsOf(question), stream: true } as const
      const options = requestOptions(question, asking)
      return yield* pieces(await translated(async () => client.responses.create(params, options)))
    },
  }
}

async function* pieces(stream: AsyncIterable<OpenAI.Responses.ResponseStreamEvent>): AsyncGenerator<string, Said> {
  for await (const event of translatedEach(stream)) {
    if (event.type === 'response.output_text.delta') yield event.delta
    if (event.type === 'response.completed') return saidOf(event.response)
  }
  throw new Error('The stream ended before it was complete.')
}

function paramsOf({ turns, options = {}, tools, schema }: Question): ResponseCreateParamsNonStreaming {
  const { model = 'auto', maxOutputTokens, temperature, topP } = options
  return {
    model,
    input: turns.flatMap(itemsOf),
    ...(maxOutputTokens !== undefined && { max_output_tokens: maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(tools && {
      tools: tools.map(({ name, schema: parameters }) => ({
        type: 'function' as const,
        name,
        parameters: parameters as Record<string, unknown>,
        strict: false,
      })),
    }),
    ...(schema && {
      text: { format: { type: 'json_schema' as const, name: 'n', schema: schema as Record<string, unknown> } },
    }),
  }
}

function itemsOf({ role, text = '', image, toolCalls = [], toolCallId }: Turn): ResponseInputItem[] {
  if (role === 'tool') return [{ type: 'function_call_output', call_id: toolCallId ?? '', output: text }]
  const calls = toolCalls.map(({ id, name, arguments: json }) => {
    return { type: 'function_call' as const, call_id: id, name, arguments: json }
  })
  if (role === 'assistant') return text === '' ? calls : [{ role, content: text }, ...calls]
  if (!image) return [{ role, content: text }]
  const image_url = `data:${image.mediaType};base64,${image.base64}`
  return [
    {
      role,
      content: [
        { type: 'input_text', text },
        { type: 'input_image', image_url, detail: 'auto' },
      ],
    },
  ]
}

function saidOf(answer: Answer): Said {
  const toolCalls = answer.output.flatMap((item) => {
    return item.type === 'function_call' ? { id: item.call_id, name: item.name, arguments: item.arguments } : []
  })
  return {
    text: answer.output_text ?? textOf(answer),
    toolCalls,
    finish: toolCalls.length > 0 ? 'tool_calls' : answer.status === 'completed' ? 'stop' : 'length',
    model: answer.model,
    inputTokens: answer.usage?.input_tokens ?? 0,
    outputTokens: answer.usage?.output_tokens ?? 0,
    ...extraOf(answer),
  }
}

/** The client adds `output_text` to whole answers only. */
function textOf({ output }: Answer): string {
  const contents = output.flatMap((item) => (item.type === 'message' ? item.content : []))
  return contents.map((content) => (content.type === 'output_text' ? content.text : '')).join('')
}
