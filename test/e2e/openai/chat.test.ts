import { describe, expect, it } from 'vitest'
import { openApp } from '../../support/app.ts'
import { playChat } from '../../support/openai-wire.ts'
import { chatToolCalls } from '../answers.ts'
import { openaiOf, openPlayed } from './played.ts'

const messages = [{ role: 'user' as const, content: 'Say hello.' }]
const played = { texts: ['Hello', ', world', '!'] }

describe('OpenAI’s client', () => {
  it('gets a whole answer, with its cost beside it', async () => {
    const { client, upstream, app } = await openPlayed((exchange) => playChat(exchange, played))
    const answer = await client.chat.completions.create({ model: 'm', messages, max_tokens: 50, temperature: 0.5 })
    expect(answer).toMatchObject({
      object: 'chat.completion',
      model: 'played-model',
      choices: [
        { index: 0, message: { role: 'assistant', content: 'Hello, world!', refusal: null }, finish_reason: 'stop' },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 },
      switchyard: { provider: 'played', cost: { total: { currency_code: 'USD', amount_nanos: '56000' } } },
    })
    expect(answer.id).toMatch(/^chatcmpl-[0-9a-f-]{36}$/)
    expect(answer._request_id).toBeTruthy()
    expect(upstream.requests[0]?.json).toMatchObject({
      model: 'played-model',
      messages,
      max_tokens: 50,
      temperature: 0.5,
    })
    await app.ended(1)
    expect(app.rows()).toMatchObject([{ outcome: 'succeeded', call_id: answer.id.slice('chatcmpl-'.length) }])
  })

  it('gets a stream, whose last chunk tells the usage when it asked for that', async () => {
    const { client } = await openPlayed((exchange) => playChat(exchange, played))
    const stream = await client.chat.completions.create({
      model: 'm',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks = []
    for await (const chunk of stream) chunks.push(chunk)
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hello, world!')
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason).filter(Boolean)).toEqual(['stop'])
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 8 }, switchyard: { provider: 'played' } })
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
  })

  it('gets a stream by its helper', async () => {
    const { client } = await openPlayed((exchange) => playChat(exchange, played))
    const stream = client.chat.completions.stream({ model: 'm', messages, stream_options: { include_usage: true } })
    const texts: string[] = []
    stream.on('content', (text) => texts.push(text))
    const final = await stream.finalChatCompletion()
    expect(texts.join('')).toBe('Hello, world!')
    expect(final.choices[0]?.message.content).toBe('Hello, world!')
    expect(final.usage).toMatchObject({ total_tokens: 8 })
  })

  it('runs tools round and round', async () => {
    const { client, upstream } = await openPlayed((exchange) => {
      const answered = exchange.json.messages.at(-1).role === 'tool'
      return answered
        ? playChat(exchange, { texts: ['It rains.'] })
        : chatToolCalls(exchange, [{ id: 'call_1', name: 'weather', arguments: '{"city":"Bern"}' }])
    })
    const runner = client.chat.completions.runTools({
      model: 'm',
      messages,
      tools: [
        {
          type: 'function',
          function: {
            name: 'weather',
            description: 'Tells the weather.',
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
            parse: JSON.parse,
            function: ({ city }: { city: string }) => `Rain in ${city}`,
          },
        },
      ],
    })
    expect(await runner.finalContent()).toBe('It rains.')
    expect(upstream.requests[1]?.json.messages.slice(1)).toMatchObject([
      {
        role: 'assistant',
        tool_calls: [{ id: 'call_1', function: { name: 'weather', arguments: '{"city":"Bern"}' } }],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'Rain in Bern' },
    ])
  })

  it('gathers calls of tools from a stream', async () => {
    const calls = [
      { id: 'call_1', name: 'weather', arguments: '{"city":"Bern"}' },
      { id: 'call_2', name: 'time', arguments: '{"city":"Rome"}' },
    ]
    const { client } = await openPlayed((exchange) => chatToolCalls(exchange, calls))
    const tools = calls.map(({ name }) => ({ type: 'function' as const, function: { name, parameters: {} } }))
    const final = await client.chat.completions.stream({ model: 'm', messages, tools }).finalChatCompletion()
    expect(final.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { tool_calls: calls.map(({ id, ...called }) => ({ id, type: 'function', function: called })) },
    })
  })

  it('parses structured output', async () => {
    const { client, upstream } = await openPlayed((exchange) => playChat(exchange, { texts: ['{"mood":', '"good"}'] }))
    const schema = {
      type: 'object',
      properties: { mood: { type: 'string' } },
      required: ['mood'],
      additionalProperties: false,
    }
    const answer = await client.chat.completions.parse({
      model: 'm',
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'mood', strict: true, schema } },
    })
    expect(answer.choices[0]?.message.parsed).toEqual({ mood: 'good' })
    expect(upstream.requests[0]?.json.response_format).toEqual({
      type: 'json_schema',
      json_schema: { name: 'mood', strict: true, schema },
    })
  })

  it('keeps the ids that it gives a call', async () => {
    const { client } = await openPlayed((exchange) => playChat(exchange, played))
    const headers = { 'x-request-id': 'mine', 'x-trace-id': 'trace-1', 'x-session-id': 'session-1' }
    const answer = await client.chat.completions.create({ model: 'm', messages }, { headers })
    expect(answer._request_id).toBe('mine')
    expect(answer).toMatchObject({ switchyard: { context: { trace_id: 'trace-1', session_id: 'session-1' } } })
  })

  it('gets a model chosen when it names none', async () => {
    const client = openaiOf(await openApp())
    for (const model of ['auto', '']) {
      const answer = await client.chat.completions.create({ model, messages })
      expect(answer.model).toMatch(/^mock-/)
    }
  })
})
