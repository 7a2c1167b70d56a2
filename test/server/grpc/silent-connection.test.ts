import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { FakeClock, settled } from '../../support/fake-clock.ts'
import { openDoor } from './fixture.ts'

it.each([
  ['nothing', ''],
  ['half of how HTTP/2 begins', 'PRI * HTTP/2.0\r\n'],
  ['no settings', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
])('a connection that says %s is closed after ten seconds', async (_, bytes) => {
  const clock = new FakeClock()
  const door = await openDoor({}, { clock })
  const socket = connect(door.port, '127.0.0.1')
  socket.on('error', () => {})
  socket.resume()
  const closed = once(socket, 'close')
  await once(socket, 'connect')
  socket.write(bytes)
  while (clock.pendingTimers === 0) await settled()
  await clock.advance(9999)
  expect(socket.closed).toBe(false)
  await clock.advance(1)
  await closed
})
