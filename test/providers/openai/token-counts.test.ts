import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Role, ToolChoice_Mode } from '#gen/switchyard/v1/content_pb.js'
import { MISTRAL } from '../../../src/providers/compatible/kinds.ts'
import { createOpenAIProvider } from '../../../src/providers/openai/adapter.ts'
import { COMPATIBLE, type Kind, OPENAI } from '../../../src/providers/openai/kinds.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { type AccountChoices, accountAt } from '../../support/account.ts'
import { type CallChoices, targetedCall, userMessage } from '../../support/call.ts'
import { errorBody } from '../../support/openai-wire.ts'
import { readRecordings } from '../../support/recordings.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

type Request = NonNullable<CallChoices['request']>

let upstream: Upstream
let compatible: Provider
const providers: Provider[] = []

async function connect(kind: Kind, choices: AccountChoices = {}): Promise<Provider> {
  const provider = await createOpenAIProvider(accountAt(`${upstream.url}/v1`, choices), kind)
  providers.push(provider)
  return provider
}

beforeAll(async () => {
  upstream = await startUpstream(() => {})
  compatible = await createOpenAIProvider(accountAt(`${upstream.url}/v1`), COMPATIBLE)
})

afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.close()
})

afterAll(async () => {
  await compatible.close()
  await upstream.close()
})

const count = (request: Request, model: string) => compatible.countTokens?.(targetedCall({ request, model }))
const text = (value: string) => ({ content: { case: 'text', value } }) as const
const hello: Request = { messages: [userMessage('hello world')] }

describe('countTokens at OpenAI', () => {
  const answer = { object: 'response.input_tokens', input_tokens: 16 }

  it('asks the vendor, with what its count depends on and nothing else', async () => {
    const provider = await connect(OPENAI)
    upstream.play((exchange) => exchange.sendJson(200, answer))
    const request: Request = {
      ...hello,
      tools: [{ name: 'f', parametersSchema: '{"type":"object"}' }],
      toolChoice: { mode: ToolChoice_Mode.AUTO, parallel: true },
      responseFormat: { format: { case: 'jsonObject', value: {} } },
      options: {
        maxOutputTokens: 9n,
        temperature: 1,
        topP: 1,
        reasoningEffort: 3,
        providerOptions: { played: { service_tier: 'flex', truncation: 'auto' } },
      },
    }
    const call = targetedCall({ request, model: 'gpt-5', streaming: true })
    expect(await provider.countTokens?.(call)).toEqual({ inputTokens: 16n, estimated: false })
    const { path, json } = upstream.requests.at(-1) ?? {}
    expect(path).toBe('/v1/responses/input_tokens')
    expect(json).toEqual({
      model: 'gpt-5',
      input: [{ role: 'user', content: 'hello world' }],
      reasoning: { effort: 'low' },
      tools: [{ type: 'function', name: 'f', parameters: { type: 'object' }, strict: false }],
      tool_choice: 'auto',
      parallel_tool_calls: true,
      text: { format: { type: 'json_object' } },
      truncation: 'auto',
    })
    expect(call.journal.warnings).toEqual([])
  })

  it.each([{}, { input_tokens: -1 }, { input_tokens: '7' }, { input_tokens: 1.5 }])(
    'is malformed without a count: %j',
    async (json) => {
      const provider = await connect(OPENAI)
      upstream.play((exchange) => exchange.sendJson(200, json))
      await expect(provider.countTokens?.(targetedCall())).rejects.toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
    },
  )

  it('fails as every call does', async () => {
    const provider = await connect(OPENAI)
    upstream.play((exchange) => exchange.sendJson(429, errorBody('rate_limit_exceeded', 'requests')))
    await expect(provider.countTokens?.(targetedCall())).rejects.toMatchObject({ reasonName: 'UPSTREAM_RATE_LIMITED' })
  })

  it('counts here what goes by Chat Completions', async () => {
    const provider = await connect(OPENAI, { api: () => 'chat' })
    const before = upstream.requests.length
    expect(await provider.countTokens?.(targetedCall({ request: hello, model: 'gpt-4o' }))).toEqual({
      inputTokens: 9n,
      estimated: false,
    })
    expect(upstream.requests.length).toBe(before)
  })
})

