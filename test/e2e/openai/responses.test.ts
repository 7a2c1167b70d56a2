import type { ResponseInputItem } from 'openai/resources/responses/responses'
import { describe, expect, it } from 'vitest'
import { openApp, playedProvider } from '../../support/app.ts'
import { chatDelta, playChat } from '../../support/openai-wire.ts'
import { openUpstream } from '../../support/upstream.ts'
import { chatToolCalls, REASONING_ITEM, responsesWith } from '../answers.ts'
import { apiErrorOf, openaiOf, openPlayed } from './played.ts'

const played = { texts: ['Hello', ', world', '!'] }
const input = 'Say hello.'

describe('OpenAI’s client, by Responses,', () => {
  it('gets a whole answer', async () => {
    const { client, upstream } = await openPlayed((exchange) => playChat(exchange, played))
    const response = await client.responses.create({
      model: 'm',
      input,
      instructions: 'Be kind.',
      max_output_tokens: 9,
    })
    expect(response).toMatchObject({
      object: 'response',
      status: 'completed',
      output_text: 'Hello, world!',
      instructions: 'Be kind.',
      store: false,
      usage: { input_tokens: 3, output_tokens: 5, total_tokens: 8 },
      switchyard: { provider: 'played' },
    })
    expect(upstream.requests[0]?.json).toMatchObject({
      max_tokens: 9,
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: input },
      ],
    })
  })

  it('gets a stream, and its helper the same answer', async () => {
    const { client } = await openPlayed((exchange) => playChat(exchange, played))
    const types: string[] = []
    for await (const event of await client.responses.create({ model: 'm', input, stream: true })) types.push(event.type)
    expect(types).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      ...Array(3).fill('response.output_text.delta'),
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ])
    const final = await client.responses.stream({ model: 'm', input }).finalResponse()
    expect(final.output_text).toBe('Hello, world!')
  })

  it('parses structured output', async () => {
    const { client } = await openPlayed((exchange) => playChat(exchange, { texts: ['{"mood":', '"good"}'] }))
    const schema = { type: 'object', properties: { mood: { type: 'string' } }, required: ['mood'] }
    const format = { type: 'json_schema' as const, name: 'mood', strict: true, schema }
    const response = await client.responses.parse({ model: 'm', input, text: { format } })
    expect(response.output_parsed).toEqual({ mood: 'good' })
  })

  it.each([false, true])('answers with tools, with all items sent back (streamed: %s)', async (isStream) => {
    const { client, upstream } = await openPlayed((exchange) => {
      const answered = exchange.json.messages.at(-1).role === 'tool'
      if (answered) return playChat(exchange, { texts: ['It rains.'] })
      return chatToolCalls(exchange, [{ id: 'c1', name: 'weather', arguments: '{"city":"Bern"}' }])
    })
    const parameters = { type: 'object', properties: { city: { type: 'string' } } }
    const tools = [{ type: 'function' as const, name: 'weather', parameters, strict: false }]
    const ask = async (turns: ResponseInputItem[]) => {
      const request = { model: 'm', input: turns, tools }
      return isStream ? client.responses.stream(request).finalResponse() : client.responses.create(request)
    }
    const turns: ResponseInputItem[] = [{ role: 'user', content: 'Weather?' }]
    const first = await ask(turns)
    const [call] = first.output
    expect(call).toMatchObject({ type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Bern"}' })
    turns.push(...(first.output as ResponseInputItem[]), {
      type: 'function_call_output',
      call_id: 'c1',
      output: 'rain',
    })
    expect((await ask(turns)).output_text).toBe('It rains.')
    expect(upstream.requests[1]?.json.messages.slice(1)).toMatchObject([
      { role: 'assistant', tool_calls: [{ id: 'c1' }] },
      { role: 'tool', tool_call_id: 'c1', content: 'rain' },
    ])
  })

  it('hands reasoning back to the vendor that it came from', async () => {
    const upstream = await openUpstream((exchange) => responsesWith(exchange, [REASONING_ITEM]))
    const provider = playedProvider(upstream.url, { adapter: 'openai', api: 'responses' })
    const client = openaiOf(await openApp({ providers: [provider] }, { environment: { OPENAI_API_KEY: 'k' } }))
    const turns: ResponseInputItem[] = [{ role: 'user', content: 'Think.' }]
    const first = await client.responses.create({ model: 'm', input: turns })
    expect(first.output).toMatchObject([
      { type: 'reasoning', summary: [{ text: 'I think.' }] },
      { type: 'message', content: [{ text: 'So.' }] },
    ])
    expect(first.usage?.output_tokens_details.reasoning_tokens).toBe(11)
    const next = [...turns, ...(first.output as ResponseInputItem[]), { role: 'user' as const, content: 'Go on.' }]
    await client.responses.create({ model: 'm', input: next })
    expect(upstream.requests[1]?.json.input).toContainEqual(REASONING_ITEM)

    const chat = await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Think.' }] })
    const message = chat.choices[0]?.message
    expect(message).toMatchObject({ content: 'So.', reasoning_content: 'I think.' })
    const messages = [{ role: 'user' as const, content: 'Think.' }, ...(message ? [message] : [])]
    await client.chat.completions.create({ model: 'm', messages: [...messages, { role: 'user', content: 'Go on.' }] })
    expect(upstream.requests[3]?.json.input).toContainEqual(REASONING_ITEM)
  })

  it('throws amid a stream that fails, after the response told so', async () => {
    const { client } = await openPlayed(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'Hel' }))
      exchange.hangUp()
    })
    const types: string[] = []
    const read = async () => {
      for await (const event of await client.responses.create({ model: 'm', input, stream: true }))
        types.push(event.type)
    }
    expect(await apiErrorOf(read())).toMatchObject({ code: 'stream_truncated', reason: 'STREAM_TRUNCATED' })
    expect(types.at(-1)).toBe('response.failed')
  })

  it('hears that nothing is kept', async () => {
    const { client } = await openPlayed((exchange) => playChat(exchange, played))
    const stored = client.responses.create({ model: 'm', input, store: true })
    expect(await apiErrorOf(stored)).toMatchObject({ status: 400, param: 'store' })
    const later = client.responses.create({ model: 'm', input, previous_response_id: 'resp_1' })
    expect(await apiErrorOf(later)).toMatchObject({ status: 400, param: 'previous_response_id' })
    expect(await apiErrorOf(client.responses.retrieve('resp_1'))).toMatchObject({ name: 'NotFoundError', status: 404 })
  })
})
