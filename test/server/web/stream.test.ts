import { afterEach, describe, expect, it } from 'vitest'
import type { RequestContext } from '../../../src/rpc/handler.ts'
import {
  clientOf,
  collectText,
  delta,
  dial,
  echo,
  envelope,
  openSession,
  post,
  requestHttp2,
  runDoor,
  STREAM_PATH,
  stopDoors,
  TEXT_PATH,
  wires,
} from './support.ts'

afterEach(stopDoors)

describe('an answer', () => {
  it.each(['gzip', 'br'])('of some size is compressed by %s where the caller takes it', async (encoding) => {
    const { port } = await runDoor(echo)
    const text = 'y'.repeat(5000)
    const headers = { 'content-type': 'application/json', 'accept-encoding': encoding }
    const body = JSON.stringify({ prompt: text })
    const answer = await fetch(`http://127.0.0.1:${port}${TEXT_PATH}`, { method: 'POST', headers, body })
    expect(answer.headers.get('content-encoding')).toBe(encoding)
    expect(await answer.json()).toEqual({ text })
  })
})

describe('a handler', () => {
  it('is not started when the deadline has already passed', async () => {
    let started = false
    const { port } = await runDoor({
      generateText: async () => {
        started = true
      },
    })
    const headers = { 'content-type': 'application/json', 'connect-timeout-ms': '0' }
    const answer = await fetch(`http://127.0.0.1:${port}${TEXT_PATH}`, { method: 'POST', headers, body: '{}' })
    expect(answer.status).toBe(504)
    expect(started).toBe(false)
  })

  it('that fails after its caller has gone is heard of by nobody but the log', async () => {
    const fault = new Error('late')
    const failed = Promise.withResolvers<void>()
    const started = Promise.withResolvers<void>()
    const { port, door, errors } = await runDoor({
      async *generateTextStream(_request, { signal }: RequestContext) {
        started.resolve()
        yield [delta('one')]
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        try {
          yield [delta('two')]
        } finally {
          failed.resolve()
          // biome-ignore lint/correctness/noUnsafeFinally: a fault of clean-up is what is tried here.
          throw fault
        }
      },
    })
    const socket = await dial(
      port,
      post(STREAM_PATH, envelope(new Uint8Array()), { 'content-type': 'application/connect+proto' }),
    )
    await started.promise
    socket.destroy()
    await failed.promise
    await door.stop(0)
    expect(errors).toEqual([fault])
  })
})

describe('a stream', () => {
  it('goes uncompressed whatever the caller accepts', async () => {
    const { port } = await runDoor({
      async *generateTextStream() {
        yield [delta('z'.repeat(5000))]
      },
    })
    const session = await openSession(port)
    const headers = { ':path': STREAM_PATH, 'content-type': 'application/grpc', 'grpc-accept-encoding': 'gzip,br' }
    const answer = await requestHttp2(session, headers, envelope(new Uint8Array()))
    expect(answer.headers['grpc-encoding']).toBeUndefined()
    expect(answer.body.toString()).toContain('z'.repeat(5000))
    session.destroy()
  })

  it('does not tell a handler of a cancellation when it ended well', async () => {
    let aborted = false
    const { port } = await runDoor({
      async *generateTextStream(_request, { signal }: RequestContext) {
        signal.addEventListener('abort', () => {
          aborted = true
        })
        yield [delta('all')]
      },
    })
    for (const wire of wires) expect(await collectText(clientOf(port, wire).generateTextStream({}))).toEqual(['all'])
    expect(aborted).toBe(false)
  })

  it('keeps streams apart', async () => {
    const { port } = await runDoor({
      async *generateTextStream({ prompt }) {
        for (let index = 0; index < 20; index += 1) yield [delta(prompt), delta(prompt)]
      },
    })
    const prompts = Array.from({ length: 50 }, (_, index) => `call ${index}`)
    const client = clientOf(port, 'grpc h2')
    const answers = await Promise.all(prompts.map((prompt) => collectText(client.generateTextStream({ prompt }))))
    for (const [index, texts] of answers.entries()) expect(texts).toEqual(Array(40).fill(prompts[index]))
  })
})
