import { afterEach, describe, expect, it } from 'vitest'
import { sendInTinyFrames } from './frames.ts'
import {
  clientOf,
  collectText,
  echo,
  envelope,
  errorOf,
  isAlive,
  LIMIT,
  openSession,
  requestHttp2,
  runDoor,
  runLimited,
  STREAM_PATH,
  stopDoors,
  TEXT_PATH,
  wires,
} from './support.ts'

afterEach(stopDoors)

describe.each(wires)('a request too large by %s', (wire) => {
  it('is refused as such, and the connection lives on', async () => {
    const { port } = await runLimited()
    const client = clientOf(port, wire)
    const prompt = 'x'.repeat(LIMIT + 1)
    const unary = await errorOf(client.generateText({ prompt }))
    expect(unary).toMatchObject({ code: 'ResourceExhausted', reasons: ['REQUEST_TOO_LARGE'] })
    const streamed = await errorOf(collectText(client.generateTextStream({ prompt })))
    expect(streamed).toMatchObject({ code: 'ResourceExhausted', reasons: ['REQUEST_TOO_LARGE'] })
    await expect(client.generateText({ prompt: 'small' })).resolves.toMatchObject({ text: 'small' })
  })
})

describe.each(['application/grpc', 'application/grpc-web+proto'])('an enveloped request as %s', (type) => {
  const message = Buffer.from('0a0178', 'hex')

  it.each([
    ['that claims four gigabytes', envelope(message, 0, 0xffffffff), '8'],
    ['that claims more than it brings', envelope(message, 0, 1000), '3'],
    ['with half a head', Buffer.from('0000', 'hex'), '3'],
    ['with two messages', Buffer.concat([envelope(message), envelope(message)]), '3'],
    ['with no message', Buffer.alloc(0), '3'],
    ['flagged as compressed without a word how', envelope(message, 1), '3'],
    ['with unknown flags', envelope(message, 0x42), '3'],
    ['of garbage', envelope(Buffer.from('ffffffffff', 'hex')), '3'],
    ['that is fine', envelope(message), '0'],
  ])('%s', async (_name, body, status) => {
    const running = await runLimited()
    const session = await openSession(running.port)
    for (const path of [TEXT_PATH, STREAM_PATH]) {
      const answer = await requestHttp2(session, { ':path': path, 'content-type': type, te: 'trailers' }, body)
      const inBody = /grpc-status: (\d+)/.exec(answer.body.toString('latin1'))?.[1]
      expect(answer.trailers['grpc-status'] ?? answer.headers['grpc-status'] ?? inBody).toBe(status)
    }
    session.destroy()
    expect(await isAlive(running)).toBe(true)
  })
})

describe('a body in the smallest frames', () => {
  it('is served, and so are others meanwhile', async () => {
    const { port } = await runDoor(echo)
    const prompt = Buffer.alloc(1024 * 1024, 'x')
    // Field 1 of 1 MiB.
    const body = envelope(Buffer.concat([Buffer.from('0a808040', 'hex'), prompt]))
    const bystander = clientOf(port, 'connect h1')
    const cpu = process.cpuUsage()
    let others = 0
    const answer = await sendInTinyFrames(port, TEXT_PATH, body, async () => {
      others += (await bystander.generateText({ prompt: 'x' })).text.length
    })
    const { user, system } = process.cpuUsage(cpu)
    process.stdout.write(
      `1 MiB in frames of 1 byte: ${Math.round((user + system) / 1000)} ms of CPU, client included\n`,
    )
    expect(answer).toBeGreaterThan(prompt.length)
    expect(others).toBeGreaterThan(3)
  })
})
