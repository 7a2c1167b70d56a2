import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Part, Role } from '#gen/switchyard/v1/content_pb.js'
import { mistral, ollama, openrouter, vllm } from '../../../src/providers/compatible/definitions.ts'
import type { AdapterDefinition } from '../../../src/providers/definition.ts'
import { openaiCompatible } from '../../../src/providers/openai/definition.ts'
import type { Provider } from '../../../src/providers/provider.ts'
import { type AccountChoices, accountAt } from '../../support/account.ts'
import { targetedCall, userMessage } from '../../support/call.ts'
import { chatDelta } from '../../support/openai-wire.ts'
import { type ProviderAnswer, readAnswer } from '../../support/provider-answer.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

type Json = Record<string, unknown>

let upstream: Upstream
const providers: Provider[] = []

beforeEach(async () => {
  upstream = await startUpstream(() => {})
})

afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.close()
  await upstream.close()
})

async function connect(definition: AdapterDefinition, choices: AccountChoices = {}): Promise<Provider> {
  const provider = await definition.create(accountAt(`${upstream.url}/v1`, choices))
  providers.push(provider)
  return provider
}

/** The answer to a message, whole or by its deltas. */
function answers(provider: Provider, ...deltas: Json[]): Promise<ProviderAnswer> {
  const streaming = deltas.length > 1
  upstream.play(async (exchange) => {
    if (!streaming)
      return exchange.sendJson(200, { choices: [{ index: 0, message: deltas[0], finish_reason: 'stop' }] })
    exchange.startEvents()
    for (const delta of deltas) await exchange.sendEvent(chatDelta(delta))
    await exchange.sendEvent(chatDelta({}, 'stop'))
    await exchange.sendEvent('[DONE]')
    exchange.end()
  })
  return readAnswer(provider.open(targetedCall({ streaming })))
}

/** The assistant's message as it goes back to a provider on the next turn, and what was left out. */
async function nextTurn(
  provider: Provider,
  parts: Part[],
  name = 'played',
): Promise<{ message: Json; warnings: string[] }> {
  upstream.play((exchange) =>
    exchange.sendJson(200, { choices: [{ message: { content: 'ok' }, finish_reason: 'stop' }] }),
  )
  const messages = [userMessage('hello'), { role: Role.ASSISTANT, parts }, userMessage('go on')]
  const call = targetedCall({ request: { messages }, provider: name })
  const { error } = await readAnswer(provider.open(call))
  expect(error).toBeUndefined()
  return { message: upstream.requests.at(-1)?.json.messages[1], warnings: call.journal.warnings }
}

describe('reasoning goes back as it came', () => {
  const block = { type: 'reasoning.text', format: 'anthropic-claude-v1', index: 0 }
  const encrypted = { type: 'reasoning.encrypted', format: 'openai-responses-v1', index: 1, data: 'abc', id: 'rs_1' }

  it('to OpenRouter: its blocks, made whole from their pieces', async () => {
    const provider = await connect(openrouter)
    const { parts } = await answers(
      provider,
      { reasoning: 'Let me ', reasoning_details: [{ ...block, text: 'Let me ', signature: '' }] },
      { reasoning: 'see', reasoning_details: [{ ...block, text: 'see' }] },
      { reasoning_details: [{ ...block, signature: 'sig' }] },
      { content: 'Hi' },
      { reasoning: null, reasoning_details: [encrypted] },
    )
    expect(parts.map(({ content }) => content.case)).toEqual(['reasoning', 'text'])
    const { message, warnings } = await nextTurn(provider, parts)
    expect(message).toEqual({
      role: 'assistant',
      content: 'Hi',
      reasoning_details: [{ ...block, text: 'Let me see', signature: 'sig' }, encrypted],
    })
    expect(warnings).toEqual([])
  })

  it('to OpenRouter: a block without any text, such as a signature', async () => {
    const provider = await connect(openrouter)
    const { parts } = await answers(provider, { content: 'Hi', reasoning: null, reasoning_details: [encrypted] })
    expect((await nextTurn(provider, parts)).message).toMatchObject({ content: 'Hi', reasoning_details: [encrypted] })
  })

  it.each<[string, AdapterDefinition, Json, Json]>([
    ['vLLM', vllm, { reasoning: 'Hm', content: 'Hi' }, { reasoning: 'Hm', content: 'Hi' }],
    ['older vLLM', vllm, { reasoning_content: 'Hm', content: 'Hi' }, { reasoning_content: 'Hm', content: 'Hi' }],
    ['Ollama', ollama, { reasoning: 'Hm', content: 'Hi' }, { reasoning: 'Hm', content: 'Hi' }],
    [
      'Mistral',
      mistral,
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
          { type: 'text', text: 'Hi' },
        ],
      },
      {
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }], closed: true },
          { type: 'text', text: 'Hi' },
        ],
      },
    ],
  ])('to %s', async (_, definition, answer, back) => {
    const provider = await connect(definition)
    const { parts, reasoning } = await answers(provider, answer)
    expect(reasoning).toBe('Hm')
    const { message, warnings } = await nextTurn(provider, parts)
    expect(message).toEqual({ role: 'assistant', ...back })
    expect(warnings).toEqual([])
  })

  it('to a server for which the file says so', async () => {
    const provider = await connect(openaiCompatible, { compatibility: { reasoningHistory: true } })
    const { parts } = await answers(provider, { reasoning_content: 'Hm', content: 'Hi' })
    expect((await nextTurn(provider, parts)).message).toMatchObject({ reasoning_content: 'Hm' })
  })

  it('not to a server of which nobody said so, with a warning', async () => {
    const provider = await connect(openaiCompatible)
    const { parts } = await answers(provider, { reasoning_content: 'Hm', content: 'Hi' })
    const { message, warnings } = await nextTurn(provider, [...parts, ...parts])
    expect(JSON.stringify(message)).not.toContain('Hm')
    expect(warnings).toEqual([expect.stringMatching(/^messages\[1\]\.parts\[0\]\.reasoning was not sent: .+\.$/)])
  })

  it('not to another vendor, and nothing needs to be said of that', async () => {
    const { parts } = await answers(await connect(vllm), { reasoning: 'Hm', content: 'Hi' })
    const { message, warnings } = await nextTurn(await connect(openrouter), parts, 'other')
    expect(message).toEqual({ role: 'assistant', content: 'Hi' })
    expect(warnings).toEqual([])
  })
})

