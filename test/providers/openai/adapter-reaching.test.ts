import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../../src/core/errors.ts'
import { targetedCall } from '../../support/call.ts'
import { openAIProvider } from '../../support/openai-provider.ts'
import { chatDelta } from '../../support/openai-wire.ts'
import { usePlayedProvider } from '../../support/played-provider.ts'
import { readAnswer } from '../../support/provider-answer.ts'

const played = usePlayedProvider()

describe('an upstream that cannot be reached', () => {
  it('is unreachable when it refuses the connection', async () => {
    await played.upstream.close()
    const { error } = await readAnswer(played.provider.open(targetedCall()))
    expect(error).toMatchObject({
      reasonName: 'PROVIDER_UNREACHABLE',
      metadata: { cause: 'ECONNREFUSED', provider: 'played', model: 'model-1' },
    })
  })

  it('is unreachable when its name does not exist', async () => {
    const nowhere = await openAIProvider('http://nowhere.invalid')
    const { error } = await readAnswer(nowhere.open(targetedCall()))
    expect(error).toMatchObject({ reasonName: 'PROVIDER_UNREACHABLE' })
    await nowhere.close()
  })

  it.each(['reset', 'hangUp'] as const)(
    'is unreachable when it drops the connection before its answer (%s)',
    async (way) => {
      const { error } = await played.stream((exchange) => exchange[way]())
      expect(error).toMatchObject({ reasonName: 'PROVIDER_UNREACHABLE' })
    },
  )

  it('is malformed when it does not speak HTTP', async () => {
    const server = createServer((socket) => void socket.end('SSH-2.0-OpenSSH\r\n')).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as { port: number }
    const stranger = await openAIProvider(`http://127.0.0.1:${port}`)
    const { error } = await readAnswer(stranger.open(targetedCall()))
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
    await stranger.close()
    server.close()
  })
})

describe('headers without end', () => {
  it('are refused, and their connection is closed', async () => {
    const { error } = await played.unary(async ({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      while (!socket.destroyed) await new Promise((resolve) => socket.write(`x-more: ${'y'.repeat(1000)}\r\n`, resolve))
    })
    expect(error).toMatchObject({ reasonName: 'UPSTREAM_MALFORMED' })
    await (await played.upstream.request(0)).closed
  })
})

describe('a call that is given up', () => {
  const gone = () => new GatewayError(ErrorReason.CALL_CANCELLED, 'The caller went away.')

  it.each([true, false])('closes the connection while the upstream is silent (streaming: %s)', async (streaming) => {
    const abort = new AbortController()
    const reason = gone()
    const answer = readAnswer(played.provider.open(targetedCall({ streaming, signal: abort.signal })))
    const { closed } = await played.upstream.request(0)
    abort.abort(reason)
    expect((await answer).error).toBe(reason)
    await closed
  })

  it('closes the connection within the stream', async () => {
    const abort = new AbortController()
    const reason = gone()
    played.upstream.play(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'Hi' }))
    })
    const events = played.provider.open(targetedCall({ streaming: true, signal: abort.signal }))[Symbol.asyncIterator]()
    await events.next()
    abort.abort(reason)
    await expect(events.next()).rejects.toBe(reason)
    await (await played.upstream.request(0)).closed
  })

  it('sends nothing when it was given up before', async () => {
    const reason = gone()
    const { error } = await readAnswer(played.provider.open(targetedCall({ signal: AbortSignal.abort(reason) })))
    expect(error).toBe(reason)
    expect(played.upstream.acceptedSockets).toBe(0)
  })

  it('throws the reason while it waits for a connection', async () => {
    const narrow = await openAIProvider(played.upstream.url, { limits: { maxConnections: 1 } })
    const first = readAnswer(narrow.open(targetedCall()))
    await played.upstream.request(0)
    const abort = new AbortController()
    const second = readAnswer(narrow.open(targetedCall({ signal: abort.signal })))
    const reason = gone()
    abort.abort(reason)
    expect((await second).error).toBe(reason)
    expect(played.upstream.requests).toHaveLength(1)
    await narrow.close()
    expect((await first).error).toBeDefined()
  })

  it('closes the connection when the reader leaves early', async () => {
    played.upstream.play(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'Hi' }))
    })
    for await (const batch of played.provider.open(targetedCall({ streaming: true }))) {
      expect(batch.length).toBeGreaterThan(0)
      break
    }
    await (await played.upstream.request(0)).closed
  })
})
