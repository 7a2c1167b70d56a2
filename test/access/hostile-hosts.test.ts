import { Agent, request as requestHttp } from 'node:http'
import { type ClientHttp2Session, connect } from 'node:http2'
import { beforeAll, describe, expect, it } from 'vitest'
import { AdminService } from '#gen/switchyard/v1/admin_service_pb.js'
import { StatusCode } from '../../src/core/status.ts'
import { type RunningApp, startTestApp } from '../support/app.ts'

const paths = AdminService.methods.map(({ name }) => `/${AdminService.typeName}/${name}`)

/** Each could make a server that rebuilds an address from them take one path for another. */
const hosts = [
  'localhost',
  '127.0.0.1',
  '[::1]',
  '[',
  ']',
  '[::1',
  'a b',
  'a:b',
  'a:99999',
  ':80',
  '@',
  'admin@127.0.0.1',
  'user:password@localhost',
  'localhost/livez',
  'localhost/grpc.health.v1.Health/Check',
  'localhost/grpc.health.v1.Health/Check?',
  'localhost/grpc.health.v1.Health/Check#',
  'localhost/readyz?x=',
  'localhost#',
  'localhost?',
  'localhost\\livez',
  '/livez',
  '//livez',
  '?/livez',
  '#/livez',
  '../livez',
  '%2flivez',
  'localhost%00',
  'http://localhost/livez',
  'a'.repeat(2000),
  'xn--80ak6aa92e.com',
  'internal',
  '0x7f.1',
  '169.254.169.254',
]

let app: RunningApp

beforeAll(async () => {
  app = await startTestApp({}, { environment: { SWITCHYARD_API_KEY: 'o'.repeat(40) } })
  return () => app.stop()
})

describe('a crafted host opens no method of AdminService', () => {
  it.each(hosts)('by HTTP/1.1: %s', async (host) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 4 })
    const answers = await Promise.all(paths.map((path) => post(agent, path, host)))
    agent.destroy()
    for (const answer of answers) expect(answer).toEqual({ status: 401, told: true })
  })

  it.each(hosts)('by HTTP/2: %s', async (host) => {
    for (const address of [app.grpcAddress, app.webAddress]) {
      const session = connect(`http://${address}`)
      session.on('error', () => {})
      const answers = await Promise.all(paths.map((path) => call(session, path, host)))
      session.destroy()
      // The library refuses some of them by itself, with a reset; never a proper name.
      if (/^[a-z0-9.-]+$/.test(host)) expect(new Set(answers)).toEqual(new Set([String(StatusCode.UNAUTHENTICATED)]))
      for (const answer of answers) expect([String(StatusCode.UNAUTHENTICATED), 'reset']).toContain(answer)
    }
  })
})

function post(agent: Agent, path: string, host: string): Promise<{ status: number | undefined; told: boolean }> {
  const [hostname = '', port = ''] = app.webAddress.split(':')
  const headers = { host, 'content-type': 'application/json', 'connect-protocol-version': '1' }
  return new Promise((resolve, reject) => {
    const request = requestHttp(
      { agent, hostname, port, path, method: 'POST', headers, setHost: false },
      (response) => {
        let text = ''
        response.on('data', (chunk) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode, told: text.includes('"unauthenticated"') }))
      },
    )
    request.on('error', reject)
    request.end('{}')
  })
}

/** The status of a call by gRPC, or that the connection refused it. */
function call(session: ClientHttp2Session, path: string, authority: string): Promise<string> {
  return new Promise((resolve) => {
    const head = { ':method': 'POST', ':path': path, ':authority': authority, te: 'trailers' }
    const stream = session.request({ ...head, 'content-type': 'application/grpc' })
    let status = 'reset'
    const read = (headers: Record<string, unknown>) => {
      if (headers['grpc-status'] !== undefined) status = String(headers['grpc-status'])
    }
    stream.on('response', read)
    stream.on('trailers', read)
    stream.on('error', () => {})
    stream.on('close', () => resolve(status))
    stream.resume()
    stream.end(Buffer.alloc(5))
  })
}