describe('pictures and sound that a model made', () => {
  const url = 'data:image/png;base64,AQID'
  const images = [{ type: 'image_url', index: 0, image_url: { url } }, null, { image_url: { url: 'ftp://x.test' } }]

  it.each(['whole', 'streamed'])('are parts of the answer, and go back: pictures (%s)', async (way) => {
    const provider = await connect(openrouter)
    const deltas = way === 'whole' ? [{ content: 'Look', images }] : [{ content: 'Look' }, { images }]
    const { parts } = await answers(provider, ...deltas)
    expect(parts).toMatchObject([
      { content: { case: 'text', value: 'Look' } },
      {
        content: {
          case: 'image',
          value: { source: { case: 'data', value: Uint8Array.of(1, 2, 3) }, mediaType: 'image/png' },
        },
      },
    ])
    expect((await nextTurn(provider, parts)).message).toMatchObject({
      content: 'Look',
      images: [{ type: 'image_url', image_url: { url } }],
    })
  })

  it('may be addresses', async () => {
    const { parts } = await answers(await connect(openrouter), {
      content: null,
      images: [{ image_url: { url: 'https://x.test/a.png' } }],
    })
    expect(parts[0]?.content.value).toMatchObject({ source: { case: 'url', value: 'https://x.test/a.png' } })
  })

  it.each(['whole', 'streamed'])('are parts of the answer, and go back: sound with its words (%s)', async (way) => {
    const provider = await connect(openaiCompatible)
    const sound = [
      { audio: { id: 'audio_1', data: 'AQI=', transcript: 'Good ' } },
      { audio: { data: 'Aw==', transcript: 'day' } },
    ]
    const whole = [{ content: null, audio: { id: 'audio_1', data: 'AQID', transcript: 'Good day' } }]
    const { parts, text } = await answers(provider, ...(way === 'whole' ? whole : sound))
    expect(text).toBe('Good day')
    expect(parts[1]).toMatchObject({
      content: { case: 'audio', value: { data: Uint8Array.of(1, 2, 3), mediaType: 'audio/wav' } },
    })
    expect((await nextTurn(provider, parts)).message).toMatchObject({ content: 'Good day', audio: { id: 'audio_1' } })
  })

  it('are of the kind that was asked for', async () => {
    const provider = await connect(openaiCompatible)
    upstream.play((exchange) =>
      exchange.sendJson(200, { choices: [{ message: { audio: { data: 'AQ==' } }, finish_reason: 'stop' }] }),
    )
    const providerOptions = { played: { modalities: ['text', 'audio'], audio: { voice: 'alloy', format: 'mp3' } } }
    const request = { messages: [userMessage('sing')], options: { providerOptions } }
    const { parts } = await readAnswer(provider.open(targetedCall({ request })))
    expect(parts[0]?.content.value).toMatchObject({ mediaType: 'audio/mpeg' })
  })
})
