import { describe, expect, it } from 'vitest'
import { chatCompletion, chatDelta, chatUsageChunk, playChat } from '../../support/openai-wire.ts'
import { usePlayedProvider } from '../../support/played-provider.ts'

const played = usePlayedProvider()

describe('an answer that is cut', () => {
  it.each(['reset', 'hangUp'] as const)('is truncated when the connection goes within the stream (%s)', async (way) => {
    const { text, error, ending } = await played.stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'Hel' }))
      await exchange.sendEvent(chatDelta({ content: 'lo' }))
      exchange[way]()
    })
    expect(error).toMatchObject({ reasonName: 'STREAM_TRUNCATED', message: expect.stringContaining('cut') })
    expect(ending).toBeUndefined()
    expect('Hello'.startsWith(text)).toBe(true)
  })

  it('is truncated when the connection goes within a whole answer', async () => {
    const { error } = await played.unary(({ response, reset }) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"choices":[', () => reset())
    })
    expect(error).toMatchObject({ reasonName: 'STREAM_TRUNCATED' })
  })

  it('has no ending when the stream ends well but without a finish reason', async () => {
    const { text, ending, error } = await played.stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'Hel' }))
      exchange.end()
    })
    expect({ text, ending, error }).toEqual({ text: 'Hel', ending: undefined, error: undefined })
  })

  it('has no ending when [DONE] comes without a finish reason', async () => {
    const { ending, error } = await played.stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'Hel' }))
      await exchange.sendEvent('[DONE]')
      exchange.end()
    })
    expect({ ending, error }).toEqual({ ending: undefined, error: undefined })
  })

  it('has no ending when the last event is cut in two', async () => {
    const { ending, error } = await played.stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendBytes('data: {"choices":[{"delta":{"content":"Hel')
      exchange.end()
    })
    expect({ ending, error }).toEqual({ ending: undefined, error: undefined })
  })

  it('tells the usage that it had reported when it has no ending', async () => {
    const { batches, ending } = await played.stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent({ ...chatDelta({ content: 'Hel' }), usage: { prompt_tokens: 7, completion_tokens: 1 } })
      exchange.end()
    })
    expect(ending).toBeUndefined()
    expect(batches.flat().find((event) => event.case === 'usage')?.value).toMatchObject({ inputTokens: 7n })
  })
})

describe('an answer that is complete without being finished', () => {
  it('ends though [DONE] is missing', async () => {
    const { ending } = await played.stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'Hi' }, 'stop'))
      exchange.end()
    })
    expect(ending).toMatchObject({ rawFinishReason: 'stop', usage: undefined })
  })

  it('ends with its usage though the upstream keeps the connection open', async () => {
    const { ending } = await played.stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'Hi' }, 'stop'))
      await exchange.sendEvent(chatUsageChunk({}))
    })
    expect(ending?.usage).toMatchObject({ inputTokens: 3n, outputTokens: 5n })
    await (await played.upstream.request(0)).closed
  })

  it('ends without usage though the upstream keeps the connection open', async () => {
    const { ending } = await played.stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'Hi' }, 'stop'))
    })
    expect(ending).toMatchObject({ rawFinishReason: 'stop', usage: undefined })
    await (await played.upstream.request(0)).closed
  })

  it('takes the first end and hears nothing after it', async () => {
    const { text, ending } = await played.stream(async (exchange) => {
      exchange.startEvents()
      const tail = [
        chatDelta({ content: 'Hi' }, 'stop'),
        chatUsageChunk({}),
        '[DONE]',
        chatDelta({ content: ' more' }),
        chatUsageChunk({ inputTokens: 99 }),
        '[DONE]',
      ]
      for (const event of tail) await exchange.sendEvent(event)
      exchange.end()
    })
    expect(text).toBe('Hi')
    expect(ending?.usage).toMatchObject({ inputTokens: 3n })
  })

  it('closes the connection of an upstream that talks on without end', async () => {
    const { ending } = await played.stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'Hi' }, 'stop'))
      await exchange.sendEvent(chatUsageChunk({}))
      while (!exchange.socket.destroyed) await exchange.sendEvent(chatDelta({ content: 'x'.repeat(1000) }))
    })
    expect(ending?.rawFinishReason).toBe('stop')
    await (await played.upstream.request(0)).closed
  })

  it('leaves the connection to the next call', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { ending } = await played.stream((exchange) => playChat(exchange, { texts: ['Hi'] }))
      expect(ending?.rawFinishReason).toBe('stop')
    }
    expect(played.upstream.requests).toHaveLength(10)
    // A connection rests for one turn of the event loop after an answer, so a call at once after it opens another.
    expect(played.upstream.acceptedSockets).toBeLessThanOrEqual(2)
  })
})

describe('an answer in odd pieces', () => {
  it('is whole though every byte comes by itself', async () => {
    const events = [chatDelta({ content: 'Grüße ' }), chatDelta({ content: '🌍' }, 'stop'), chatUsageChunk({})]
    const bytes = Buffer.from(
      `\uFEFF: hello\r\n${events.map((event) => `data: ${JSON.stringify(event)}\r\n\r\n`).join('')}`,
    )
    const { text, ending } = await played.stream(async (exchange) => {
      exchange.startEvents()
      for (const byte of bytes) await exchange.sendBytes(Uint8Array.of(byte))
      exchange.end()
    })
    expect({ text, raw: ending?.rawFinishReason }).toEqual({ text: 'Grüße 🌍', raw: 'stop' })
  })

  it('joins deltas that arrive together into one event', async () => {
    const { batches, text } = await played.stream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendBytes(
        ['a', 'b', 'c'].map((content) => `data: ${JSON.stringify(chatDelta({ content }))}\n\n`).join(''),
      )
      await exchange.sendEvent(chatDelta({}, 'stop'))
      exchange.end()
    })
    expect(text).toBe('abc')
    expect(batches[0]?.map((event) => event.case)).toEqual(['partStarted', 'partDelta'])
  })
})

describe('usage that cannot be', () => {
  it.each([
    { prompt_tokens: -1, completion_tokens: 1 },
    { prompt_tokens: 1e15, completion_tokens: 1 },
    { prompt_tokens: 'many' },
    {},
    null,
    7,
  ])('is taken as missing: %j', async (usage) => {
    const { ending } = await played.unary((exchange) =>
      exchange.sendJson(200, { ...chatCompletion({ texts: ['Hi'] }), usage }),
    )
    expect(ending).toMatchObject({ rawFinishReason: 'stop', usage: undefined })
  })
})