describe('countTokens at other servers', () => {
  it.each([
    ['gpt-4o-mini-2024-07-18', 9n, false],
    ['gpt-4-0613', 9n, false],
    ['gpt-3.5-turbo', 9n, false],
    ['gpt-5-mini', 9n, true],
    ['gpt-4.1', 9n, true],
    ['o4-mini', 9n, true],
    ['openai/gpt-4o', 9n, true],
    ['text-embedding-3-small', 2n, false],
  ])('counts for %s by its tokenizer: %s, estimated: %s', async (model, inputTokens, estimated) => {
    expect(await count(hello, model)).toEqual({ inputTokens, estimated })
  })

  it('estimates by characters for models that are not OpenAI’s', async () => {
    expect(await count(hello, 'llama3.2')).toMatchObject({ inputTokens: 3n, estimated: true })
  })

  it('counts names and roles', async () => {
    const messages = [{ role: Role.SYSTEM, parts: [text('hello')], name: 'ada' }, userMessage('world')]
    expect(await count({ messages }, 'gpt-4o')).toEqual({ inputTokens: 15n, estimated: false })
  })

  it.each<[string, Request]>([
    ['tools', { ...hello, tools: [{ name: 'f', description: 'does', parametersSchema: '{}' }] }],
    ['a form of the answer', { ...hello, responseFormat: { format: { case: 'jsonObject', value: {} } } }],
    [
      'a picture',
      {
        messages: [
          {
            role: Role.USER,
            parts: [
              text('see'),
              { content: { case: 'image', value: { source: { case: 'url', value: 'https://x.test' } } } },
            ],
          },
        ],
      },
    ],
    [
      'the result of a tool',
      {
        messages: [
          { role: Role.TOOL, parts: [{ content: { case: 'toolResult', value: { toolCallId: 'c', output: '42' } } }] },
        ],
      },
    ],
  ])('marks a count with %s as an estimate', async (_, request) => {
    const counted = await count(request, 'gpt-4o')
    expect(counted?.estimated).toBe(true)
    expect(counted?.inputTokens).toBeGreaterThan(3n)
  })

  it('is not there for vendors whose tokenizers are unknown', async () => {
    expect((await connect(MISTRAL)).countTokens).toBeUndefined()
  })
})

interface PlainRequest {
  readonly model: string
  readonly messages: { role: 'system' | 'user' | 'assistant'; content: string }[]
}

const ROLES = { system: Role.SYSTEM, user: Role.USER, assistant: Role.ASSISTANT }

/** Recorded conversations of plain texts with models whose counting OpenAI has told. */
function plainRecordings() {
  return readRecordings().flatMap(({ host, path, stream, status, req, body }) => {
    if (host !== 'api.openai.com' || !path.endsWith('/chat/completions') || stream || status !== 200 || !req) return []
    const request = (typeof req === 'string' ? JSON.parse(req) : req) as PlainRequest & Record<string, unknown>
    const plain = request.messages.every(({ role, content, ...rest }) => {
      return role in ROLES && typeof content === 'string' && Object.keys(rest).length === 0
    })
    const bare = !request.tools && !request.functions && !request.response_format && !request.modalities
    const told = /^gpt-(4o|4|3\.5-turbo)(-|$)(?!.*(audio|search))/.test(request.model)
    return plain && bare && told ? [{ request, body }] : []
  })
}

const recordings = plainRecordings()

describe.skipIf(recordings.length === 0)('the count of recorded conversations', () => {
  it.each(recordings.map(({ request, body }, at) => ({ request, body, title: `${at} ${request.model}` })))(
    'is what OpenAI charged for: $title',
    async ({ request, body }) => {
      const messages = request.messages.map(({ role, content }) => ({ role: ROLES[role], parts: [text(content)] }))
      const { usage } = JSON.parse(body)
      if (!usage) return expect(body).not.toContain('prompt_tokens')
      expect(await count({ messages }, request.model)).toEqual({
        inputTokens: BigInt(usage.prompt_tokens),
        estimated: false,
      })
    },
  )
})
