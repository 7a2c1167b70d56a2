import { describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError } from '../../src/core/errors.ts'
import { targetedCall } from '../support/call.ts'
import type { UpstreamExchange } from '../support/upstream.ts'
import { startStream, usePlayed } from '../support/vendors/played-vendor.ts'
import { speeches } from '../support/vendors/speech.ts'
import { vendors } from '../support/vendors/table.ts'

const gone = () => new GatewayError(ErrorReason.CALL_CANCELLED, 'The caller went away.')

describe.each(vendors)('$name', (vendor) => {
  const { wire } = vendor
  const played = usePlayed(vendor)
  const frames = wire.frames(speeches.text)
  const whole = Buffer.from(JSON.stringify(wire.whole(speeches.text)))

  /** Begins the stream, content included, and says no more. */
  async function begin(exchange: UpstreamExchange): Promise<void> {
    startStream(exchange, wire)
    for (const frame of frames.slice(0, wire.terminalFrame(frames))) await exchange.sendBytes(frame)
  }

  async function sendHalf(exchange: UpstreamExchange): Promise<void> {
    exchange.response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length })
    await exchange.sendBytes(whole.subarray(0, whole.length / 2))
  }

  describe('a call that is given up', () => {
    it('sends nothing when it was given up before', async () => {
      const reason = gone()
      const { error } = await played.ask(() => {}, { signal: AbortSignal.abort(reason) })
      expect(error).toBe(reason)
      expect(played.upstream.requests).toHaveLength(0)
    })

    it.each([true, false])('closes the connection before headers (streaming: %s)', async (streaming) => {
      const abort = new AbortController()
      const reason = gone()
      const answer = played.ask(() => {}, { streaming, signal: abort.signal })
      const { closed } = await played.upstream.request(0)
      abort.abort(reason)
      expect((await answer).error).toBe(reason)
      await closed
    })

    it('closes the connection within the stream', async () => {
      const abort = new AbortController()
      const reason = gone()
      played.upstream.play(begin)
      const call = targetedCall({ streaming: true, signal: abort.signal })
      const events = played.provider.open(call)[Symbol.asyncIterator]()
      expect((await events.next()).done).toBe(false)
      abort.abort(reason)
      await expect(drained(events)).rejects.toBe(reason)
      await (await played.upstream.request(0)).closed
    })

    it('closes the connection within a whole answer', async () => {
      const abort = new AbortController()
      const reason = gone()
      const half = Promise.withResolvers<void>()
      const answer = played.ask((exchange) => sendHalf(exchange).then(half.resolve), { signal: abort.signal })
      await half.promise
      abort.abort(reason)
      expect((await answer).error).toBe(reason)
      await (await played.upstream.request(0)).closed
    })

    it('closes the connection within the body of a refusal', async () => {
      const abort = new AbortController()
      const reason = gone()
      const headers = Promise.withResolvers<void>()
      const answer = played.ask(
        async (exchange) => {
          exchange.response.writeHead(500, { 'content-type': 'application/json', 'content-length': 100 })
          await exchange.sendBytes('{"error"')
          headers.resolve()
        },
        { signal: abort.signal },
      )
      await headers.promise
      abort.abort(reason)
      expect((await answer).error).toBe(reason)
      await (await played.upstream.request(0)).closed
    })
  })

  it('closes the connection when the reader leaves early', async () => {
    played.upstream.play(begin)
    for await (const batch of played.provider.open(targetedCall({ streaming: true }))) {
      expect(batch.length).toBeGreaterThan(0)
      break
    }
    await (await played.upstream.request(0)).closed
  })

  it('closes its connections when it is closed, and their calls fail', async () => {
    const answer = played.ask(begin, { streaming: true })
    const { closed } = await played.upstream.request(0)
    await played.provider.close()
    await closed
    const { ending, error } = await answer
    expect(ending).toBeUndefined()
    expect(error).toBeInstanceOf(GatewayError)
  })

  it('leaves the connection to the next call', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { ending } = await played.ask(
        async (exchange) => {
          startStream(exchange, wire)
          for (const frame of frames) await exchange.sendBytes(frame)
          exchange.end()
        },
        { streaming: true },
      )
      expect(ending).toBeDefined()
    }
    // A connection rests for one turn of the event loop after an answer, so a call at once after it opens another.
    expect(played.upstream.acceptedSockets).toBeLessThanOrEqual(2)
  })
})

/** Reads what had come already, until the stream ends or throws. */
async function drained(events: AsyncIterator<unknown>): Promise<void> {
  while (!(await events.next()).done);
}
