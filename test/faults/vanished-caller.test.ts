import { expect, it } from 'vitest'
import { openApp, playedProvider } from '../support/app.ts'
import { openBalancer } from '../support/balancer.ts'
import { type Door, errorOf, llmOf } from '../support/clients.ts'
import { chatDelta } from '../support/openai-wire.ts'
import { readAll } from '../support/streams.ts'
import { openUpstream } from '../support/upstream.ts'

// Both ports ask every 30 s whether a caller is still there, and wait 10 s for its answer. Nothing shortens that here.
it.concurrent.each<Door>(['gRPC at the gRPC port', 'gRPC at the web port'])(
  'the provider of a caller whose cable was pulled is let go, through %s',
  { timeout: 120_000 },
  async (door) => {
    const upstream = await openUpstream(async (exchange) => {
      exchange.startEvents()
      await exchange.sendEvent(chatDelta({ content: 'One' }))
    })
    const patience = { first_token: '10m', idle: '10m', total: '10m' }
    const app = await openApp({ providers: [playedProvider(upstream.url)], timeouts: patience })
    const address = door === 'gRPC at the gRPC port' ? app.grpcAddress : app.webAddress
    const balancer = await openBalancer([address])
    const through = { grpcAddress: balancer.address, webAddress: balancer.address }
    const leave = new AbortController()
    const stream = llmOf(through, door).generateTextStream({ prompt: 'Count.' }, { signal: leave.signal })
    const end = errorOf(readAll(stream))
    const exchange = await upstream.request(0)
    balancer.pull()
    await exchange.closed
    await app.ended(1)
    expect(app.rows()).toMatchObject([{ outcome: 'cancelled', error_reason: 'CALL_CANCELLED' }])
    leave.abort()
    await end
  },
)
