import { once } from 'node:events'
import { connect } from 'node:http2'
import { expect, it, onTestFinished } from 'vitest'
import { openApp, playedProvider } from '../support/app.ts'
import { chatDelta } from '../support/openai-wire.ts'
import { startUpstream } from '../support/upstream.ts'

const REQUEST = Buffer.from([0, 0, 0, 0, 6, 0x0a, 0x04, ...Buffer.from('Talk')])
const KILOBYTE = 'x'.repeat(1024)
const MEGABYTES = 64

it.each(['grpc', 'web'])(
  'a caller that stops reading holds the upstream back, and is given up after a while, at the %s port',
  async (port) => {
    let sent = 0
    const upstream = await startUpstream(async (exchange) => {
      exchange.startEvents()
      for (; sent < MEGABYTES * 1024 && !exchange.socket.destroyed; sent++) {
        await exchange.sendEvent(chatDelta({ content: KILOBYTE }))
      }
    })
    onTestFinished(() => upstream.close())
    const limits = { write_stall: '500ms', max_response_bytes: 2 * MEGABYTES * 1024 * 1024 }
    const app = await openApp({ providers: [playedProvider(upstream.url)], limits })
    const session = connect(`http://${port === 'grpc' ? app.grpcAddress : app.webAddress}`)
    session.on('error', () => {})
    onTestFinished(() => session.destroy())
    const headers = { ':method': 'POST', ':path': '/switchyard.v1.LLMService/GenerateTextStream' }
    const stream = session.request({ ...headers, 'content-type': 'application/grpc', te: 'trailers' })
    stream.on('error', () => {})
    stream.end(REQUEST)
    // Nobody listens for its data, so nothing is read beyond what HTTP/2 lets wait.
    await once(stream, 'response')
    await (await upstream.request(0)).closed
    await app.ended(1)
    process.stdout.write(`\nAn upstream of a caller that does not read got rid of ${sent} kB at the ${port} port.\n`)
    expect(sent).toBeLessThan(MEGABYTES * 1024)
    expect(app.rows()).toMatchObject([{ outcome: 'cancelled', error_reason: 'CLIENT_STALLED', usage_estimated: 1 }])
  },
)
