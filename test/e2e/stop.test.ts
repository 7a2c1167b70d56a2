import { once } from 'node:events'
import { connect } from 'node:http2'
import { expect, it, onTestFinished } from 'vitest'
import { playedProvider, startTestApp } from '../support/app.ts'
import { chatDelta } from '../support/openai-wire.ts'
import { startUpstream } from '../support/upstream.ts'

const REQUEST = Buffer.from([0, 0, 0, 0, 6, 0x0a, 0x04, ...Buffer.from('Talk')])

it.each(['grpc', 'web'])(
  'a caller who neither reads nor hangs up cannot keep the service from stopping, at the %s port',
  { timeout: 10_000 },
  async (port) => {
    const upstream = await startUpstream(async (exchange) => {
      exchange.startEvents()
      for (let count = 0; count < 30; count++) await exchange.sendEvent(chatDelta({ content: 'word ' }))
    })
    onTestFinished(() => upstream.close())
    const app = await startTestApp({ providers: [playedProvider(upstream.url)] })
    const session = connect(`http://${port === 'grpc' ? app.grpcAddress : app.webAddress}`)
    session.on('error', () => {})
    onTestFinished(() => session.destroy())
    const headers = { ':method': 'POST', ':path': '/switchyard.v1.LLMService/GenerateTextStream' }
    const stream = session.request({ ...headers, 'content-type': 'application/grpc', te: 'trailers' })
    stream.on('error', () => {})
    stream.end(REQUEST)
    await once(stream, 'response')
    await app.stop()
    await (await upstream.request(0)).closed
    expect(upstream.openSockets).toBe(0)
  },
)
