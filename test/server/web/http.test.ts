import { afterEach, describe, expect, it } from 'vitest'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import {
  dial,
  envelope,
  exchange,
  isAlive,
  openSession,
  post,
  readToEnd,
  requestHttp2,
  runLimited,
  stopDoors,
  TEXT_PATH,
} from './support.ts'

afterEach(stopDoors)

const hosts = [
  '[',
  ']',
  '[]',
  '[::1',
  'a b',
  '',
  ' ',
  ':',
  ':80',
  '::',
  'a:b',
  'a:99999',
  'a:-1',
  '@',
  'user@host',
  'user:pass@host',
  '/',
  '//',
  '\\',
  '?',
  '#',
  '%',
  '%00',
  '%zz',
  '<script>',
  '"',
  "'",
  'é',
  'localhost\t',
  'x'.repeat(5000),
  '127.0.0.1:0',
  '..',
]

describe('whatever stands in Host', () => {
  const paths = LLMService.methods.map(({ name }) => `/switchyard.v1.LLMService/${name}`)

  it('the server serves or refuses by HTTP/1.1 and lives on', async () => {
    const running = await runLimited()
    for (const host of hosts) {
      for (const path of paths) {
        const answer = await exchange(running.port, post(path, '{}', { host }))
        expect(answer).toMatch(/^HTTP\/1.1 (200|400|415|501) /)
      }
    }
    expect(await isAlive(running)).toBe(true)
  })

  it('or is missing, the server serves or refuses and lives on', async () => {
    const running = await runLimited()
    expect(await exchange(running.port, `POST ${TEXT_PATH} HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}`)).toMatch(/ 400 /)
    const old = `POST ${TEXT_PATH} HTTP/1.0\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`
    expect(await exchange(running.port, old)).toMatch(/ 200 /)
    expect(await isAlive(running)).toBe(true)
  })

  it('the server serves or refuses by HTTP/2 and lives on', async () => {
    const running = await runLimited()
    for (const host of hosts) {
      const session = await openSession(running.port)
      for (const path of paths) {
        const headers = { ':authority': host, ':path': path, 'content-type': 'application/grpc', te: 'trailers' }
        const answer = await requestHttp2(session, headers, envelope(new Uint8Array()))
        expect([200, 400, undefined]).toContain(answer.headers[':status'])
      }
      session.destroy()
    }
    expect(await isAlive(running)).toBe(true)
  })
})

describe('what is no proper HTTP', () => {
  it.each([
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nhost: example.com\r\n\r\n'],
    ['TRACE', 'TRACE / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n'],
    ['two lengths', `POST ${TEXT_PATH} HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}`],
    [
      'a length and chunks',
      `POST ${TEXT_PATH} HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['an endless header', `GET /livez HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(70_000)}\r\n\r\n`],
    ['noise', '\u0016\u0003\u0001 what is this'],
    ['a preface gone wrong', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\rX'],
  ])('such as %s is refused', async (_name, bytes) => {
    const running = await runLimited()
    const socket = await dial(running.port, bytes)
    const answer = await readToEnd(socket)
    expect(answer).toMatch(/^$|^HTTP\/1.1 4\d\d /)
    expect(await isAlive(running)).toBe(true)
  })

  it('or wants another protocol is served as it is', async () => {
    const running = await runLimited()
    const upgrade = post(TEXT_PATH, '{"prompt":"x"}', { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c' })
    expect(await exchange(running.port, upgrade)).toMatch(/^HTTP\/1.1 200 /)
    expect(await isAlive(running)).toBe(true)
  })
})
