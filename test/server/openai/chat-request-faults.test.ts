import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import { chatQuestion } from '../../../src/server/openai/chat/request.ts'

const user = { role: 'user', content: 'Hi' }

function errorOf(body: unknown): GatewayError {
  try {
    chatQuestion(body, '')
  } catch (error) {
    if (error instanceof GatewayError) return error
    throw error
  }
  throw new Error('The request was read.')
}

const paramOf = (body: unknown) => errorOf(body).violations[0]?.field

describe('a request of Chat Completions that is at fault', () => {
  const assistant = (more: object) => ({ messages: [{ role: 'assistant', content: 'x', ...more }] })
  const within = (content: unknown) => ({ messages: [{ role: 'user', content }] })
  const image = (url: unknown) => within([{ type: 'image_url', image_url: { url } }])
  it.each([
    ['an array', []],
    ['text', 'x'],
    ['null', null],
  ])('must be an object: %s', (_, body) => {
    expect(errorOf(body).reason).toBe(ErrorReason.INVALID_REQUEST)
  })

  it.each<[string, unknown]>([
    ['messages', {}],
    ['messages', { messages: 'x' }],
    ['messages[0]', { messages: ['x'] }],
    ['messages[0].role', { messages: [{ content: 'x' }] }],
    ['messages[0].role', { messages: [{ role: 'function', content: 'x' }] }],
    ['messages[0].content', within(7)],
    ['messages[0].content', within([])],
    ['messages[0].content[0].type', within([{ type: 'video' }])],
    ['messages[0].content[0].image_url.url', image('http://example.com/a.png')],
    ['messages[0].content[0].image_url.url', image('data:image/png;base64,*')],
    ['messages[0].content[0].file.file_id', within([{ type: 'file', file: { file_id: 'f' } }])],
    ['messages[0].colour', { messages: [{ ...user, colour: 'red' }] }],
    ['messages[0].tool_call_id', { messages: [{ role: 'tool', content: 'x' }] }],
    ['messages[0].content', { messages: [{ role: 'assistant' }] }],
    ['messages[0].provider_state', { messages: [{ role: 'assistant', content: 'x', provider_state: 'AQID' }] }],
    ['temperature', { messages: [user], temperature: '1' }],
    ['max_completion_tokens', { messages: [user], max_completion_tokens: 1.5 }],
    ['max_tokens', { messages: [user], max_completion_tokens: 1, max_tokens: 2 }],
    ['n', { messages: [user], n: 2 }],
    ['logprobs', { messages: [user], logprobs: true }],
    ['store', { messages: [user], store: true }],
    ['service_tier', { messages: [user], service_tier: 'priority' }],
    ['audio', { messages: [user], audio: { voice: 'ash' } }],
    ['functions', { messages: [user], functions: [] }],
    ['tools[0].type', { messages: [user], tools: [{ type: 'custom', custom: { name: 'x' } }] }],
    ['tools[0].function.name', { messages: [user], tools: [{ type: 'function', function: {} }] }],
    ['tool_choice', { messages: [user], tool_choice: 'any' }],
    ['response_format.type', { messages: [user], response_format: { type: 'xml' } }],
    ['reasoning_effort', { messages: [user], reasoning_effort: 'extreme' }],
    ['stream_options.more', { messages: [user], stream_options: { more: 1 } }],
    ['switchyard.colour', { messages: [user], switchyard: { colour: 1 } }],
    ['switchyard.tier', { messages: [user], switchyard: { tier: 'TIER_GOLD' } }],
    [
      'metadata',
      { messages: [user], metadata: Object.fromEntries(Array.from({ length: 33 }, (_, at) => [`a${at}`, ''])) },
    ],
    ['messages', { messages: Array(10_001).fill({}) }],
    ['stop', { messages: [user], stop: Array(10_001).fill('') }],
    [
      'messages[0].provider_state',
      assistant({ provider_state: Buffer.from('1a00'.repeat(2000), 'hex').toString('base64') }),
    ],
    ['messages[0].provider_state', assistant({ provider_state: 'AQ=ID' })],
    ['metadata.a', { messages: [user], metadata: { a: 1 } }],
    ['colour', { messages: [user], colour: 'red' }],
    ['constructor', { messages: [user], constructor: 'red' }],
    ['__proto__', JSON.parse('{"messages":[{"role":"user","content":"x"}],"__proto__":{"n":2}}')],
  ])('names the parameter at fault: %s', (param, body) => {
    expect([paramOf(body), errorOf(body).reason]).toEqual([param, ErrorReason.INVALID_REQUEST])
  })

  it('is not read by what objects inherit', () => {
    const body = JSON.parse('{"__proto__":{"messages":[{"role":"user","content":"x"}]}}')
    expect(paramOf(body)).toBe('messages')
  })

  it('repeats no name that may be a piece of a prompt', () => {
    for (const more of [{ 'my secret': 1 }, { metadata: { 'my secret': 1 } }, { stream_options: { 'my secret': 1 } }]) {
      expect(errorOf({ messages: [user], ...more }).message).not.toContain('secret')
    }
  })

  it('is refused when a schema is nested beyond reason', () => {
    let parameters: object = {}
    for (let depth = 0; depth < 5000; depth++) parameters = { a: parameters }
    const tools = [{ type: 'function', function: { name: 'f', parameters } }]
    expect(paramOf({ messages: [user], tools })).toBe('tools[0].function.parameters')
    expect(paramOf({ messages: [user], switchyard: { provider_options: parameters } })).toBe('switchyard')
  })
})
