import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { ErrorReason } from '#gen/switchyard/v1/error_reason_pb.js'
import { endless } from './endless.ts'
import {
  clientOf,
  closeOf,
  collectText,
  delta,
  dial,
  echo,
  envelope,
  errorOf,
  exchange,
  openSession,
  post,
  runDoor,
  STREAM_PATH,
  stopDoors,
} from './support.ts'

afterEach(stopDoors)

const CONNECT_STREAM = { 'content-type': 'application/connect+proto' }
const FLOOD = 'x'.repeat(60_000)

describe('stopping', () => {
  it('lets the calls under way end, and takes no new ones', async () => {
    const go = Promise.withResolvers<void>()
    const started = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const { door, port } = await runDoor({
      async *generateTextStream({ prompt }) {
        yield [delta('first')]
        started[Number(prompt)]?.resolve()
        await go.promise
        yield [delta('last')]
      },
    })
    const calls = [
      collectText(clientOf(port, 'connect h1').generateTextStream({ prompt: '0' })),
      collectText(clientOf(port, 'grpc h2').generateTextStream({ prompt: '1' })),
    ]
    await Promise.all(started.map(({ promise }) => promise))
    const stopped = door.stop(20_000)
    await expect(exchange(port, '')).rejects.toThrow('ECONNREFUSED')
    go.resolve()
    expect(await Promise.all(calls)).toEqual([
      ['first', 'last'],
      ['first', 'last'],
    ])
    await stopped
  })

  it.each(['connect h1', 'grpc-web h1', 'grpc h2'] as const)(
    'ends the calls by %s that outlast the grace as unavailable for now',
    async (wire) => {
      const { handlers, started, reason, ended } = endless('tick')
      const { door, port } = await runDoor(handlers)
      const call = errorOf(collectText(clientOf(port, wire).generateTextStream({})))
      await started
      const stopped = door.stop(100)
      expect(await call).toMatchObject({ code: 'Unavailable', reasons: ['SHUTTING_DOWN'] })
      expect(await reason).toMatchObject({ reason: ErrorReason.SHUTTING_DOWN })
      await ended
      await stopped
    },
  )

  it('waits for no idle connection', async () => {
    const { door, port } = await runDoor(echo)
    const silent = await dial(port)
    const used = await dial(port, 'GET /livez HTTP/1.1\r\nhost: a\r\n\r\n')
    await once(used, 'data')
    const session = await openSession(port)
    await door.stop(60_000)
    await Promise.all([closeOf(silent), closeOf(used)])
    if (!session.closed) await once(session, 'close')
    expect(session.destroyed || session.closed).toBe(true)
  })

  it('twice is as good as once', async () => {
    const { door } = await runDoor(echo)
    await expect(Promise.all([door.stop(1000), door.stop(0)])).resolves.toBeDefined()
    await expect(door.stop(0)).resolves.toBeUndefined()
  })

  it('cuts off a caller that does not even read its farewell', async () => {
    const { handlers, started, ended } = endless(FLOOD)
    const { door, port } = await runDoor(handlers)
    const socket = await dial(port, post(STREAM_PATH, envelope(new Uint8Array()), CONNECT_STREAM))
    socket.pause()
    await started
    await door.stop(50)
    await ended
    socket.destroy()
  })
})
