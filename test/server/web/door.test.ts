import { afterEach, describe, expect, it } from 'vitest'
import { BadRequestSchema, RetryInfoSchema } from '#gen/google/rpc/error_details_pb.js'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { GatewayError, invalidField } from '../../../src/core/errors.ts'
import type { RequestContext } from '../../../src/rpc/handler.ts'
import {
  clientOf,
  collectText,
  delta,
  dial,
  echo,
  envelope,
  errorOf,
  openSession,
  post,
  readToEnd,
  runDoor,
  stopDoors,
  TEXT_PATH,
  wires,
} from './support.ts'

afterEach(stopDoors)

describe.each(wires)('a caller by %s', (wire) => {
  it('gets the answer of a unary method', async () => {
    const { port } = await runDoor(echo)
    await expect(clientOf(port, wire).generateText({ prompt: 'héllo ☃' })).resolves.toMatchObject({ text: 'héllo ☃' })
  })

  it('gets each piece of a stream before the next one is made', async () => {
    const asked = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const { port } = await runDoor({
      async *generateTextStream() {
        yield [delta('one')]
        await asked[0]?.promise
        yield [delta('two')]
        await asked[1]?.promise
        yield [delta('three'), delta('four')]
      },
    })
    const texts: string[] = []
    for await (const { event } of clientOf(port, wire).generateTextStream({ prompt: 'x' })) {
      asked[texts.length]?.resolve()
      texts.push(String(event.value))
    }
    expect(texts).toEqual(['one', 'two', 'three', 'four'])
  })

  it('ends the handler by cancelling', async () => {
    const ended = Promise.withResolvers<unknown>()
    const { port } = await runDoor({
      async *generateTextStream(_request, { signal }: RequestContext) {
        try {
          for (;;) {
            yield [delta('tick')]
            await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
          }
        } finally {
          ended.resolve(signal.reason)
        }
      },
    })
    const controller = new AbortController()
    const stream = clientOf(port, wire).generateTextStream({ prompt: 'x' }, { signal: controller.signal })
    const first = await stream[Symbol.asyncIterator]().next()
    expect(first.done).toBe(false)
    controller.abort()
    await expect(ended.promise).resolves.toMatchObject({ reason: ErrorReason.CALL_CANCELLED })
  })

  it('reads the details of an error, one ErrorInfo among them', async () => {
    const { port, errors } = await runDoor({
      generateText: async () => {
        throw invalidField('prompt', 'must not be empty')
      },
      async *generateTextStream() {
        yield [delta('one')]
        throw new GatewayError(ErrorReason.UPSTREAM_RATE_LIMITED, 'slow down', { retryAfterMs: 7000 })
      },
    })
    const client = clientOf(port, wire)
    const unary = await errorOf(client.generateText({}))
    expect(unary).toMatchObject({ code: 'InvalidArgument', reasons: ['INVALID_REQUEST'] })
    expect(unary.error.findDetails(BadRequestSchema)[0]?.fieldViolations[0]?.field).toBe('prompt')
    const streamed = await errorOf(collectText(client.generateTextStream({})))
    expect(streamed).toMatchObject({ code: 'ResourceExhausted', reasons: ['UPSTREAM_RATE_LIMITED'] })
    expect(streamed.error.findDetails(RetryInfoSchema)[0]?.retryDelay?.seconds).toBe(7n)
    expect(errors).toEqual([])
  })

  it('is told nothing of an unexpected fault, but the log is', async () => {
    const fault = new Error('secret detail')
    const { port, errors } = await runDoor({
      generateText: () => {
        throw fault
      },
    })
    const { code, reasons, error } = await errorOf(clientOf(port, wire).generateText({}))
    expect({ code, reasons }).toEqual({ code: 'Internal', reasons: ['INTERNAL'] })
    expect(error.message).not.toContain('secret')
    expect(errors).toEqual([fault])
  })

  it('is told that a method without a handler is not available', async () => {
    const { port } = await runDoor({})
    const answer = await errorOf(clientOf(port, wire).embed({}))
    expect(answer).toMatchObject({ code: 'Unimplemented', reasons: ['METHOD_NOT_AVAILABLE'] })
  })

  it('is answered at its deadline although the handler ignores it', async () => {
    const { port } = await runDoor({
      generateText: () => new Promise(() => {}),
      async *generateTextStream() {
        yield [delta('one')]
        await new Promise(() => {})
      },
    })
    const client = clientOf(port, wire)
    const unary = await errorOf(client.generateText({}, { timeoutMs: 150 }))
    expect(unary.code).toBe('DeadlineExceeded')
    const streamed = await errorOf(collectText(client.generateTextStream({}, { timeoutMs: 150 })))
    expect(streamed.code).toBe('DeadlineExceeded')
  })

  it('is refused by its headers alone, before its message is looked at', async () => {
    const { port } = await runDoor(echo, {
      authenticate: () => {
        throw new GatewayError(ErrorReason.UNAUTHENTICATED, 'no key')
      },
    })
    const client = clientOf(port, wire)
    const big = 'x'.repeat(3_000_000)
    expect(await errorOf(client.generateText({ prompt: big }))).toMatchObject({
      code: 'Unauthenticated',
      reasons: ['UNAUTHENTICATED'],
    })
    expect(await errorOf(collectText(client.generateTextStream({ prompt: big })))).toMatchObject({
      code: 'Unauthenticated',
      reasons: ['UNAUTHENTICATED'],
    })
  })
})

