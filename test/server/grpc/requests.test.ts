import { connect } from 'node:net'
import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { LLMService } from '#gen/switchyard/v1/llm_service_pb.js'
import { createAuthenticator } from '../../../src/access/authenticate.ts'
import { StatusCode } from '../../../src/core/status.ts'
import {
  callUnary,
  echo,
  frame,
  generateText,
  openClient,
  openDoor,
  openSession,
  promptBytes,
  type RawRequest,
  rawCall,
} from './fixture.ts'

const hello = frame(promptBytes('hello'))

const invalid = { code: StatusCode.INVALID_ARGUMENT, reason: 'INVALID_REQUEST' }
const tooLarge = { code: StatusCode.RESOURCE_EXHAUSTED, reason: 'REQUEST_TOO_LARGE' }

describe('a request that is wrong', () => {
  const cases: [string, RawRequest, { code: number; reason: string }][] = [
    ['larger than the limit', { chunks: [frame(new Uint8Array(5_000_000))] }, tooLarge],
    ['claims to be 4 GiB', { chunks: [frame(new Uint8Array(10), 0, 0xffffffff)] }, tooLarge],
    ['claims to be 4 GiB and goes on', { chunks: [frame(new Uint8Array(10), 0, 0xffffffff)], open: true }, tooLarge],
    [
      'decompresses to more than the limit',
      { chunks: [frame(gzipSync(new Uint8Array(50_000_000)), 1)], headers: { 'grpc-encoding': 'gzip' } },
      tooLarge,
    ],
    ['is cut within its message', { chunks: [hello.subarray(0, -1)] }, invalid],
    ['is cut within its header', { chunks: [hello.subarray(0, 3)] }, invalid],
    ['has no message', { chunks: [] }, invalid],
    ['has two messages', { chunks: [hello, hello] }, invalid],
    ['has a message and a half', { chunks: [hello, hello.subarray(0, 7)] }, invalid],
    ['has an unknown flag', { chunks: [frame(promptBytes('x'), 2)] }, invalid],
    ['is compressed without saying how', { chunks: [frame(gzipSync(promptBytes('x')), 1)] }, invalid],
    [
      'is not what its compression says',
      { chunks: [frame(Buffer.from('no gzip'), 1)], headers: { 'grpc-encoding': 'gzip' } },
      invalid,
    ],
    ['is garbage', { chunks: [frame(Buffer.from('ffffffffffffffffff', 'hex'))] }, invalid],
    ['has the wrong wire type', { chunks: [frame(Buffer.from('0a', 'hex'))] }, invalid],
    ['is nested ten thousand deep', { chunks: [frame(Buffer.alloc(20_000, Buffer.from('1a7f', 'hex')))] }, invalid],
    ['is of another content type', { headers: { 'content-type': 'application/json' } }, invalid],
    ['is gRPC-Web', { headers: { 'content-type': 'application/grpc-web+proto' } }, invalid],
    ['is JSON in gRPC', { headers: { 'content-type': 'application/grpc+json' } }, invalid],
    [
      'is compressed in an unknown way',
      { headers: { 'grpc-encoding': 'snappy' } },
      { code: StatusCode.UNIMPLEMENTED, reason: 'METHOD_NOT_AVAILABLE' },
    ],
  ]

  it.each(cases)('%s: it is refused with one ErrorInfo and the connection lives', async (_name, request, expected) => {
    const door = await openDoor(echo)
    const session = openSession(door.address)
    expect((await rawCall(session, request)).error).toMatchObject(expected)
    expect((await rawCall(session)).grpcStatus).toBe(StatusCode.OK)
    expect(door.reported).toEqual([expected.reason])
  })

  it('with bad UTF-8 is refused or read, never a fault of ours', async () => {
    const door = await openDoor(echo)
    const { error, grpcStatus } = await rawCall(openSession(door.address), {
      chunks: [frame(Buffer.from('0a02c328', 'hex'))],
    })
    if (grpcStatus !== StatusCode.OK) expect(error).toMatchObject(invalid)
  })

  it('says how large a request may be', async () => {
    const door = await openDoor(echo, { limits: { maxRequestBytes: 100 } })
    const { error } = await rawCall(openSession(door.address), { chunks: [frame(new Uint8Array(101))] })
    expect(error.errorInfos[0]?.metadata).toEqual({ limit_bytes: '100' })
    expect(
      (await rawCall(openSession(door.address), { chunks: [frame(promptBytes('x'.repeat(98)))] })).grpcStatus,
    ).toBe(0)
  })
})

