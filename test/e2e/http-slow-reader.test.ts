import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { openApp, playedProvider } from '../support/app.ts'
import { chatDelta } from '../support/openai-wire.ts'
import { openUpstream } from '../support/upstream.ts'

const KILOBYTE = 'x'.repeat(1024)
const MEGABYTES = 64

const completion = { prompt: 'Talk', model: 'm', stream: true }

it.each([
  ['/api/v1/llm/completion', completion],
  ['/rpc', { jsonrpc: '2.0', id: 1, method: 'llm.complete', params: completion }],
])(
  'a caller that stops reading events holds the upstream back, and is given up after a while: %s',
  async (path, body) => {
    let sent = 0
    const upstream = await openUpstream(async (exchange) => {
      exchange.startEvents()
      for (; sent < MEGABYTES * 1024 && !exchange.socket.destroyed; sent++) {
        await exchange.sendEvent(chatDelta({ content: KILOBYTE }))
      }
    })
    const limits = { write_stall: '500ms', max_response_bytes: 2 * MEGABYTES * 1024 * 1024 }
    const app = await openApp({ providers: [playedProvider(upstream.url)], limits })
    const [host = '', port] = app.webAddress.split(':')
    const socket = connect(Number(port), host).on('error', () => {})
    onTestFinished(() => void socket.destroy())
    const text = JSON.stringify(body)
    const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n`
    socket.write(head + text)
    await once(socket, 'readable')
    // From here on nothing is read.
    await (await upstream.request(0)).closed
    await app.ended(1)
    process.stdout.write(`\nAn upstream of a caller that does not read got rid of ${sent} kB: ${path}.\n`)
    expect(sent).toBeLessThan(MEGABYTES * 1024)
    expect(app.rows()).toMatchObject([{ outcome: 'cancelled', error_reason: 'CLIENT_STALLED', usage_estimated: 1 }])
  },
)