describe('a refusal for lack of a key', () => {
  const authenticate = () => {
    throw new GatewayError(ErrorReason.UNAUTHENTICATED, 'no key')
  }

  it('comes although the body never does', async () => {
    const { port } = await runDoor(echo, { authenticate, limits: { bodyGraceMs: 200 } })
    const socket = await dial(port, post(TEXT_PATH, '', { 'content-length': '1000000' }))
    expect(await readToEnd(socket)).toMatch(/^HTTP\/1.1 401 .*UNAUTHENTICATED/s)
  })

  it('comes instead of the invitation to send the body', async () => {
    const { port } = await runDoor(echo, { authenticate, limits: { bodyGraceMs: 200 } })
    const socket = await dial(port, post(TEXT_PATH, '', { 'content-length': '9', expect: '100-continue' }))
    expect(await readToEnd(socket)).toMatch(/^HTTP\/1.1 401 /)
  })

  it('comes over HTTP/2 with the stream closed', async () => {
    const { port } = await runDoor(echo, { authenticate, limits: { bodyGraceMs: 200 } })
    const session = await openSession(port)
    const stream = session.request({ ':method': 'POST', ':path': TEXT_PATH, 'content-type': 'application/grpc' })
    const closed = Promise.withResolvers<void>()
    let status: unknown
    stream
      .on('error', () => {})
      .on('close', closed.resolve)
      .resume()
    stream.on('trailers', (trailers) => {
      status = trailers['grpc-status']
    })
    stream.on('response', (headers) => {
      status ??= headers['grpc-status']
    })
    stream.write(envelope(Buffer.from('half'), 0, 1000))
    await closed.promise
    expect(status).toBe('16')
    session.destroy()
  })
})

describe('an invitation to send the body', () => {
  it('is given to an admitted caller that waits for it', async () => {
    const { port } = await runDoor(echo)
    const socket = await dial(port, post(TEXT_PATH, '', { 'content-length': '14', expect: '100-continue' }))
    socket.once('data', () => socket.write('{"prompt":"x"}'))
    const answer = Promise.withResolvers<string>()
    socket.on('data', (bytes) => {
      if (bytes.toString().includes('200 OK')) answer.resolve(bytes.toString())
    })
    await expect(answer.promise).resolves.toContain('{"text":"x"}')
    socket.destroy()
  })

  it('is not given to a client of HTTP/1.0, which would take it for its answer', async () => {
    const { port } = await runDoor(echo)
    const request = post(TEXT_PATH, '{"prompt":"x"}', { expect: '100-continue' })
    const socket = await dial(port, Buffer.from(request.toString('latin1').replace('HTTP/1.1', 'HTTP/1.0'), 'latin1'))
    expect(await readToEnd(socket)).toMatch(/^HTTP\/1.1 200 /)
  })
})
