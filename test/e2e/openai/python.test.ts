import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, vi } from 'vitest'
import { openApp, playedProvider } from '../../support/app.ts'
import { chatDelta, playChat } from '../../support/openai-wire.ts'
import { hasPython, PYTHON } from '../../support/python.ts'
import { openUpstream, type UpstreamHandler } from '../../support/upstream.ts'
import { chatToolCalls } from '../answers.ts'

const run = promisify(execFile)

/** Calls a tool when there is one and it was not called yet, says JSON where that is asked for, and greets otherwise. */
const play: UpstreamHandler = async (exchange) => {
  const { messages, model, response_format, tools } = exchange.json
  if (model === 'endless') {
    exchange.startEvents()
    await exchange.sendEvent(chatDelta({ content: 'Hel' }))
    return exchange.closed
  }
  if (response_format) return playChat(exchange, { texts: ['{"mood":', '"good"}'] })
  if (!tools) return playChat(exchange, { texts: ['Hello', ', world', '!'] })
  if (messages.at(-1).role === 'tool') return playChat(exchange, { texts: ['It rains.'] })
  return chatToolCalls(exchange, [{ id: 'call_1', name: 'weather', arguments: '{"city":"Bern"}' }])
}

/** What a program prints that calls the service. */
async function printed(program: string) {
  const upstream = await openUpstream(play)
  const models = [{ name: 'm', upstream_name: 'played-model' }, 'endless']
  const providers = [playedProvider(upstream.url, { models }), { name: 'mock', adapter: 'mock' }]
  const app = await openApp({ providers, retry: { max_retries: 0 } })
  const { stdout } = await run(PYTHON, [join(import.meta.dirname, 'python', program), app.webAddress])
  return { told: JSON.parse(stdout), app, upstream }
}

describe.runIf(hasPython)('from Python', () => {
  it('OpenAI’s client gets answers, streams, tools, forms, vectors, models and errors', {
    timeout: 120_000,
  }, async () => {
    const { told, app, upstream } = await printed('client.py')
    const { errors, ...rest } = told
    expect(rest).toEqual({
      whole: ['Hello, world!', 8, 'played', true],
      stream: ['Hello, world!', 8],
      stream_helper: 'Hello, world!',
      tools: ['tool_calls', 'weather', { city: 'Bern' }, 'It rains.'],
      structured: { mood: 'good' },
      responses: ['Hello, world!', 8, 'response.created', 'response.completed', { mood: 'good' }],
      response_tools: 'It rains.',
      embeddings: [[8, 8], 2],
      models: ['endless', 'm', 'mock-fast', 'mock-smart', 'm'],
      leave: 'left',
    })
    expect(errors).toEqual([
      ['RateLimitError', 'rate_limit_exceeded', null, 'UPSTREAM_RATE_LIMITED'],
      ['BadRequestError', 'context_length_exceeded', null, 'CONTEXT_LENGTH'],
      ['InternalServerError', 'upstream_unavailable', null, 'UPSTREAM_UNAVAILABLE'],
      ['NotFoundError', 'model_not_found', 'model', 'MODEL_NOT_FOUND'],
      ['BadRequestError', 'unsupported_value', 'n', 'INVALID_REQUEST'],
      ['BadRequestError', 'unknown_parameter', 'colour', 'INVALID_REQUEST'],
      ['APIError', 'stream_truncated', null, 'STREAM_TRUNCATED'],
      ['APIError', 'stream_truncated', null, 'STREAM_TRUNCATED'],
    ])
    await upstream.requests.at(-1)?.closed
    await vi.waitFor(() => expect(app.rows().at(-1)).toMatchObject({ outcome: 'cancelled' }))
  })

  it('LangChain gets answers, streams, tools, forms and vectors', { timeout: 120_000 }, async () => {
    const { told } = await printed('langchain.py')
    expect(told).toEqual({
      whole: ['Hello, world!', 8, 'stop'],
      stream: ['Hello, world!', 8],
      tools: ['weather', { city: 'Bern' }, 'It rains.'],
      response_tools: ['weather', { city: 'Bern' }, 'It rains.'],
      structured: { mood: 'good' },
      response_stream: 'Hello, world!',
      embeddings: [8, 8],
      side_by_side: Array(5).fill('Hello, world!'),
    })
  })
})