describe('a request', () => {
  it('may be compressed', async () => {
    const door = await openDoor(echo)
    const session = openSession(door.address)
    for (const [encoding, compress] of [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
    ] as const) {
      const request = { chunks: [frame(compress(promptBytes('hello')), 1)], headers: { 'grpc-encoding': encoding } }
      const { body } = await rawCall(session, request)
      expect(body.subarray(5).toString()).toContain('hello')
    }
  })

  it('may come byte by byte, a mebibyte of them, while others are served', async () => {
    const door = await openDoor(echo)
    const bytes = frame(promptBytes('x'.repeat(1024 * 1024)))
    const started = process.cpuUsage()
    const slow = rawCall(openSession(door.address), {
      chunks: Array.from(bytes, (_, index) => bytes.subarray(index, index + 1)),
    })
    const other = await callUnary(openClient(door.address), generateText, { prompt: 'other' })
    expect(other).toMatchObject({ text: 'other' })
    const { body } = await slow
    expect(body.length).toBeGreaterThan(1024 * 1024)
    const { user, system } = process.cpuUsage(started)
    process.stdout.write(
      `1 MiB in frames of one byte, client and server: ${Math.round((user + system) / 1000)} ms CPU\n`,
    )
  })

  it('is not read before its caller is known', async () => {
    const authenticate = createAuthenticator({ apiKey: 'k'.repeat(32), open: false })
    const door = await openDoor(echo, { authenticate })
    const { error } = await rawCall(openSession(door.address), { chunks: [], open: true })
    expect(error).toMatchObject({ code: StatusCode.UNAUTHENTICATED, reason: 'UNAUTHENTICATED' })
  })

  it('with headers beyond 16 KiB is refused, and the server lives', async () => {
    const door = await openDoor(echo)
    const session = openSession(door.address)
    // The limit holds once the client has been told of it.
    await rawCall(session)
    const { grpcStatus } = await rawCall(session, { headers: { 'x-long': 'x'.repeat(40_000) } })
    expect(grpcStatus).not.toBe(StatusCode.OK)
    expect((await rawCall(openSession(door.address))).grpcStatus).toBe(StatusCode.OK)
  })
})

/** Shapes that break whoever builds a URL of them. */
const authorities = [
  '[',
  ']',
  '[]',
  '[::1',
  '::1]',
  'a b',
  ' ',
  '',
  '%',
  '%zz',
  '%00',
  'a%00b',
  '@',
  'user:pass@host',
  ':',
  ':80',
  'host:',
  'host:99999',
  'host:-1',
  'host:port',
  'http://host',
  '//host',
  '/path',
  '?query',
  '#fragment',
  '\\',
  'host\\x',
  '<script>',
  '{}',
  '"',
  '*',
  '..',
  'xn--',
  '-',
  'é',
  '\u202e',
  'a'.repeat(4000),
  '127.0.0.1.5',
  '0x7f.1',
  '256.256.256.256',
]

describe('a strange authority', () => {
  it('harms nobody, on any method', async () => {
    const door = await openDoor({})
    for (const authority of authorities) {
      const session = openSession(door.address)
      const calls = LLMService.methods.map(({ name }) => {
        const path = `/${LLMService.typeName}/${name}`
        return rawCall(session, { path, headers: { ':authority': authority } }).catch(() => undefined)
      })
      for (const answer of await Promise.all(calls)) {
        // The HTTP/2 library refuses some of them itself, by a reset.
        if (answer?.grpcStatus !== undefined) expect(answer.grpcStatus).toBe(StatusCode.UNIMPLEMENTED)
      }
      session.destroy()
    }
    expect((await rawCall(openSession(door.address))).grpcStatus).toBe(StatusCode.UNIMPLEMENTED)
  })
})

describe('a connection that does not speak HTTP/2', () => {
  it('is closed, and the server lives', async () => {
    const door = await openDoor(echo)
    for (const text of [
      'GET / HTTP/1.1\r\nHost: [\r\n\r\n',
      '\0\0\0\0',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nxxxxxxxxxxxxxxxxxxxx',
    ]) {
      const socket = connect(door.port, '127.0.0.1')
      socket.on('error', () => {})
      socket.resume()
      const closed = new Promise((resolve) => socket.once('close', resolve))
      socket.write(text)
      await closed
    }
    expect((await rawCall(openSession(door.address))).grpcStatus).toBe(StatusCode.OK)
  })
})
