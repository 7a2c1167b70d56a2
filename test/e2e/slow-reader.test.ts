import { once } from 'node:events'
import { connect } from 'node:http2'
import { create, type DescMessage, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { expect, it, onTestFinished } from 'vitest'
import { CompareChatRequestSchema, GenerateTextRequestSchema } from '#gen/switchyard/v1/generation_pb.js'
import { openApp, playedProvider } from '../support/app.ts'
import { userMessage } from '../support/call.ts'
import { chatDelta } from '../support/openai-wire.ts'
import { startUpstream } from '../support/upstream.ts'

const KILOBYTE = 'x'.repeat(1024)
const MEGABYTES = 64

const MODELS = ['a', 'b', 'c']

/** What is asked of how many models. */
const METHODS = [
  ['GenerateTextStream', 1, framed(GenerateTextRequestSchema, { prompt: 'Talk' })],
  [
    'CompareChat',
    3,
    framed(CompareChatRequestSchema, { models: MODELS, request: { messages: [userMessage('Talk')] } }),
  ],
] as const

it.each(['grpc', 'web'].flatMap((port) => METHODS.map((method) => [port, ...method] as const)))(
  'a caller that stops reading holds the upstream back, and is given up after a while, at the %s port, in %s',
  async (port, method, calls, request) => {
    let sent = 0
    const upstream = await startUpstream(async (exchange) => {
      exchange.startEvents()
      for (let own = 0; own < MEGABYTES * 1024 && !exchange.socket.destroyed; own++) {
        await exchange.sendEvent(chatDelta({ content: KILOBYTE }))
        sent += 1
      }
    })
    onTestFinished(() => upstream.close())
    const limits = { write_stall: '500ms', max_response_bytes: 2 * MEGABYTES * 1024 * 1024 }
    const app = await openApp({ providers: [playedProvider(upstream.url, { models: MODELS })], limits })
    const session = connect(`http://${port === 'grpc' ? app.grpcAddress : app.webAddress}`)
    session.on('error', () => {})
    onTestFinished(() => session.destroy())
    const headers = { ':method': 'POST', ':path': `/switchyard.v1.LLMService/${method}` }
    const stream = session.request({ ...headers, 'content-type': 'application/grpc', te: 'trailers' })
    stream.on('error', () => {})
    stream.end(request)
    // Nobody listens for its data, so nothing is read beyond what HTTP/2 lets wait.
    await once(stream, 'response')
    for (let call = 0; call < calls; call++) await (await upstream.request(call)).closed
    await app.ended(calls)
    process.stdout.write(`\nUpstreams of a caller that does not read got rid of ${sent} kB: ${method}, ${port} port.\n`)
    expect(sent).toBeLessThan(MEGABYTES * 1024)
    const given = { outcome: 'cancelled', error_reason: 'CLIENT_STALLED', usage_estimated: 1 }
    expect(app.rows()).toMatchObject(Array(calls).fill(given))
  },
)

/** A request as gRPC sends it. */
function framed<Desc extends DescMessage>(desc: Desc, init: MessageInitShape<Desc>): Buffer {
  const message = toBinary(desc, create(desc, init))
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}
